import {
  credentialName,
  credentialSentences,
  soleCredential,
} from '../../shared/wording/codex-credentials.ts';
import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { keptSummary } from '../../shared/wording/kept-sign-ins.ts';
import { zonedTime } from '../../shared/wording/local-time.ts';
import { providerText } from '../../shared/wording/model-provider.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { workspaceWithId } from '../../shared/wording/workspaces.ts';
import { planLabel } from '../auth/plan.ts';
import type { StatusReport } from './status-schema.ts';
import { factLines } from './terminal.ts';

/** The report in words, one line a fact. @param now milliseconds since the epoch. */
export function statusText(report: StatusReport, now: number): string {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Plan', planLabel(report.account?.planRaw ?? null)],
    ['Workspace', workspaceText(report.account)],
    ['Token', tokenText(report.token, now) ?? openText(report)],
    ['Provider', providerText(report.provider, report.method)],
    ['Stored', storedText(report)],
    ['Stored in', isAnyStored(report) ? report.store.location : null],
    ...credentialFacts(report),
    ['Looked up', environmentText(report.environmentAccount)],
    ['Rules', rulesText(report)],
    ['Cloud rules', report.cloudRules.message],
    ['Problem', report.problem?.message ?? null],
    ...report.tokenOverrides.map(({ message }) => ['Note', message] as const),
    ['Accounts', accountsLine(report.accounts)],
    ...report.running.stillUsed.map((sentence) => ['Running', sentence] as const),
    ['Kept', keptLine(report.kept)],
  ];
  return [headline(report), ...factLines(facts)].join('\n');
}

function headline(report: StatusReport): string {
  const sole = soleCredential(report.codex);
  if (sole !== null) return `Codex uses ${credentialName(sole, 'terminal')}`;
  if (report.method === 'chatgpt') {
    const email = report.account?.email;
    return email ? `Signed in with ChatGPT as ${email}` : 'Signed in with ChatGPT';
  }
  if (report.method === 'apiKey') return 'Signed in with an API key';
  if (report.method === 'personalAccessToken') {
    const whose = report.account?.email ? ` of ${report.account.email}` : '';
    return report.signedIn
      ? `Signed in with a personal access token${whose}`
      : `A personal access token${whose} is stored`;
  }
  if (report.method === 'bedrockApiKey' || report.method === 'bedrockAccessKeys') {
    const name = signInKindTexts.names[report.method]();
    return report.signedIn ? `Signed in: ${name}` : `Not signed in, but this is stored: ${name}`;
  }
  if (report.problem?.code === 'mode-unsupported') {
    return 'Not signed in: what is stored is a sign-in of another kind';
  }
  if (report.problem === null || report.problem.code.startsWith('home-')) return 'Not signed in';
  return isKeyringProblem(report.problem.code)
    ? 'Can\u2019t tell whether you are signed in: the keyring does not say'
    : 'Not signed in: the stored credential cannot be used';
}

/** With its id, which rules and scripts go by. */
function workspaceText(account: StatusReport['account']): string | null {
  const { workspaceId = null, workspaceName = null } = account ?? {};
  if (workspaceId === null || workspaceName === null) return workspaceId;
  return workspaceWithId(workspaceId, { [workspaceId]: workspaceName });
}

/** Nothing is where nobody is signed in, and nothing is wrong with what is there. */
function isAnyStored({ method, problem }: StatusReport): boolean {
  return method !== null || (problem !== null && !problem.code.startsWith('home-'));
}

/** Of a personal access token that was not looked up. */
function openText({ method, account, problem }: StatusReport): string | null {
  if (method !== 'personalAccessToken' || account !== null || problem !== null) return null;
  return 'Codex asks the sign-in service whose it is; to ask now, run "gatehouse status --look-up"';
}

/** What is stored, where Codex uses something else in its place. */
function storedText({ account, codex, method }: StatusReport): string | null {
  const sole = soleCredential(codex);
  if (sole === null || method === null) return null;
  const email = account?.email;
  const chatgpt = email ? `the ChatGPT sign-in of ${email}` : 'a ChatGPT sign-in';
  const name =
    method === 'chatgpt'
      ? chatgpt
      : method === 'apiKey'
        ? 'an API key'
        : signInKindTexts.names[method]();
  return `${name}, not used while ${sole.variable} is set`;
}

function environmentText(account: StatusReport['environmentAccount']): string | null {
  if (account === null) return null;
  const { email, planRaw } = account;
  const facts = [
    `a personal access token${email === null ? '' : ` of ${email}`}`,
    `workspace ${workspaceText(account) ?? 'none'}`,
    `plan ${planLabel(planRaw) ?? 'not stated'}`,
  ];
  return `CODEX_ACCESS_TOKEN of this terminal: ${facts.join(', ')}`;
}

/** The sentences that neither the headline nor another fact says. */
function credentialFacts(report: StatusReport): readonly (readonly [string, string])[] {
  const said = [report.problem?.message, report.restrictions.message, headline(report)];
  return credentialSentences(report.codex, 'terminal')
    .filter((sentence) => !said.some((one) => one && sentence.includes(one)))
    .map((sentence) => ['Codex', sentence]);
}

function tokenText(token: StatusReport['token'], now: number): string | null {
  if (token === null) return null;
  const refreshed = token.lastRefresh === null ? '' : `, refreshed ${zonedTime(token.lastRefresh)}`;
  const due = token.stale ? ' (a refresh is due)' : '';
  if (token.expiresAt === null) return `of unknown expiry${refreshed}${due}`;
  const validity = Date.parse(token.expiresAt) > now ? 'valid until' : 'ran out at';
  return `${validity} ${zonedTime(token.expiresAt)}${refreshed}${due}`;
}

function keptLine(kept: StatusReport['kept']): string | null {
  const summary = keptSummary(kept, (time: string) => zonedTime(time));
  return summary === null ? null : `${summary} See "gatehouse kept".`;
}

function accountsLine({ saved, inUse }: StatusReport['accounts']): string | null {
  if (saved === 0) return null;
  const number = saved === 1 ? '1 is saved' : `${saved} are saved`;
  return `${number}; ${inUse ?? 'none of them'} is in use. See "gatehouse accounts".`;
}

/** A message that is the problem's as well is not repeated. */
function rulesText({ restrictions, problem }: StatusReport): string | null {
  const { verdict, message } = restrictions;
  if (verdict === 'allowed') return null;
  if (message !== problem?.message) return message;
  return verdict === 'unknown' ? 'not judged, since the sign-in cannot be read' : 'violated';
}
