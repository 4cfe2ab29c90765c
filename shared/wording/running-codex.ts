import {
  backgroundServerOf,
  type CodexIdentity,
  type ProgramKind,
  type ProgramUse,
  type RunningCodex,
  type RunningProgram,
} from '../running-codex.ts';
import { runningTexts as texts } from '../texts/running-codex.ts';
import { andList, orList } from './lists.ts';
import { workspaceText } from './saved-accounts.ts';

/** Such as "Codex in a terminal (process 4711)". */
function programName({ kind, pid }: Pick<RunningProgram, 'kind' | 'pid'>): string {
  const program = texts.kinds[kind]();
  return kind === 'backgroundServer' ? program : texts.withProcess({ program, pid });
}

/** As the title of a row, such as "Codex in a terminal". */
export function programTitle(kind: ProgramKind): string {
  return sentenceStart(texts.kinds[kind]());
}

/**
 * As whom somebody is signed in: an address, a kind of key, or "nobody". The workspace is added
 * where the address says too little: beside another identity with the same one, or without one.
 */
export function identityName(who: CodexIdentity, beside: CodexIdentity | null = null): string {
  switch (who.kind) {
    case 'nobody':
      return texts.identities.nobody();
    case 'apiKey':
      return texts.identities.apiKey();
    case 'personalAccessToken':
      return who.email ?? texts.identities.personalAccessToken();
    case 'bedrock':
      return texts.identities.bedrock();
    case 'other':
      return texts.identities.other();
    case 'chatgpt': {
      const name = who.email ?? texts.identities.chatgpt();
      // One person in two workspaces.
      const isAmbiguous = beside?.email === who.email && beside.accountId !== who.accountId;
      const { workspaceName, accountId: workspaceId } = who;
      const workspace = workspaceText({ workspaceName, workspaceId });
      const isAdded = workspace !== null && (isAmbiguous || who.email === null);
      return isAdded ? texts.identities.inWorkspace({ name, workspace }) : name;
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
        : texts.uses.thenAnother({
            name: identityName(uses.who, stored),
            next: identityName(uses.next, uses.who),
          });
    case 'oneOf':
      return texts.uses.oneOf({
        names: orList(uses.who.map((who) => identityName(who, stored))),
      });
    case 'unknown':
      return uses.because === 'startedBefore' ? texts.uses.startedBefore() : texts.uses.untimed();
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
  const { uses } = server;
  const isNobody = (uses.how === 'asked' || uses.how === 'told') && uses.who.kind === 'nobody';
  const title = isNobody
    ? texts.server.signedOut()
    : texts.server.stale({ use: useText(uses, stored) });
  if (stored === null || stored.kind === 'nobody') {
    return { title, consequences: texts.server.inTerminals() };
  }
  const beside = uses.how === 'asked' || uses.how === 'told' ? uses.who : null;
  const name = identityName(stored, beside);
  const signOut =
    stored.kind === 'chatgpt'
      ? texts.server.doNotSignOutRevoking({ name })
      : texts.server.doNotSignOut({ name });
  return { title, consequences: `${texts.server.inTerminals()} ${signOut}` };
}

/** What other programs than the background server go on with, a sentence each. */
export function otherProgramTexts({ programs, stored }: RunningCodex): readonly string[] {
  return programs
    .filter((one) => usesAnother(one) && !one.isServed && one.kind !== 'backgroundServer')
    .map((one) => {
      const program = sentenceStart(programName(one));
      const { uses } = one;
      const use = useText(uses, stored);
      const isTurning = uses.how === 'told' && uses.next !== null;
      return isTurning
        ? texts.others.turning({ program, use })
        : texts.others.staying({ program, use });
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
  return texts.server.stays();
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
  const isSignedOut = stored?.kind === 'nobody';
  if (isServerBusy === false) {
    return isSignedOut ? texts.restart.idleSignedOut() : texts.restart.idle();
  }
  const costs = isSignedOut ? texts.restart.costsSignedOut() : texts.restart.costs();
  return isServerBusy ? texts.restart.working({ costs }) : costs;
}

/** With which credential in its environment the server was started; null for none or not known. */
export function serverVariablesText({ serverVariables }: RunningCodex): string | null {
  if (serverVariables === null || serverVariables.length === 0) return null;
  return texts.server.variables({ names: andList(serverVariables) });
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
  return texts.line.whole({
    program: sentenceStart(programName(program)),
    since: startedAt === null ? '' : texts.line.since({ time: timeText(startedAt) }),
    through: isServed ? texts.line.served() : '',
    use: useText(program.uses, stored),
    where: home === 'unknown' ? texts.line.otherHome() : '',
  });
}
