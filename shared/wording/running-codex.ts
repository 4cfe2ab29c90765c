import {
  backgroundServerOf,
  type CodexIdentity,
  type ProgramKind,
  type ProgramUse,
  type RunningCodex,
  type RunningProgram,
} from '../running-codex.ts';
import { workspaceText } from './saved-accounts.ts';

/** What a kind of program is called in the middle of a sentence. */
const kindNames: Readonly<Record<ProgramKind, string>> = {
  terminal: 'Codex in a terminal',
  exec: 'codex exec',
  editor: 'Codex in an editor',
  desktopApp: 'the Codex desktop app',
  appServer: 'a Codex app-server',
  backgroundServer: 'the background server of Codex',
  other: 'another Codex program',
};

/** Such as "Codex in a terminal (process 4711)". */
function programName({ kind, pid }: Pick<RunningProgram, 'kind' | 'pid'>): string {
  return kind === 'backgroundServer' ? kindNames[kind] : `${kindNames[kind]} (process ${pid})`;
}

/** As the title of a row, such as "Codex in a terminal". */
export function programTitle(kind: ProgramKind): string {
  return sentenceStart(kindNames[kind]);
}

/**
 * As whom somebody is signed in: an address, a kind of key, or "nobody". The workspace is added
 * where the address says too little: beside another identity with the same one, or without one.
 */
export function identityName(who: CodexIdentity, beside: CodexIdentity | null = null): string {
  switch (who.kind) {
    case 'nobody':
      return 'nobody';
    case 'apiKey':
      return 'an API key';
    case 'personalAccessToken':
      return who.email ?? 'a personal access token';
    case 'bedrock':
      return 'Amazon Bedrock';
    case 'other':
      return 'a sign-in of another kind';
    case 'chatgpt': {
      const name = who.email ?? 'a ChatGPT account';
      // One person in two workspaces.
      const isAmbiguous = beside?.email === who.email && beside.accountId !== who.accountId;
      const { workspaceName, accountId: workspaceId } = who;
      const workspace = workspaceText({ workspaceName, workspaceId });
      const isAdded = workspace !== null && (isAmbiguous || who.email === null);
      return isAdded ? `${name} (${workspace})` : name;
    }
  }
}

/** Whom a program uses, in a few words. */
export function useText(uses: ProgramUse, stored: CodexIdentity | null): string {
  switch (uses.how) {
    case 'asked':
      return identityName(uses.who, stored);
    case 'told':
      return uses.next === null
        ? identityName(uses.who, stored)
        : `${identityName(uses.who, stored)} until its next refresh, then ${identityName(uses.next, uses.who)}`;
    case 'oneOf':
      return `either ${uses.who.map((who) => identityName(who, stored)).join(' or ')}`;
    case 'unknown':
      return uses.because === 'startedBefore'
        ? 'not known: it started before Gatehouse saw what was signed in'
        : 'not known: the system does not say when it started';
  }
}

/** Whom a program that runs and is not asked about is shown to use; null where all agree. */
export function usesAnother({ differs, uses }: RunningProgram): boolean {
  return differs === true || (uses.how === 'told' && uses.next !== null);
}

/**
 * What a person should know of the background server while it uses another account than the stored
 * one: whom, and what a sign-out inside of Codex would do. Null where it does not.
 */
export function staleServerText(running: RunningCodex): {
  readonly title: string;
  readonly consequences: string;
} | null {
  const server = backgroundServerOf(running);
  if (server === null || server.differs !== true) return null;
  const { stored } = running;
  const name = serverUse(server.uses, stored);
  const title = `The background server of Codex ${name} until it is restarted.`;
  const inTerminals = 'Every new Codex in a terminal works through it.';
  const isAccount = stored !== null && stored.kind !== 'nobody';
  const revokes = stored?.kind === 'chatgpt' ? ' and revoke that sign-in' : '';
  const { uses } = server;
  const beside = uses.how === 'asked' || uses.how === 'told' ? uses.who : null;
  const signOut = isAccount
    ? ` Do not sign out inside of Codex until then: that would sign out ${identityName(stored, beside)} on this device${revokes}.`
    : '';
  return { title, consequences: `${inTerminals}${signOut}` };
}

function serverUse(uses: ProgramUse, stored: CodexIdentity | null): string {
  const isNobody = (uses.how === 'asked' || uses.how === 'told') && uses.who.kind === 'nobody';
  return isNobody ? 'is still signed out' : `still uses ${useText(uses, stored)}`;
}

/** What other programs than the background server go on with, a sentence each. */
export function otherProgramTexts({ programs, stored }: RunningCodex): readonly string[] {
  return programs
    .filter((one) => usesAnother(one) && !one.isServed && one.kind !== 'backgroundServer')
    .map((one) => {
      const name = sentenceStart(programName(one));
      const { uses } = one;
      const isTurning = uses.how === 'told' && uses.next !== null;
      return isTurning
        ? `${name} uses ${useText(uses, stored)}.`
        : `${name} goes on as ${useText(uses, stored)} until you restart it.`;
    });
}

/** All that a person should know after the sign-in has changed, a sentence or two each. */
export function stillUsedTexts(running: RunningCodex): readonly string[] {
  const server = staleServerText(running);
  const ofServer = server === null ? [] : [`${server.title} ${server.consequences}`];
  return [...ofServer, ...otherProgramTexts(running)];
}

/** Whether all programs that run use the stored sign-in, as far as each is known. */
export function shareTheSignIn({ programs }: RunningCodex): boolean {
  return programs.every((one) => one.differs === false && !usesAnother(one));
}

/** Before a sign-out: that the background server does not follow; null where none has the account. */
export function serverStaysText(running: RunningCodex): string | null {
  if (backgroundServerOf(running)?.differs !== false) return null;
  return 'The background server of Codex goes on with it until it is restarted, which Gatehouse offers you afterwards.';
}

/** What a person is asked before the background server is restarted. */
interface RestartQuestion {
  /** Why, where it uses another account, and what it costs. */
  readonly texts: readonly string[];
  readonly cost: string;
  /** Whether nothing is lost by it, so that "now" is the first answer; else it is "later". */
  readonly isFree: boolean;
}

/** Null where no background server runs. */
export function restartQuestion(running: RunningCodex): RestartQuestion | null {
  if (backgroundServerOf(running) === null) return null;
  const stale = staleServerText(running);
  const why = stale === null ? [] : [stale.title, stale.consequences];
  const cost = restartCost(running);
  return { texts: [...why, cost], cost, isFree: running.isServerBusy === false };
}

/**
 * Observed with Codex CLI 0.171.0. That terminals are signed out where nobody is stored follows from
 * their server, which says so then.
 */
function restartCost({ isServerBusy, stored }: RunningCodex): string {
  const end =
    stored?.kind === 'nobody'
      ? 'and are signed out then'
      : 'and go on with the account that is stored';
  const costs = `Codex lets a turn that is under way end for up to a minute, and then interrupts it. Terminals wait meanwhile, connect again by themselves, ${end}.`;
  switch (isServerBusy) {
    case true:
      return `Codex is working on something at this moment. ${costs}`;
    case false:
      return `Codex is not working on anything. Terminals connect again by themselves after a few seconds, ${end}.`;
    case null:
      return costs;
  }
}

/** With which credential in its environment the server was started; null for none or not known. */
export function serverVariablesText({ serverVariables }: RunningCodex): string | null {
  if (serverVariables === null || serverVariables.length === 0) return null;
  const names = serverVariables.join(' and ');
  return `It was started with ${names} set, which rules every Codex that works through it.`;
}

function sentenceStart(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** A line of a list, such as "Codex in a terminal (process 4711): ada@example.com". */
export function programLine(
  program: RunningProgram,
  stored: CodexIdentity | null,
  timeText: (at: number) => string,
): string {
  const { home, isServed, startedAt } = program;
  const name = sentenceStart(programName(program));
  const since = startedAt === null ? '' : `, since ${timeText(startedAt)}`;
  const through = isServed ? ', through the background server' : '';
  const where = home === 'unknown' ? ' (perhaps with another Codex home)' : '';
  return `${name}${since}${through}: ${useText(program.uses, stored)}${where}`;
}
