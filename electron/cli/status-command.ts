import { statusTexts } from '../../shared/texts/command-line/status.ts';
import type { AccountFacts, AccountState, Problem } from '../../shared/app-state.ts';
import { codexPrograms } from '../../shared/codex-programs.ts';
import type { SavedAccount } from '../../shared/saved-accounts.ts';
import { accountNaming } from '../../shared/wording/saved-accounts.ts';
import { cloudRulesText } from '../../shared/wording/cloud-rules.ts';
import { workspaceNameOf, type WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import { accountStateOf, factsOfWhoami } from '../account/account-state.ts';
import { tokenOverridesOf } from '../auth/endpoints.ts';
import type { WhoamiAnswer } from '../auth/personal-access-token.ts';
import type { Core } from '../core.ts';
import { verdictText } from '../policy/violation-text.ts';
import { accessTokenInUse } from '../policy/environment-rules.ts';
import { modelProviderOf } from '../policy/model-provider.ts';
import { stopText, type ConfigStop } from '../policy/config-check.ts';
import type { Verdict } from '../policy/verdict.ts';
import type { Now } from '../ports.ts';
import type { Behaviour } from './command.ts';
import { exitCodeOfRefusal, exitCodes, isStoreFailure, type ExitCode } from './exit-codes.ts';
import { isoTime, printJson } from './json-outputs.ts';
import { statusReportSchema, type StatusReport } from './status-schema.ts';
import { keptOutput } from './kept-command.ts';
import { statusText } from './status-text.ts';
import { runningOutput } from './still-used.ts';
import type { Terminal } from './terminal.ts';

export const statusCommand: Behaviour<StatusOptions> = {
  output: () => statusReportSchema,
  run: ({ core, now, terminal }, options) => runStatus(core, now, terminal, options),
};

interface StatusOptions {
  readonly json: boolean;
  readonly looksUp: boolean;
}

/**
 * `gatehouse status`: nothing is refreshed, removed or sent, but with `--look-up` a personal access
 * token to the service that gave it, and an access token to ChatGPT, by Codex.
 */
export async function runStatus(
  core: Core,
  now: Now,
  terminal: Terminal,
  options: StatusOptions,
): Promise<ExitCode> {
  const looked = options.looksUp ? await lookUpInUse(core) : null;
  if (looked?.kind === 'failed') terminal.err(looked.message);
  if (options.looksUp) await core.workspaceNames.look({ isAsked: true });
  const lesser = await lesserProblem(core);
  await core.running.look();
  const found = reportOf(core, now);
  const report = { ...found, problem: found.problem ?? lesser };
  if (options.json) printJson<typeof statusReportSchema>(terminal, report);
  else sayStatus(terminal, report, { core, now: now() });
  return exitCodeOfStatus(report);
}

/** Prints the report for people. @param now milliseconds since the epoch. */
export function sayStatus(
  terminal: Terminal,
  report: StatusReport,
  { core, now }: { readonly core: Pick<Core, 'workspaceNames'>; readonly now: number },
): void {
  const { workspaceId = null } = report.account ?? {};
  const isNameToBeAsked = core.workspaceNames.isWorthAsking(workspaceId);
  const [headline = '', ...facts] = statusText(report, now, isNameToBeAsked).split('\n');
  const tone =
    exitCodeOfStatus(report) !== exitCodes.done ? 'bad' : report.problem ? 'attention' : 'good';
  terminal.out([{ tone, words: headline }, ...facts.map((fact) => `\n${fact}`)]);
}

/** Asks whose the personal access token is that Codex here would use, else the stored one. */
export async function lookUpInUse(core: Core): Promise<WhoamiAnswer | null> {
  const { rules, environment } = core.inForce.get();
  const isInUse = rules.kind === 'known' && accessTokenInUse(rules.rules, environment) !== null;
  const answer = isInUse ? await core.environmentToken.lookUp() : null;
  if (answer === null) return core.commands.lookUp();
  await core.rules.reload();
  return answer;
}

/** What is wrong around the sign-in, where nothing worse is wrong with it. */
async function lesserProblem({ homeProblem, policy, session }: Core): Promise<Problem | null> {
  const found = (await homeProblem()) ?? notLoadedProblem(await policy.settledStop());
  if (found !== null || !(await session.wasInterrupted())) return found;
  return {
    code: 'refresh-interrupted',
    message: statusTexts.refreshInterrupted(),
  };
}

/** Where Codex does not start, nobody is signed in to it, whatever is stored. */
function notLoadedProblem(stop: ConfigStop | null): Problem | null {
  return stop && { code: 'config-not-loaded', message: stopText(stop) };
}

/** The report of what the owners hold now. */
export function reportOf(core: Core, now: Now): StatusReport {
  const { mode, location } = core.store;
  const verdict = core.commands.verdict();
  const settings = core.inForce.get();
  const provider = modelProviderOf(settings);
  const whoami = settings.environment.map((one) => one.whoami).find((one) => one !== null);
  const account = accountStateOf({
    credential: core.session.get(),
    verdict,
    failure: core.session.lastFailure(),
    unsaved: core.session.hasUnsavedTokens(),
    backgroundRefresh: null,
    provider,
    now: now(),
  });
  const cloud = core.policy.cloud();
  return {
    schema: 2,
    schemaVersion: 2,
    ...signInPart(account, verdict, core.workspaceNames.get()),
    provider,
    codex: core.codexCredentials(),
    environmentAccount: whoami ? whoseOf(factsOfWhoami(whoami), core.workspaceNames.get()) : null,
    store: { mode, location },
    restrictions: {
      verdict: verdict.kind,
      message: verdict.kind === 'allowed' ? null : verdict.message,
      explanation:
        verdict.kind === 'allowed' ? null : verdictText(verdict, core.workspaceNames.get()),
    },
    cloudRules: { kind: cloud.kind, because: cloud.because, message: cloudRulesText(cloud) },
    problem: account.kind === 'loading' || account.kind === 'signedOut' ? null : account.problem,
    tokenOverrides: [...tokenOverridesOf(core.signInDeps.endpoints)],
    kept: core.kept.commands.list().map(keptOutput),
    accounts: accountsPart(core.accounts.inHome.view().accounts),
    running: runningOutput(core.running.get()),
  };
}

function accountsPart(accounts: readonly SavedAccount[]): StatusReport['accounts'] {
  const inUse = accounts.find(({ state }) => state.kind === 'inUse');
  return {
    saved: accounts.filter(({ protection }) => protection !== 'none').length,
    inUse: inUse === undefined ? null : accountNaming(accounts)(inUse),
  };
}

/**
 * An unreadable store, or what cannot be judged, comes before a violated rule, and that before
 * whether any Codex program here is signed in.
 */
export function exitCodeOfStatus(report: StatusReport): ExitCode {
  if (report.problem && isStoreFailure(report.problem.code)) return exitCodes.storeFailure;
  const { verdict } = report.restrictions;
  if (verdict !== 'allowed') return exitCodeOfRefusal(verdict);
  const isAnySignedIn = codexPrograms.some(
    (program) => report.codex[program].uses === 'environment',
  );
  const isUnused = codexPrograms.every((program) =>
    ['nothing', 'stops'].includes(report.codex[program].uses),
  );
  const isOpen = !isUnused && report.method === 'personalAccessToken' && report.problem === null;
  if (isOpen && !report.signedIn && !isAnySignedIn) return exitCodes.storeFailure;
  // Where the stored sign-in is at fault, its problem says so.
  const isSignedIn = report.signedIn && !(isUnused && report.problem === null);
  return isSignedIn || isAnySignedIn ? exitCodes.done : exitCodes.notSignedIn;
}

type SignInPart = Pick<StatusReport, 'signedIn' | 'method' | 'source' | 'account' | 'token'>;

function signInPart(account: AccountState, verdict: Verdict, names: WorkspaceNaming): SignInPart {
  switch (account.kind) {
    case 'loading':
    case 'signedOut':
    case 'unusable':
      return { signedIn: false, method: null, source: null, account: null, token: null };
    case 'apiKey': {
      const { source } = account;
      return { signedIn: true, method: 'apiKey', source, account: null, token: null };
    }
    case 'personalAccessToken': {
      const { kind: method, source, lookUp } = account;
      const facts = lookUp && whoseOf(lookUp.account, names);
      // Codex asks the sign-in service before it says so.
      const signedIn = verdict.kind === 'allowed' && lookUp !== null;
      return { signedIn, method, source, account: facts, token: null };
    }
    case 'bedrockApiKey':
    case 'bedrockAccessKeys': {
      const { kind: method, source, problem } = account;
      return { signedIn: problem === null, method, source, account: null, token: null };
    }
    case 'chatgpt': {
      const { expiresAt, lastRefresh, stale } = account.token;
      return {
        signedIn: true,
        method: 'chatgpt',
        source: account.source,
        account: whoseOf(account.account, names),
        token: { expiresAt: isoTime(expiresAt), lastRefresh: isoTime(lastRefresh), stale },
      };
    }
  }
}

function whoseOf(
  { planLabel: _, ...facts }: AccountFacts,
  names: WorkspaceNaming,
): NonNullable<SignInPart['account']> {
  return { ...facts, workspaceName: workspaceNameOf(facts.workspaceId, names) };
}
