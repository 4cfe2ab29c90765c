import { codexCommand, runProgram } from '../../fixtures/programs.ts';
import { startCodexAppServer } from '../../fixtures/codex-app-server.ts';
import type { SavedAccountState } from '../../../shared/saved-accounts.ts';
import type { IssuerAccount } from '../../../electron/testing/issuer/accounts.ts';
import type { AccountsOutcome } from '../../../electron/account/saved-account-commands.ts';
import type { Core } from '../../../electron/core.ts';
import { idOf, look, startAgain, whoseToken, type AccountWorld } from './account-world.ts';

/** What is wrong after a program was killed, or met a fault. */
export interface Verdict {
  /** E-mail addresses of people with no live token left that anybody could find. */
  readonly lost: readonly string[];
  /** Anything else, as sentences. */
  readonly faults: readonly string[];
}

export interface Expected {
  /** Whose sign-ins are there, the one in use first; it is in use again at the end. */
  readonly people: readonly [IssuerAccount, ...IssuerAccount[]];
  /** Whether the real CLI tells after each switch whom it uses, which takes a while. */
  readonly asksCodex: boolean;
}

/** Those of whom nobody but the issuer knows a live token. */
async function lostOf(
  world: AccountWorld,
  people: readonly IssuerAccount[],
): Promise<readonly string[]> {
  const { tokens } = await look(world);
  const live = world.issuer.liveRefreshTokens();
  return people
    .map(({ email }) => email)
    .filter(
      (email) =>
        !live.some(
          ({ account, refreshToken }) => account.email === email && tokens.has(refreshToken),
        ),
    );
}

/**
 * Judges from outside: by the ledger of the issuer, by what lies on disk and in the keyring, and by
 * the real Codex CLI. Then the product is started again, and has to bring each account into use and
 * refresh it.
 */
export async function judge(world: AccountWorld, expected: Expected): Promise<Verdict> {
  const { people, asksCodex } = expected;
  const faults: string[] = [];
  const lost = await lostOf(world, people);
  const { unsealed } = await look(world);
  faults.push(...unsealed.map((file) => `a token can be read in ${file}`));
  const reuses = world.issuer.reuses();
  const status = await runProgram(codexCommand[0], [...codexCommand.slice(1), 'login', 'status'], {
    env: world.env,
  });
  if (status.exitCode !== 0) faults.push(`codex login status: ${status.stderr.trim()}`);
  if (lost.length === 0) {
    faults.push(...(await faultsOfRestart(world, expected)));
    if (asksCodex) faults.push(...(await faultsSeenByCodex(world, people[0])));
  }
  const shown = world.issuer.reuses() - reuses;
  if (shown > 0) faults.push(`${shown} refresh tokens were shown twice`);
  return { lost, faults };
}

async function faultsOfRestart(
  world: AccountWorld,
  { people, asksCodex }: Expected,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const core = await startAgain(world);
  const listed = core.accounts.inHome.view();
  if (listed.problem !== null) faults.push(`the list: ${listed.problem.message}`);
  for (const person of people) {
    const row = listed.accounts.find(({ id }) => id === idOf(person));
    if (row === undefined || !isUsable(row.state)) {
      faults.push(`${person.email} is listed as ${JSON.stringify(row?.state)}`);
    }
  }
  const inUse = listed.accounts.find(({ state }) => state.kind === 'inUse')?.id;
  const others = people.filter((person) => idOf(person) !== inUse);
  const first = people.filter((person) => idOf(person) === inUse);
  // Each once, and the first one last.
  const order = [...others, ...first].filter((person) => person !== people[0]);
  for (const person of [...order, people[0]]) {
    faults.push(...(await faultsOfUse(core, person)));
    if (asksCodex) faults.push(...(await faultsSeenByCodex(world, person)));
  }
  return faults;
}

/** What was interrupted is marked as that, and tried where the person asks. */
function isUsable(state: SavedAccountState): boolean {
  if (state.kind === 'maySpent') return state.reason.endsWith('-interrupted');
  return state.kind === 'inUse' || state.kind === 'ready';
}

async function faultsOfUse(core: Core, person: IssuerAccount): Promise<readonly string[]> {
  const isInUse = core.accounts.inHome.view().accounts[0]?.id === idOf(person);
  const outcome = isInUse ? null : await usedOnceQuick(core, person);
  if (outcome?.kind === 'failed') return [`${person.email} cannot be used: ${outcome.message}`];
  const refreshed = await core.session.refresh({ force: true });
  return refreshed.kind === 'refreshed'
    ? []
    : [`${person.email} cannot be refreshed: ${JSON.stringify(refreshed)}`];
}

/** A machine that does much else may be too slow for a switch, which then says so. */
async function usedOnceQuick({ accounts }: Core, person: IssuerAccount): Promise<AccountsOutcome> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await accounts.commands.use(idOf(person));
    const isSlow = outcome.kind === 'failed' && outcome.code === 'too-slow';
    if (!isSlow || tries === mostTries) return outcome;
  }
}

const mostTries = 10;

/** The real CLI hands out a token of the person. */
async function faultsSeenByCodex(
  world: AccountWorld,
  person: IssuerAccount,
): Promise<readonly string[]> {
  const seen = await usedByCodex(world);
  return seen === person.userId ? [] : [`Codex uses ${seen} in place of ${person.userId}`];
}

/** The user id of whom the real CLI has a token; "nobody" where it has none. */
export async function usedByCodex(world: AccountWorld): Promise<string> {
  const server = await startCodexAppServer(world);
  try {
    const { authToken } = await server.authStatus({ force: false });
    return whoseToken(authToken);
  } finally {
    await server.stop();
  }
}
