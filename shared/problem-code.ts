import { z } from 'zod';

import { keyringProblemCodes } from './keyring-problem.ts';

/**
 * Every problem that a sign-in, or the place where it is kept, can have. Window, tray,
 * command line and `--json` share these codes, which stay as they are; what is wrong and
 * what to do about it stands in the message beside them.
 */
export const problemCodeSchema = z.enum([
  /** The store cannot be read. */
  'store-unreadable',
  /** The setting that chooses the store cannot be understood. */
  'store-unknown',
  /** It is in the memory of the program that signed in. */
  'store-not-visible',
  ...keyringProblemCodes,
  /** What is stored is no record of a sign-in. */
  'record-invalid',
  'tokens-missing',
  'api-key-missing',
  /** It is of a kind that Gatehouse does not manage. */
  'mode-unsupported',
  /** A login rule does not allow it; it is kept and not used. */
  'hidden-by-rule',
  /** Whether the rules allow it cannot be told, so that it is not used. */
  'not-judged',
  /** New tokens were received and could not be saved yet. */
  'tokens-unsaved',
  /** The issuer refused the refresh token for good. */
  'refresh-failed',
  'refresh-token-missing',
  /** The access token has run out, and no new one is on its way. */
  'token-expired',
  /** The record lacks something that Codex needs. */
  'record-incomplete',
  /** A program ended before the answer to its refresh was saved. */
  'refresh-interrupted',
  /** Codex does not start with the configuration that is there. */
  'config-not-loaded',
  /** The folder of Codex is missing, or cannot be written. */
  'home-missing',
  'home-unwritable',
  /** A storage command: there is no sign-in to move, a copy is left, or a rule fixes the setting. */
  'nothing-stored',
  'copy-left',
  'store-fixed',
  'store-unwritable',
  /** Another program is changing the sign-in. */
  'busy',
]);
export type ProblemCode = z.infer<typeof problemCodeSchema>;

/** Those of a sign-in that is stored and cannot be used. */
export const unusableCodeSchema = problemCodeSchema.extract([
  'store-unreadable',
  'store-unknown',
  'store-not-visible',
  ...keyringProblemCodes,
  'record-invalid',
  'tokens-missing',
  'api-key-missing',
  'mode-unsupported',
  'hidden-by-rule',
  'not-judged',
]);
export type UnusableCode = z.infer<typeof unusableCodeSchema>;

/** Those of the tokens of a ChatGPT sign-in that can be used or refreshed. */
export const tokenCodeSchema = problemCodeSchema.extract([
  'tokens-unsaved',
  'refresh-failed',
  'refresh-token-missing',
  'token-expired',
  'record-incomplete',
]);
