import { z } from 'zod';

import { keyringProblemCodes } from './keyring-problem.ts';

/**
 * Every way a command of the window or the command line can fail. The code is
 * stable and is what programs and tests rely on; the message is for people.
 */
export const appErrorCodes = [
  /** The message did not fit the contract, or came from a frame that may not speak. */
  'bad-request',
  /** A defect of Gatehouse; the log holds more under the same code. */
  'internal',
  /** Another sign-in, sign-out or refresh is under way. */
  'busy',
  /** A login rule forbids the method or the workspace. Nothing was stored. */
  'forbidden-by-rule',
  /** The login rules could not be read, so that nothing may be signed in. */
  'rules-unknown',
  /** Whether the rules allow what is signed in cannot be told, so that it is not used. */
  'not-judged',
  /** Both registered sign-in ports are held by other programs. */
  'ports-busy',
  /** The person, or the workspace's administrator, refused the sign-in. */
  'denied',
  /** The ChatGPT workspace has no Codex entitlement. */
  'not-entitled',
  /** The browser came back without an authorization code, or with an unusable answer. */
  'callback-invalid',
  /** The token endpoint refused the authorization code. */
  'exchange-failed',
  /** The sign-in was cancelled by the person or by another program that asked for the port. */
  'cancelled',
  /** The sign-in was not completed within its time limit. */
  'timed-out',
  /** The issuer has device-code sign-in switched off. */
  'device-code-disabled',
  /** The API key is empty after trimming. */
  'api-key-empty',
  /** What was given cannot be an API key. */
  'api-key-invalid',
  /** The network or the issuer did not answer as it should; trying again may help. */
  'network',
  /** The credential store cannot be read. */
  'store-unreadable',
  /** The credential store cannot be written. */
  'store-unwritable',
  ...keyringProblemCodes,
  /** The refresh token is spent, expired or revoked; only a new sign-in helps. */
  'refresh-permanent',
  /** The refresh failed in a way that may pass. */
  'refresh-transient',
  /** A file that the person has chosen cannot be written. */
  'file-unwritable',
  /** A file that the person has chosen cannot be read. */
  'file-unreadable',
] as const;

const appErrorCodeSchema = z.enum(appErrorCodes);
export type AppErrorCode = z.infer<typeof appErrorCodeSchema>;

/** The only error shape that crosses a process border. Its message never holds a secret. */
export const appErrorSchema = z.strictObject({
  code: appErrorCodeSchema,
  message: z.string(),
});
export type AppError = z.infer<typeof appErrorSchema>;
