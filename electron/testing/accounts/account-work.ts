import { z } from 'zod';

import type { SignInGrant } from '../../auth/auth-record.ts';

/** What the account program is to do. */
export type AccountWork =
  /** Nothing more: opening settles what a program left that ended too early. */
  | { readonly do: 'open' }
  | { readonly do: 'switch'; readonly id: string }
  /** Keeps a sign-in for later; one of an account that is saved already renews that one. */
  | { readonly do: 'add'; readonly grant: SignInGrant }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'sign-out-everywhere'; readonly id: string };

/** What the program is told. */
export interface AccountOrder {
  readonly work: AccountWork;
  /** Whether it looks for Codex programs of the home that run: a look at every process there is. */
  readonly seesPrograms: boolean;
}

/** What the program says before it is told what to do: its threads, as the kernel numbers them. */
export const threadsSchema = z.strictObject({
  /** That runs JavaScript, and with it sockets and locks. */
  main: z.number(),
  /** The only other one that touches files. */
  pool: z.number(),
});
export type Threads = z.infer<typeof threadsSchema>;

/** What came of it. */
export const accountAnswerSchema = z.looseObject({ kind: z.string(), message: z.string() });
export type AccountAnswer = z.infer<typeof accountAnswerSchema>;
