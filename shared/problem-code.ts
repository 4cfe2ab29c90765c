import * as z from 'zod/mini';

import { keyringProblemCodes } from './keyring-problem.ts';

/** Problems of a sign-in that is stored and cannot be used. */
export const unusableCodeSchema = z.enum([
  'store-unreadable',
  /** The setting that chooses the store cannot be understood. */
  'store-unknown',
  /** It is in the memory of the program that signed in. */
  'store-not-visible',
  ...keyringProblemCodes,
  'record-invalid',
  'tokens-missing',
  'api-key-missing',
  /** It is of a kind that Gatehouse does not know, or does not manage. */
  'mode-unsupported',
  'hidden-by-rule',
  'not-judged',
]);
export type UnusableCode = z.infer<typeof unusableCodeSchema>;

/** Problems of the tokens of a ChatGPT sign-in that can be used or refreshed. */
export const tokenCodeSchema = z.enum([
  /** New tokens were received and could not be saved yet. */
  'tokens-unsaved',
  'refresh-failed',
  'refresh-token-missing',
  /** The access token has run out, and no new one is on its way. */
  'token-expired',
  /** The record lacks something that Codex needs. */
  'record-incomplete',
]);

/** Every problem of a sign-in or its store. Window, tray, command line and `--json` share them. */
export const problemCodeSchema = z.enum([
  ...unusableCodeSchema.options,
  ...tokenCodeSchema.options,
  /** The sign-in service refused the personal access token. */
  'token-refused',
  /** The sign-in is for another provider than the one that Codex uses. */
  'other-provider',
  /** A program ended before the answer to its refresh was saved. */
  'refresh-interrupted',
  /** Codex does not start with the configuration that is there. */
  'config-not-loaded',
  'home-missing',
  'home-unwritable',
  /** Of a storage command: nothing to move, a copy is left, a rule fixes the setting. */
  'nothing-stored',
  'copy-left',
  'store-fixed',
  'store-unwritable',
  'busy',
]);
export type ProblemCode = z.infer<typeof problemCodeSchema>;
