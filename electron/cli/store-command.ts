import { z } from 'zod';

import {
  problemSchema,
  storagePlaceSchema,
  storageReportSchema,
  type Problem,
  type StoragePlace,
  type StorageReport,
} from '../../shared/app-state.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import { appCodeOf, StoreError } from '../auth/credential-store.ts';
import type { Core } from '../core.ts';
import { withTilde } from '../base/home-folder.ts';
import type { KeyringEntry } from '../store/keyring-entries.ts';
import type { StorageOutcome } from '../storage/storage-owner.ts';
import { command } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { bothVersions1, isoTime, printJson, time } from './json-outputs.ts';
import { entriesText, storeText } from './store-text.ts';
import type { Terminal } from './terminal.ts';

const placeOutputSchema = storagePlaceSchema.extend({ writtenAt: time });
type PlaceOutput = z.infer<typeof placeOutputSchema>;

const entryOutputSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  purpose: z.enum(['signIn', 'passphrase', 'keptSignIns', 'journal']),
  isOneOfSeveral: z.boolean(),
  createdAt: time,
  modifiedAt: time,
});
type EntryOutput = z.infer<typeof entryOutputSchema>;

export const storeOutputSchema = z.strictObject({
  ...bothVersions1,
  ...storageReportSchema.shape,
  active: placeOutputSchema.nullable(),
  copies: z.array(placeOutputSchema),
  /** Of `gatehouse store entries` alone. */
  entries: z.array(entryOutputSchema).optional(),
  problem: problemSchema.nullable(),
});
export type StoreOutput = z.infer<typeof storeOutputSchema>;

export type StoreAction =
  | { readonly kind: 'show' | 'protect' | 'removeCopies' | 'entries' }
  | { readonly kind: 'removeEntry'; readonly id: string }
  | { readonly kind: 'move'; readonly to: 'file' | 'keyring' };

export const storeCommand = command({
  help: [
    ['', 'where the sign-in is kept, why, and what copies exist'],
    ['move keyring|file', 'move it, and the setting with it'],
    ['protect', 'take the rights of others from the file'],
    ['remove-copies', 'remove what was kept of sign-ins that could not be read'],
    ['entries', 'the entries in the keyring, where several stand in the way'],
    ['remove-entry ID', 'remove one of several, or one that cannot be read'],
  ],
  read: (_flags, words) => storeActionOf(words),
  changes: ({ action }) => action.kind !== 'show' && action.kind !== 'entries',
  output: storeOutputSchema,
  run: ({ core, terminal, userHome }, options) =>
    runStore(core, terminal, { ...options, userHome }),
});

const storeUsage =
  'It is "gatehouse store", "gatehouse store move keyring", "gatehouse store move file", "gatehouse store protect", "gatehouse store remove-copies", "gatehouse store entries" or "gatehouse store remove-entry ID".';

const storeActions: ReadonlyMap<string, StoreAction> = new Map<string, StoreAction>([
  ['', { kind: 'show' }],
  ['entries', { kind: 'entries' }],
  ['protect', { kind: 'protect' }],
  ['remove-copies', { kind: 'removeCopies' }],
  ['move keyring', { kind: 'move', to: 'keyring' }],
  ['move file', { kind: 'move', to: 'file' }],
]);

function storeActionOf(words: readonly string[]): { readonly action: StoreAction } | string {
  const [verb, id, ...more] = words;
  if (verb === 'remove-entry' && id !== undefined && more.length === 0) {
    return { action: { kind: 'removeEntry', id } };
  }
  const action = storeActions.get(words.join(' '));
  return action ? { action } : storeUsage;
}

interface StoreOptions {
  readonly json: boolean;
  readonly action: StoreAction;
  readonly userHome: string;
}

interface Result {
  readonly problem: Problem | null;
  readonly exitCode: ExitCode;
  readonly message: string | null;
  readonly entries?: readonly KeyringEntry[];
}

/**
 * `gatehouse store`: the keyring is asked too, and may show its prompt. People read paths with
 * `~`; scripts get them whole.
 */
export async function runStore(
  core: Core,
  terminal: Terminal,
  options: StoreOptions,
): Promise<ExitCode> {
  const result = await act(core, options.action).catch(resultOfFailure);
  const { report } = core.storage.get();
  if (report === null) throw new TypeError('the storage was not looked at');
  if (options.json) {
    const entries = result.entries && { entries: result.entries.map(entryOutput) };
    printJson(terminal, storeOutputSchema, { ...storeOutput(report, result.problem), ...entries });
    return result.exitCode;
  }
  if (result.message !== null) terminal.out(withTilde(result.message, options.userHome));
  if (options.action.kind === 'show' || (result.problem === null && !result.entries)) {
    terminal.out(withTilde(storeText(report), options.userHome));
  }
  if (result.problem !== null) terminal.err(withTilde(result.problem.message, options.userHome));
  return result.exitCode;
}

function storeOutput(report: StorageReport, problem: Problem | null): StoreOutput {
  return {
    schema: 1,
    schemaVersion: 1,
    ...report,
    active: report.active && placeOutput(report.active),
    copies: report.copies.map(placeOutput),
    problem,
  };
}

async function act(
  { storage, session, keyringEntries }: Core,
  action: StoreAction,
): Promise<Result> {
  switch (action.kind) {
    case 'show': {
      await storage.inspect({ withKeyring: true });
      const credential = session.get();
      const unusable = credential.kind === 'unusable' ? credential.problem : null;
      const problem =
        unusable?.code === 'store-unknown'
          ? unusable
          : (storage.get().report?.active?.problem ?? null);
      const exitCode = problem === null ? exitCodes.done : exitCodes.storeFailure;
      return { problem, exitCode, message: null };
    }
    case 'move': {
      const message = `The ${action.to} is where sign-ins are kept from now on.`;
      return resultOf(await storage.moveTo(action.to), message);
    }
    case 'removeCopies': {
      const message = 'No kept copy of an earlier sign-in is left.';
      return resultOf(await storage.removeKeptCopies(), message);
    }
    case 'entries': {
      const entries = await keyringEntries.list();
      return { problem: null, exitCode: exitCodes.done, message: entriesText(entries), entries };
    }
    case 'removeEntry':
      return resultOf(await storage.removeEntry(action.id), 'The entry was removed.');
    case 'protect':
      return resultOf(await storage.protect(), 'Only you can read the file now.');
  }
}

function resultOfFailure(error: unknown): Result {
  if (!(error instanceof StoreError)) throw error;
  return failed(appCodeOf(error.code), error.message, exitCodes.storeFailure);
}

function entryOutput(entry: KeyringEntry): EntryOutput {
  const { id, label, purpose, isOneOfSeveral, createdAt, modifiedAt } = entry;
  return {
    id,
    label,
    purpose,
    isOneOfSeveral,
    createdAt: isoTime(createdAt),
    modifiedAt: isoTime(modifiedAt),
  };
}

function resultOf(outcome: StorageOutcome, message: string): Result {
  switch (outcome.kind) {
    case 'done':
      return { problem: null, exitCode: exitCodes.done, message };
    case 'nothing':
      return outcome.because === 'already'
        ? { problem: null, exitCode: exitCodes.done, message: outcome.message }
        : failed('nothing-stored', outcome.message, exitCodes.notSignedIn);
    case 'partly':
      return failed('copy-left', outcome.message, exitCodes.storeFailure);
    case 'fixed':
      return failed('store-fixed', outcome.message, exitCodes.ruleViolated);
    case 'failed':
      return failed(appCodeOf(outcome.code), outcome.message, exitCodes.storeFailure);
  }
}

function failed(code: ProblemCode, message: string, exitCode: ExitCode): Result {
  return { problem: { code, message }, exitCode, message: null };
}

function placeOutput(place: StoragePlace): PlaceOutput {
  return { ...place, writtenAt: isoTime(place.writtenAt) };
}
