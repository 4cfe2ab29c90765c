import { z } from 'zod';

import { accountsCommandTexts as texts } from '../../shared/texts/command-line/accounts.ts';
import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import {
  accountIdSchema,
  accountKindSchema,
  savedAccountsSchema,
  signInReasonSchema,
  spentReasonSchema,
  type SavedAccount,
  type SavedAccountState,
} from '../../shared/saved-accounts.ts';
import { zonedTime } from '../base/local-time.ts';
import { accountName, accountNaming } from '../../shared/wording/saved-accounts.ts';
import type { AccountsFailureCode, AccountsOutcome } from '../account/saved-account-commands.ts';
import type { Core } from '../core.ts';
import type { AccountsAction } from './accounts-action.ts';
import type { Behaviour } from './command.ts';
import { exitCodeOfAccounts, exitCodes, type ExitCode } from './exit-codes.ts';
import { isoTime, printJson, type Printable } from './json-outputs.ts';
import { time, version1 } from './output-schema.ts';
import { accountNamed, argumentFor } from './named-account.ts';
import { nothingStillUsed, stillUsedAfter } from './still-used.ts';
import type { Terminal } from './terminal.ts';

const accountOutputSchema = z.strictObject({
  id: accountIdSchema,
  kind: accountKindSchema,
  /** What the person calls it. */
  label: z.string().nullable(),
  email: z.string().nullable(),
  /** Which person of a workspace it is, where addresses are hidden. */
  userId: z.string().nullable(),
  workspaceId: z.string().nullable(),
  workspaceName: z.string().nullable(),
  planLabel: z.string().nullable(),
  state: z.enum(['inUse', 'ready', 'maySpent', 'needsSignIn', 'notAllowed', 'inUseElsewhere']),
  /** Why its tokens may be spent, or it needs a sign-in, and since when. */
  reason: z.union([spentReasonSchema, signInReasonSchema]).nullable(),
  since: time,
  /** The rule that forbids it. */
  rule: z.strictObject({ name: z.string(), source: z.string(), message: z.string() }).nullable(),
  /** The other Codex home that uses it. */
  home: z.string().nullable(),
  /** `none`: it is in use and not saved yet. */
  protection: z.enum(['sealed', 'plain', 'none']),
  addedAt: time,
  lastUsedAt: time,
});
type AccountOutput = z.infer<typeof accountOutputSchema>;

const accountsFailureSchema = z
  .strictObject({
    code: z.enum([
      'not-found',
      'ambiguous',
      'in-use',
      'in-use-elsewhere',
      'needs-sign-in',
      'forbidden-by-rule',
      'rules-unknown',
      'sign-in-waits',
      'switch-open',
      'too-slow',
      'cannot-refresh',
      'key-shut',
      'another-account',
      'bad-label',
      'unreadable',
      'unwritable',
      'busy',
      ...keyringProblemCodes,
    ]),
    message: z.string(),
  })
  .nullable();

/** Of `accounts` and `switch`: the list as it is afterwards. */
export const accountsOutputSchema = z.strictObject({
  ...version1,
  accounts: z.array(accountOutputSchema),
  /** Why saved accounts cannot be opened, or new ones not be saved. */
  listProblem: savedAccountsSchema.shape.problem,
  inPlainFiles: z.boolean(),
  mayUsePlainFiles: z.boolean(),
  /** What was done; null for nothing. */
  message: z.string().nullable(),
  problem: accountsFailureSchema,
  /** What goes on with the account that was in use before, in sentences. */
  stillUsed: z.array(z.string()),
});
type AccountsOutput = Printable<z.infer<typeof accountsOutputSchema>>;

interface AccountsOptions {
  readonly json: boolean;
  readonly action: AccountsAction;
}

interface SwitchOptions {
  readonly json: boolean;
  readonly account: string;
}

export const accountsCommand: Behaviour<AccountsOptions> = {
  output: () => accountsOutputSchema,
  run: ({ core, terminal }, options) => runAccounts(core, terminal, options),
};

export const switchCommand: Behaviour<SwitchOptions> = {
  output: () => accountsOutputSchema,
  run: ({ core, terminal }, options) => runSwitch(core, terminal, options),
};

type AccountsCore = Pick<Core, 'accounts' | 'kept' | 'running'>;

/** `gatehouse accounts`: tells of the list without asking the keyring, or changes it. */
export async function runAccounts(
  core: AccountsCore,
  terminal: Terminal,
  options: AccountsOptions,
): Promise<ExitCode> {
  await core.accounts.inHome.takeInKept();
  const result = await act(core, options.action);
  const { kind } = options.action;
  const mayChangeUse = kind === 'remove' || kind === 'signOut';
  return tell(core, terminal, { ...options, result, mayChangeUse });
}

/** `gatehouse switch`: being asked for the account that is in use changes nothing, and is done. */
export async function runSwitch(
  core: AccountsCore,
  terminal: Terminal,
  options: SwitchOptions,
): Promise<ExitCode> {
  await core.accounts.inHome.takeInKept();
  const result = await withAccount(core, options.account, async (account) =>
    account.state.kind === 'inUse'
      ? ({
          kind: 'done',
          message: texts.isInUse({ account: core.accounts.inHome.titleOf(account) }),
        } as const)
      : core.accounts.commands.use(account.id),
  );
  return tell(core, terminal, { ...options, result, mayChangeUse: true });
}

export type FailedResult = Extract<AccountResult, { kind: 'failed' }>;

type AccountResult =
  | Pick<Extract<AccountsOutcome, { kind: 'done' }>, 'kind' | 'message'>
  | {
      readonly kind: 'failed';
      readonly code: AccountsFailureCode | 'ambiguous';
      readonly message: string;
    };

/** Does something with the account that the person names; with none where that is not clear. */
export async function withAccount<R>(
  { accounts, kept }: Pick<AccountsCore, 'accounts' | 'kept'>,
  text: string,
  work: (account: SavedAccount) => Promise<R>,
  options: { readonly isWhole?: boolean } = {},
): Promise<R | FailedResult> {
  const named = accountNamed(accounts.inHome.view().accounts, text, options);
  switch (named.kind) {
    case 'one':
      return work(named.account);
    case 'none':
      // What was typed is not repeated: it may be a key.
      return {
        kind: 'failed',
        code: 'not-found',
        message: keptInstead(kept, text) ?? texts.notFound(),
      };
    case 'several': {
      const lines = named.accounts.map((account) => `  ${lineOf(account, named.accounts)}`);
      const message = [texts.ambiguous(), ...lines].join('\n');
      return { kind: 'failed', code: 'ambiguous', message };
    }
  }
}

/** A sign-in that was put aside where it could not be saved: how to use it; null for none. */
function keptInstead({ commands }: Core['kept'], text: string): string | null {
  const usable = commands.list().filter((one) => one.kind === 'usable');
  const named = accountNamed(
    usable.map(({ id, email }) => ({ id, email, label: null })),
    text,
  );
  if (named.kind !== 'one') return null;
  const { id, email } = named.account;
  return texts.isKept({ email: email ?? id, id });
}

function act(core: AccountsCore, action: AccountsAction): Promise<AccountResult | null> {
  const { commands } = core.accounts;
  switch (action.kind) {
    case 'show':
      return Promise.resolve(null);
    case 'newKey':
      return commands.startWithNewKey();
    case 'plainFiles':
      return commands.choosePlainFiles(action.isPlain);
    case 'remove':
      return withAccount(core, action.account, ({ id }) => commands.remove(id), whole);
    case 'signOut':
      return withAccount(core, action.account, ({ id }) => commands.signOutEverywhere(id), whole);
    case 'rename':
      return withAccount(core, action.account, ({ id }) => commands.rename(id, action.label));
  }
}

/** What is lost needs its whole name. */
const whole = { isWhole: true } as const;

interface Told {
  readonly json: boolean;
  /** Null where nothing was asked for but the list. */
  readonly result: AccountResult | null;
  /** Whether another account may be in use afterwards. */
  readonly mayChangeUse: boolean;
}

async function tell(
  core: AccountsCore,
  terminal: Terminal,
  { json, result, mayChangeUse }: Told,
): Promise<ExitCode> {
  const failure = result?.kind === 'failed' ? result : null;
  const isChange = mayChangeUse && result?.kind === 'done';
  const { stillUsed, lines } = isChange ? await stillUsedAfter(core) : nothingStillUsed;
  const output = { ...accountsOutput(core, result), stillUsed };
  if (json) printJson<typeof accountsOutputSchema>(terminal, output);
  else if (failure !== null) terminal.err(failure.message);
  else terminal.out(result === null ? accountsText(core) : [result.message, ...lines].join('\n'));
  const problem = failure ? null : output.listProblem;
  if (problem !== null && !json) terminal.err(problem.message);
  if (failure !== null) return exitCodeOfAccounts(failure.code);
  return problem === null ? exitCodes.done : exitCodes.storeFailure;
}

function accountsOutput(
  core: AccountsCore,
  result: AccountResult | null,
): Omit<AccountsOutput, 'stillUsed'> {
  const { accounts, problem, inPlainFiles, mayUsePlainFiles } = core.accounts.inHome.view();
  const failure = result?.kind === 'failed' ? result : null;
  return {
    schemaVersion: 1,
    accounts: accounts.map(accountOutput),
    listProblem: problem,
    inPlainFiles,
    mayUsePlainFiles,
    message: result?.kind === 'done' ? result.message : null,
    problem: failure && { code: failure.code, message: failure.message },
  };
}

function accountOutput(account: SavedAccount): AccountOutput {
  const { state, addedAt, lastUsedAt, ...facts } = account;
  const reasoned = state.kind === 'maySpent' || state.kind === 'needsSignIn' ? state : null;
  const forbidden = state.kind === 'notAllowed' ? state : null;
  return {
    ...facts,
    state: state.kind,
    reason: reasoned?.reason ?? null,
    since: isoTime(reasoned?.at ?? null),
    rule: forbidden && {
      name: forbidden.rule,
      source: forbidden.source,
      message: forbidden.message,
    },
    home: state.kind === 'inUseElsewhere' ? state.home : null,
    addedAt: isoTime(addedAt),
    lastUsedAt: isoTime(lastUsedAt),
  };
}

function accountsText(core: AccountsCore): string {
  const { accounts, inPlainFiles } = core.accounts.inHome.view();
  if (accounts.length === 0) return texts.none();
  const blocks = accounts.map((account) =>
    [lineOf(account, accounts), ...factsOf(account).map((fact) => `  ${fact}`)].join('\n'),
  );
  const plain = inPlainFiles ? [texts.inPlainFiles()] : [];
  const other = accounts.find(({ state }) => state.kind === 'ready' || state.kind === 'maySpent');
  const advice = [
    ...(other === undefined ? [] : [texts.use({ account: argumentFor(other, accounts) })]),
    texts.add(),
  ];
  return [...blocks, ...plain, advice.join('\n')].join('\n\n');
}

function lineOf(account: SavedAccount, all: readonly SavedAccount[]): string {
  return `${account.id}  ${accountNaming(all)(account)}`;
}

function factsOf(account: SavedAccount): readonly string[] {
  const { state, label, email, workspaceName, planLabel, protection, lastUsedAt } = account;
  const facts = [
    stateText(state),
    // The title is the label alone where there is one.
    label === null ? null : accountName({ ...account, label: null }),
    workspaceName === null ? null : texts.workspace({ name: workspaceName }),
    email === null ? null : planLabel,
    protection === 'plain' ? texts.plainFile() : null,
    protection === 'none' ? texts.unsaved() : null,
    lastUsedAt === null ? null : texts.lastUsed({ time: zonedTime(lastUsedAt) }),
  ];
  return facts.filter((fact) => fact !== null);
}

/** The state of an account in a few words, with the reason. */
function stateText(state: SavedAccountState): string {
  switch (state.kind) {
    case 'inUse':
    case 'ready':
      return texts.states[state.kind]();
    case 'maySpent':
      return texts.spent[state.reason]({ time: zonedTime(state.at) });
    case 'needsSignIn':
      return texts.needsSignIn[state.reason]({ time: zonedTime(state.at) });
    case 'notAllowed':
      return texts.states.notAllowed({ message: state.message, source: state.source });
    case 'inUseElsewhere':
      return texts.states.inUseElsewhere({ home: state.home });
  }
}
