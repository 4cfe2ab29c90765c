import * as z from 'zod/mini';

import { storeCommandTexts } from '../../shared/texts/command-line/store.ts';
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
import type { KeyringEntry } from '../store/keyring-entries.ts';
import type { StorageOutcome } from '../storage/storage-owner.ts';
import type { StoreAction } from './store-action.ts';
import type { Behaviour } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { isoTime, printJson } from './json-outputs.ts';
import { bothVersions1, time } from './output-schema.ts';
import { entriesText, storeText } from './store-text.ts';
import type { Terminal } from './terminal.ts';

const placeOutputSchema = z.extend(storagePlaceSchema, { writtenAt: time });
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
  active: z.nullable(placeOutputSchema),
  copies: z.array(placeOutputSchema),
  /** Of `gatehouse store entries` alone. */
  entries: z.optional(z.array(entryOutputSchema)),
  problem: z.nullable(problemSchema),
});
export type StoreOutput = z.infer<typeof storeOutputSchema>;

export const storeCommand: Behaviour<StoreOptions> = {
  output: () => storeOutputSchema,
  run: ({ core, terminal }, options) => runStore(core, terminal, options),
};

interface StoreOptions {
  readonly json: boolean;
  readonly action: StoreAction;
}

interface Result {
  readonly problem: Problem | null;
  readonly exitCode: ExitCode;
  readonly message: string | null;
  readonly entries?: readonly KeyringEntry[];
}

/** `gatehouse store`: the keyring is asked too, and may show its prompt. */
export async function runStore(
  core: Core,
  terminal: Terminal,
  options: StoreOptions,
): Promise<ExitCode> {
  await core.storage.inspect({ withKeyring: false });
  const result = await act(core, options.action).catch(resultOfFailure);
  const { report } = core.storage.get();
  if (report === null) throw new TypeError('the storage was not looked at');
  if (options.json) {
    const entries = result.entries && { entries: result.entries.map(entryOutput) };
    printJson<typeof storeOutputSchema>(terminal, {
      ...storeOutput(report, result.problem),
      ...entries,
    });
    return result.exitCode;
  }
  if (result.message !== null) terminal.out(result.message);
  if (options.action.kind === 'show' || (result.problem === null && !result.entries)) {
    terminal.out(storeText(report));
  }
  if (result.problem !== null) terminal.err(result.problem.message);
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
  const texts = storeCommandTexts.done;
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
      const message = action.to === 'file' ? texts.movedToFile() : texts.movedToKeyring();
      return resultOf(await storage.moveTo(action.to), message);
    }
    case 'removeCopies':
      return resultOf(await storage.removeKeptCopies(), texts.copiesRemoved());
    case 'entries': {
      const entries = await keyringEntries.list();
      return { problem: null, exitCode: exitCodes.done, message: entriesText(entries), entries };
    }
    case 'removeEntry':
      return resultOf(await storage.removeEntry(action.id), texts.entryRemoved());
    case 'protect':
      return resultOf(await storage.protect(), texts.protected());
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
