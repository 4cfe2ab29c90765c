import { defineTexts } from './define-texts.ts';

/** Credentials of the environment, which Codex uses or judges before the stored sign-in. */
export const environmentRuleTexts = defineTexts({
  /** In the middle of a sentence. */
  names: {
    environment: 'the environment variable {variable}',
    dotenv: '{variable} of the file .env in the Codex folder',
  },
  otherWorkspace: 'This device only allows {workspaces}, and {variable} belongs to {owner}.',
  notReplaced: 'Codex does not use the stored sign-in in its place. Unset {variable}.',
  correctOrUnset: 'Correct or unset {name}.',
  unset: 'Unset {variable}.',
  unsetForStored: 'Unset {variable} to use the stored sign-in.',
  /** The environment keeps a stored sign-in that breaks a rule. */
  saves: {
    endsBefore: 'With {name}, Codex does not start, and keeps the stored sign-in for now.',
    obeys: 'Codex uses {name} instead and keeps the stored sign-in for now.',
    unusable: 'Codex cannot use {name}, does not start, and keeps the stored sign-in for now.',
    depends: 'What Codex does now depends on {name}, which it uses instead.',
    untilUnset: 'Once {variable} is unset, Codex removes the stored sign-in at its next start.',
  },
  /** It breaks a rule. */
  breaks: {
    source: 'It comes from {name}.',
    onlyAllows: 'This device only allows {workspaces}.',
    apiKey: 'An API key is set in {name}.',
    accessToken: 'A ChatGPT access token is set in {name}.',
    tokenOf: 'The access token in {name} belongs to {owner}.',
    removes: 'Because of it, {programs} remove the stored sign-in at their next start.',
    mayRemove: 'Because of it, {programs} may remove the stored sign-in at their next start.',
    stops: 'Because of it, {programs} do not start.',
    stopsAll: 'Because of it, no Codex program starts.',
  },
  barred: {
    /** {required} has no full stop. */
    required: '{required}.',
    key: 'The key comes from {name}: unset it.',
    signIn: 'The sign-in comes from {name}: unset it.',
  },
  used: {
    known: 'Codex uses {name} in place of the stored sign-in.',
    unknown:
      'Codex uses {name} in place of the stored sign-in, and whose that is cannot be told here.',
  },
  ifOther: {
    removes:
      'If it does not belong to workspace {ids}, {programs} remove the stored sign-in at their next start. Unset {variable} unless you know that it does.',
    unused: 'If it does not belong to workspace {ids}, Codex uses no sign-in at all.',
    stops: 'If it does not belong to workspace {ids}, Codex does not start.',
  },
  notVerified: 'A verified workspace is required, which that of the environment is not.',
  otherAddress:
    'Workload identity works with chatgpt.com alone, and chatgpt_base_url names another address.',
});
