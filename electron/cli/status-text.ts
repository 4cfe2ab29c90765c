import { statusTexts as texts } from '../../shared/texts/command-line/status.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import {
  credentialName,
  credentialSentences,
  soleCredential,
} from '../../shared/wording/codex-credentials.ts';
import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { keptSummary } from '../../shared/wording/kept-sign-ins.ts';
import { commaList } from '../../shared/wording/lists.ts';
import { zonedTime } from '../base/local-time.ts';
import { providerText } from '../../shared/wording/model-provider.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { workspaceWithId } from '../../shared/wording/workspaces.ts';
import { planLabel } from '../auth/plan.ts';
import { needsSignIn } from '../../shared/app-state.ts';
import { notSignedInText } from './not-signed-in.ts';
import type { StatusReport } from './status-schema.ts';
import { factLines } from './terminal.ts';

/**
 * The report in words, one line a fact.
 * @param now milliseconds since the epoch
 * @param isNameToBeAsked whether the workspace may have a name that nobody has asked for
 */
export function statusText(report: StatusReport, now: number, isNameToBeAsked = false): string {
  const names = texts.facts;
  const facts: readonly (readonly [string, string | null])[] = [
    [names.plan(), planLabel(report.account?.planRaw ?? null)],
    [names.workspace(), workspaceText(report.account, isNameToBeAsked)],
    [names.token(), tokenText(report.token, now) ?? openText(report)],
    [names.provider(), providerText(report.provider, report.method)],
    [names.stored(), storedText(report)],
    [names.storedIn(), isAnyStored(report) ? report.store.location : null],
    ...credentialFacts(report),
    [names.lookedUp(), environmentText(report.environmentAccount)],
    [names.rules(), rulesText(report)],
    [names.cloudRules(), report.cloudRules.message],
    [names.problem(), problemText(report)],
    ...report.tokenOverrides.map(({ message }) => [names.note(), message] as const),
    [names.accounts(), accountsLine(report.accounts)],
    ...report.running.stillUsed.map((sentence) => [names.running(), sentence] as const),
    [names.kept(), keptLine(report.kept)],
  ];
  return [headline(report), ...factLines(facts)].join('\n');
}

function headline(report: StatusReport): string {
  const { account, codex, method, problem, signedIn } = report;
  const { headlines } = texts;
  const sole = soleCredential(codex);
  if (sole !== null) return headlines.uses({ credential: credentialName(sole, 'terminal') });
  const email = account?.email || null;
  switch (method) {
    case 'chatgpt':
      if (needsSignIn(problem)) {
        return email === null ? headlines.needsSignIn() : headlines.needsSignInAs({ email });
      }
      return email === null ? headlines.chatgpt() : headlines.chatgptAs({ email });
    case 'apiKey':
      return headlines.apiKey();
    case 'personalAccessToken':
      if (!signedIn) {
        return email === null
          ? headlines.accessTokenStored()
          : headlines.accessTokenOfStored({ email });
      }
      return email === null ? headlines.accessToken() : headlines.accessTokenOf({ email });
    case 'bedrockApiKey':
    case 'bedrockAccessKeys': {
      const credential = signInKindTexts.names[method]();
      return signedIn ? headlines.bedrock({ credential }) : headlines.bedrockStored({ credential });
    }
    case null:
      return signedOutHeadline(problem?.code ?? null, report.accounts.saved);
  }
}

function signedOutHeadline(code: ProblemCode | null, saved: number): string {
  const { headlines } = texts;
  if (code === 'mode-unsupported') return headlines.otherKind();
  if (code === null || code.startsWith('home-')) return notSignedInText(saved);
  if (code === 'store-unknown') return headlines.settingsUnread();
  return isKeyringProblem(code) ? headlines.keyringSilent() : headlines.unusable();
}

/** With its id, which rules and scripts go by. */
function workspaceText(account: StatusReport['account'], isNameToBeAsked = false): string | null {
  const { workspaceId: id = null, workspaceName = null } = account ?? {};
  if (id === null) return null;
  if (workspaceName === null) return isNameToBeAsked ? texts.workspaceUnnamed({ id }) : id;
  return workspaceWithId(id, { [id]: workspaceName });
}

/** Nothing is where nobody is signed in, and nothing is wrong with what is there. */
function isAnyStored({ method, problem }: StatusReport): boolean {
  const isUnknown = problem?.code === 'store-unknown' || problem?.code.startsWith('home-') === true;
  return method !== null || (problem !== null && !isUnknown);
}

/** Of a personal access token that was not looked up. */
function openText({ method, account, problem }: StatusReport): string | null {
  if (method !== 'personalAccessToken' || account !== null || problem !== null) return null;
  return texts.notLookedUp();
}

/** What is stored, where Codex uses something else in its place. */
function storedText({ account, codex, method }: StatusReport): string | null {
  const sole = soleCredential(codex);
  if (sole === null || method === null) return null;
  const { variable } = sole;
  const { chatgpt, chatgptOf, apiKey, other } = texts.stored;
  if (method === 'apiKey') return apiKey({ variable });
  if (method !== 'chatgpt') return other({ credential: signInKindTexts.names[method](), variable });
  const email = account?.email;
  return email ? chatgptOf({ email, variable }) : chatgpt({ variable });
}

function environmentText(account: StatusReport['environmentAccount']): string | null {
  if (account === null) return null;
  const { email, planRaw } = account;
  const { anonymous, of, noWorkspace, noPlan } = texts.environmentToken;
  const workspace = workspaceText(account) ?? noWorkspace();
  const plan = planLabel(planRaw) ?? noPlan();
  return email === null ? anonymous({ workspace, plan }) : of({ email, workspace, plan });
}

/** The sentences that neither the headline nor another fact says. */
function credentialFacts(report: StatusReport): readonly (readonly [string, string])[] {
  const { problem, restrictions } = report;
  const told = [problem?.message, restrictions.message, restrictions.explanation];
  const said = [...told, headline(report)].filter((one) => typeof one === 'string');
  return credentialSentences(report.codex, 'terminal', said)
    .filter((sentence) => !said.some((one) => sentence.includes(one)))
    .map((sentence) => [texts.facts.codex(), sentence]);
}

function tokenText(token: StatusReport['token'], now: number): string | null {
  if (token === null) return null;
  const { due, ranOut, refreshed, unknown, valid } = texts.token;
  const { expiresAt, lastRefresh, stale } = token;
  const facts = lastRefresh === null ? [] : [refreshed({ time: zonedTime(lastRefresh) })];
  const text = commaList([expiryText(), ...facts]);
  return stale ? due({ token: text }) : text;

  function expiryText(): string {
    if (expiresAt === null) return unknown();
    const time = zonedTime(expiresAt);
    return Date.parse(expiresAt) > now ? valid({ time }) : ranOut({ time });
  }
}

function keptLine(kept: StatusReport['kept']): string | null {
  const summary = keptSummary(kept, (time: string) => zonedTime(time));
  return summary === null ? null : texts.kept({ kept: summary });
}

function accountsLine({ saved: count, inUse }: StatusReport['accounts']): string | null {
  if (count === 0) return null;
  const { one, oneNoneInUse, several, severalNoneInUse } = texts.accounts;
  if (inUse === null) return count === 1 ? oneNoneInUse() : severalNoneInUse({ count });
  return count === 1 ? one({ inUse }) : several({ count, inUse });
}

function problemText({ problem, restrictions }: StatusReport): string | null {
  const { message, explanation } = restrictions;
  return problem !== null && problem.message === message ? explanation : (problem?.message ?? null);
}

/** A message that is the problem's as well is not repeated. */
function rulesText({ restrictions, problem }: StatusReport): string | null {
  const { verdict, message, explanation } = restrictions;
  if (verdict === 'allowed') return null;
  // The problem is that they cannot be read, and says so.
  if (message !== null && message !== problem?.message && problem?.message.includes(message)) {
    return texts.rulesNotRead();
  }
  if (message !== problem?.message) return explanation;
  return verdict === 'unknown' ? texts.rulesNotJudged() : 'violated';
}
