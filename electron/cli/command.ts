import type * as z from 'zod/mini';

import type { helpTexts } from '../../shared/texts/command-line/help.ts';
import type { ActivityLog } from '../activity/activity.ts';
import type { Network } from '../adapters/network.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import type { Core } from '../core.ts';
import type { CodexStart } from '../policy/layers.ts';
import type { Delay, Now } from '../ports.ts';
import type { Keyring } from '../store/keyring.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

type Flags = Readonly<Record<string, 'boolean' | 'string'>>;
type Values<F extends Flags> = {
  readonly [K in keyof F]: F[K] extends 'boolean' ? boolean : string | undefined;
};

/** A form that begins with a space goes on from the last one. */
type HelpLine = readonly [form: string, text: string];

/** What every command may use. */
interface CommandContext {
  readonly terminal: Terminal;
  readonly activityLog: ActivityLog;
  /** Absolute; empty where nobody knows it. */
  readonly userHome: string;
  readonly version: string;
  readonly now: Now;
  readonly delay: Delay;
}

/** What a command of the sign-in may use besides. */
export interface CoreContext extends CommandContext {
  readonly core: Core;
  readonly network: Network;
  readonly endpoints: Endpoints;
  readonly keyring: Keyring;
  /** Gatehouse's own, absolute; null where there is none. */
  readonly dataFolder: string | null;
  /** Opens another Codex home of the person, by its absolute path. */
  readonly openHome: (codexHome: string) => Promise<Core>;
  /** Absolute. */
  readonly codexHome: string;
  /** Aborted where the command is asked to end. */
  readonly signal: AbortSignal;
  /** Nothing ends the program while this is true. */
  readonly protect: (isAtStake: () => boolean) => void;
}

type Run<O> =
  | { readonly run: (context: CoreContext, options: O) => Promise<ExitCode> }
  /** Without settings and store, which are not even opened. */
  | { readonly runAlone: (context: CommandContext, options: O) => Promise<ExitCode> };

/** What a command does and prints, by its options: all that is loaded only where it was asked for. */
export type Behaviour<O> = Run<O> & {
  /** With which start of Codex the core is opened: null for any, a sentence where it cannot be. */
  readonly startOf?: (options: O, codexHome: string) => Promise<CodexStart | string | null>;
  /** Says itself what is wrong with `CODEX_HOME`, and more. */
  readonly reportsCodexHome?: true;
  /** What it prints with `--json`, as docs/schemas publishes it. */
  readonly output: () => z.core.$ZodType;
};

export interface WithJson {
  readonly json: boolean;
}

/** By what a person wants; the help text has them in the order of `helpTexts.groups`. */
export type CommandGroup = keyof typeof helpTexts.groups;

interface CommandRow<F extends Flags, O> {
  readonly group: CommandGroup;
  /** What may follow the name (words, where a form begins with one), and what that does. */
  readonly help: () => readonly [HelpLine, ...HelpLine[]];
  /** What its own help says at the end. */
  readonly note?: () => string;
  readonly flags?: F;
  /** @returns the options, or why they are refused. Without it, the flags are the options. */
  readonly read?: (flags: Values<F>, words: readonly string[]) => O | string;
  /** To change something, the person may have to find a password first. */
  readonly changes: (options: O & WithJson) => boolean;
  readonly load: () => Promise<Behaviour<O & WithJson>>;
}

/** Declares the words of a command, and where the rest of it is; `commands` collects them. */
export const command = <const F extends Flags = Record<never, never>, const O = Values<F>>(
  row: CommandRow<F, O>,
): CommandRow<F, O> => row;

/** What any command asks and does; only its own options fit. */
export type AnyCommand = Pick<CommandRow<never, never>, 'changes' | 'load'>;

/** What was asked of a command. */
export type OptionsOf<C> = C extends { readonly changes: (options: infer O) => boolean }
  ? O
  : never;
