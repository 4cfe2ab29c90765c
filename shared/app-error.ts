import * as z from 'zod/mini';

import { keyringProblemCodes } from './keyring-problem.ts';

/** Every way a command can fail. Programs and tests rely on the codes. */
export const appErrorCodes = [
  /** The message did not fit the contract, or came from a frame that may not speak. */
  'bad-request',
  /** A defect of Gatehouse; the log holds more under the same code. */
  'internal',
  'busy',
  'forbidden-by-rule',
  /** The login rules could not be read, so that nobody may sign in. */
  'rules-unknown',
  'not-judged',
  /** Both registered sign-in ports are held by other programs. */
  'ports-busy',
  /** The person, or the workspace's administrator, refused the sign-in. */
  'denied',
  'not-entitled',
  'callback-invalid',
  'exchange-failed',
  /** By the person, or by another program that asked for the port. */
  'cancelled',
  'timed-out',
  /** The issuer has device-code sign-in switched off. */
  'device-code-disabled',
  'api-key-empty',
  'api-key-invalid',
  /** The network or the issuer did not answer as it should; trying again may help. */
  'network',
  'store-unreadable',
  'store-unwritable',
  ...keyringProblemCodes,
  /** The refresh token is spent, expired or revoked; only a new sign-in helps. */
  'refresh-permanent',
  'refresh-transient',
  'file-unwritable',
  'file-unreadable',
  /** The person signed in to another account than asked for. */
  'another-account',
] as const;
export type AppErrorCode = (typeof appErrorCodes)[number];

/** The only error shape that crosses a process border. Its message never holds a secret. */
export const appErrorSchema = z.strictObject({ code: z.enum(appErrorCodes), message: z.string() });
export type AppError = z.infer<typeof appErrorSchema>;
