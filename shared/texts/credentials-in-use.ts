import { defineTexts } from './define-texts.ts';

/** What Codex programs that start here sign in with. */
export const credentialsInUseTexts = defineTexts({
  programs: {
    all: 'Codex',
    exec: 'codex exec',
    terminal: 'Codex in the terminal',
    apps: 'editors and the desktop app',
  },
  /** The same where a sentence starts with them. */
  programsAtStart: {
    all: 'Codex',
    exec: 'codex exec',
    terminal: 'Codex in the terminal',
    apps: 'Editors and the desktop app',
  },
  one: {
    stored: '{programs} uses the stored sign-in.',
    environment: '{programs} uses {credential}.',
    nothing: '{programs} is not signed in.',
    stops: '{programs} does not start: {message}',
    stopsSo: '{programs} does not start.',
    unknown: 'What {programs} uses is not known. {message}',
  },
  several: {
    stored: '{programs} use the stored sign-in.',
    environment: '{programs} use {credential}.',
    nothing: '{programs} are not signed in.',
    stops: '{programs} do not start: {message}',
    stopsSo: '{programs} do not start.',
    unknown: 'What {programs} use is not known. {message}',
  },
  elsewhere: 'A Codex started elsewhere may have other credentials.',
  /** A credential by its source. */
  variable: {
    dotenv: '{variable} of .env of the Codex home',
    terminal: '{variable} of this terminal',
    app: '{variable} of Gatehouse\u2019s environment',
  },
  workloadIdentity: {
    dotenv: 'workload identity, from .env of the Codex home',
    terminal: 'workload identity, from {variable} of this terminal',
    app: 'workload identity, from {variable} of Gatehouse\u2019s environment',
  },
  /** One line of a menu. */
  line: {
    exec: 'codex exec uses {variable}',
    execWorkloadIdentity: 'codex exec uses workload identity',
    all: 'Codex uses {variable}',
    allWorkloadIdentity: 'Codex uses workload identity',
  },
  /** {provider} is the id of a model provider. */
  provider: 'Codex here uses provider "{provider}", which needs no sign-in.',
});
