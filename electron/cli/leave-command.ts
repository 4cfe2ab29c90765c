import path from 'node:path';

import { z } from 'zod';

import { leaveCommandTexts as texts } from '../../shared/texts/command-line/leave.ts';
import { commaList } from '../../shared/wording/lists.ts';
import { autostartFile } from '../adapters/autostart-entry.ts';
import { isAppRunning } from '../adapters/app-lock.ts';
import { StoreError } from '../auth/credential-store.ts';
import type { Core } from '../core.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import { leftovers, type Leftover } from '../storage/leftovers.ts';
import { realHome } from '../store/codex-home.ts';
import type { Behaviour, CoreContext } from './command.ts';
import { exitCodeOfRefusal, exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson, type Printable } from './json-outputs.ts';
import { version1 } from './output-schema.ts';
import type { Terminal } from './terminal.ts';

export const leaveOutputSchema = z.strictObject({
  ...version1,
  items: z.array(
    z.strictObject({
      kind: z.enum(['folder', 'file', 'keyringItem']),
      place: z.string(),
      what: z.string(),
      /** Whether a sign-in, or the only key to some, is in it. */
      holdsSignIns: z.boolean(),
      isRemoved: z.boolean(),
    }),
  ),
  /** What cannot be had again without a new sign-in, by name. */
  signIns: z.array(z.string()),
  messages: z.array(z.string()),
});

export const leaveCommand: Behaviour<LeaveOptions> = {
  output: () => leaveOutputSchema,
  run: (context, options) => runLeave(context.core, depsOf(context), options),
};

export interface LeaveDeps {
  readonly terminal: Terminal;
  /** @throws {StoreError} where a keyring does not answer. */
  readonly leftovers: () => Promise<readonly Leftover[]>;
  /** Whether the app runs, which would make anew what is removed. */
  readonly isAppRunning: () => boolean;
}

type LeaveReport = Printable<z.infer<typeof leaveOutputSchema>>;

interface LeaveOptions {
  readonly json: boolean;
  readonly yes: boolean;
  readonly signOut: boolean;
}

function depsOf({
  core,
  codexHome,
  dataFolder,
  keyring,
  terminal,
  userHome,
}: CoreContext): LeaveDeps {
  const { env, platform } = process;
  const loginEntry = platform === 'linux' ? autostartFile({ env, userHome }) : null;
  const isChosen = (env['GATEHOUSE_DATA'] ?? '') !== '';
  return {
    terminal,
    isAppRunning: () => dataFolder !== null && isAppRunning(dataFolder, platform),
    leftovers: async () => {
      const homes = [...new Set([await realHome(codexHome), ...core.accounts.commands.homes()])];
      return leftovers({ dataFolder, isChosen, homes, loginEntry, keyring });
    },
  };
}

/**
 * `gatehouse leave`: names everything that Gatehouse keeps outside of its package, and removes it
 * with `--yes`. What Codex uses stays, unless `--sign-out` ends every sign-in first.
 */
export async function runLeave(
  core: Core,
  { terminal, leftovers, isAppRunning }: LeaveDeps,
  options: LeaveOptions,
): Promise<ExitCode> {
  const work = async (): Promise<Ended> =>
    options.yes && isAppRunning()
      ? ended(texts.quitFirst(), exitCodes.usage)
      : leave(core, leftovers, options);
  const { report, exitCode } = await work().catch((error: unknown) => {
    if (!(error instanceof StoreError)) throw error;
    return ended(error.message, exitCodes.storeFailure);
  });
  if (options.json) {
    printJson<typeof leaveOutputSchema>(terminal, report);
    return exitCode;
  }
  const wordWidth = Math.max(texts.removed().length, texts.kept().length);
  for (const { place, what, isRemoved } of report.items) {
    const word = isRemoved ? texts.removed() : texts.kept();
    terminal.out(`${word.padEnd(wordWidth)}  ${texts.item({ place, what })}`);
  }
  if (report.signIns.length > 0 && !options.yes) {
    terminal.err(texts.wouldBeLost({ signIns: commaList(report.signIns) }));
  }
  for (const message of report.messages) terminal.err(message);
  return exitCode;
}

interface Ended {
  readonly report: LeaveReport;
  readonly exitCode: ExitCode;
}

async function leave(
  core: Core,
  leftovers: LeaveDeps['leftovers'],
  { yes, signOut }: LeaveOptions,
): Promise<Ended> {
  const rule = permissionRule('gatehouse.allow_sign_out_everywhere', core.rules.get());
  if (signOut && rule.kind !== 'allowed') return ended(rule.reason, exitCodeOfRefusal(rule.kind));
  const look = async () => [...(await copiesInKeyring(core)), ...(await leftovers())];
  const found = await look();
  const signIns = signInsOf(core);
  const messages: string[] = [];
  if (!yes) {
    const askForYes = signOut ? texts.askForYesSignOut() : texts.askForYes();
    messages.push(found.length === 0 ? texts.nothing() : askForYes);
    return done(found.map(outputOf(false)), signIns, messages);
  }
  const stop = core.session.hasUnsavedTokens() ? texts.unsavedTokens() : await openSwitch(core);
  if (stop !== null) return ended(stop, exitCodes.storeFailure);
  if (signOut) messages.push(...(await signOutEverywhere(core)));
  const items: LeaveReport['items'][number][] = [];
  let exitCode: ExitCode = exitCodes.done;
  // The keys come last: as long as one sealed file is left, so is its key.
  for (const one of signOut ? await look() : found) {
    if (exitCode !== exitCodes.done) {
      items.push(outputOf(false)(one));
      continue;
    }
    try {
      await one.remove();
      items.push(outputOf(true)(one));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      messages.push(error.message);
      items.push(outputOf(false)(one));
      exitCode = exitCodes.storeFailure;
    }
  }
  messages.push(texts.leftToSystem());
  return { ...done(items, signIns, messages), exitCode };
}

/** Copies that are items of the keyring; those that are files lie in the Codex home. */
async function copiesInKeyring({ storage }: Core): Promise<readonly Leftover[]> {
  await storage.inspect({ withKeyring: true });
  const copies = storage.get().report?.keptCopies ?? [];
  return copies
    .filter((copy) => !path.isAbsolute(copy))
    .map((place) => ({
      kind: 'keyringItem',
      place,
      what: texts.unreadableCopy(),
      holdsSignIns: true,
      async remove() {
        const outcome = await storage.removeKeptCopies();
        if (outcome.kind === 'failed') throw new StoreError(outcome.code, outcome.message);
      },
    }));
}

/** What cannot be had again without a new sign-in, by name. */
function signInsOf({ accounts, kept }: Core): readonly string[] {
  const saved = accounts.inHome
    .view()
    .accounts.filter(({ state, protection }) => state.kind !== 'inUse' && protection !== 'none');
  const others = kept.commands.list().length;
  const ofKept = others === 0 ? [] : [texts.keptSignIns({ count: others })];
  return [...saved.map((account) => accounts.inHome.titleOf(account)), ...ofKept];
}

async function signOutEverywhere({ accounts, kept }: Core): Promise<readonly string[]> {
  const told: string[] = [];
  for (const account of accounts.inHome.view().accounts) {
    if (account.state.kind === 'inUseElsewhere') {
      const { home } = account.state;
      told.push(texts.inUseElsewhere({ account: accounts.inHome.titleOf(account), home }));
      continue;
    }
    told.push((await accounts.commands.signOutEverywhere(account.id)).message);
  }
  for (const { id } of kept.commands.list()) {
    told.push((await kept.commands.remove(id)).message);
  }
  return told;
}

async function openSwitch({ accounts }: Core): Promise<string | null> {
  const { hasOpenSwitch } = await accounts.inHome.inspect();
  return hasOpenSwitch ? texts.openSwitch() : null;
}

function outputOf(isRemoved: boolean) {
  return ({ kind, place, what, holdsSignIns }: Leftover): LeaveReport['items'][number] => ({
    kind,
    place,
    what,
    holdsSignIns,
    isRemoved,
  });
}

function done(
  items: LeaveReport['items'],
  signIns: LeaveReport['signIns'],
  messages: LeaveReport['messages'],
): Ended {
  const report = { schemaVersion: 1, items, signIns, messages } as const;
  return { report, exitCode: exitCodes.done };
}

function ended(message: string, exitCode: ExitCode): Ended {
  return { ...done([], [], [message]), exitCode };
}
