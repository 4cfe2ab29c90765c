import type { Observed } from './observe.ts';

/** Something in which Gatehouse and the real CLI differ. */
export interface Finding {
  /** `broken`: what Gatehouse promises does not hold. `known`: it says less than the CLI does, and nothing wrong. */
  readonly weight: 'broken' | 'known';
  readonly reason: string;
}

/** How often what was to be shown occurred, over all cases. */
export interface Counts {
  readonly cases: number;
  readonly loaded: number;
  readonly removedByCli: number;
  /** Of these, the ones that Gatehouse has to carry out: the files load, and nothing else is used. */
  readonly demanded: number;
  readonly announcedAndRemoved: number;
  /** Of the demanded, those kept because nobody could be asked: no CLI about the files, or no issuer about a token. */
  readonly unproven: number;
  readonly removedByGatehouse: number;
  /** Removals by Gatehouse in cases in which the CLI keeps. */
  readonly innocent: number;
}

export function countsOf(all: readonly Observed[]): Counts {
  const count = (holds: (observed: Observed) => boolean): number => all.filter(holds).length;
  return {
    cases: all.length,
    loaded: count(({ loads }) => loads),
    removedByCli: count(({ exec }) => exec.removed),
    demanded: count(isDemanded),
    announcedAndRemoved: count(
      (observed) =>
        isDemanded(observed) && observed.gatehouse.announced && observed.gatehouse.removed,
    ),
    unproven: count((observed) => isDemanded(observed) && isUnproven(observed)),
    removedByGatehouse: count(({ gatehouse }) => gatehouse.removed),
    innocent: count(isInnocent),
  };
}

/** Everything in which a case shows a difference; empty where both agree. */
export function findingsOf(observed: Observed): readonly Finding[] {
  return [removalFinding(observed), verdictFinding(observed), announcementFinding(observed)].filter(
    (finding) => finding !== null,
  );
}

function removalFinding(observed: Observed): Finding | null {
  const { exec, gatehouse } = observed;
  const said = gatehouse.before.withheld ?? gatehouse.before.verdict;
  if (exec.end === 'hung') return broken('the CLI neither asked the model nor ended');
  if (isInnocent(observed)) return broken('Gatehouse removed what the CLI keeps');
  if (!isDemanded(observed)) {
    const isKept = exec.removed && !gatehouse.removed;
    return isKept
      ? known(`the CLI removed, and beside the environment Gatehouse kept it (${said})`)
      : null;
  }
  if (gatehouse.announced && gatehouse.removed) return null;
  if (isUnproven(observed)) return known(`kept, for nobody could be asked (${said})`);
  const did = gatehouse.removed ? 'removed it without a word' : 'kept it';
  return broken(`the CLI removed, and Gatehouse ${did} (${said})`);
}

function verdictFinding(observed: Observed): Finding | null {
  const { verdict, withheld } = observed.gatehouse.before;
  if (verdict !== 'allowed') {
    return isUsed(observed)
      ? known(`the CLI uses it, and Gatehouse says ${withheld ?? verdict}`)
      : null;
  }
  const against = againstAllowed(observed);
  if (against === null) return null;
  const excuse = excuseFor(observed);
  return excuse === null ? broken(`Gatehouse says allowed, and ${against}`) : known(excuse);
}

function announcementFinding({ gatehouse }: Observed): Finding | null {
  return gatehouse.announced && !gatehouse.removed ? known('announced, and kept in the end') : null;
}

function broken(reason: string): Finding {
  return { weight: 'broken', reason };
}

function known(reason: string): Finding {
  return { weight: 'known', reason };
}

/** Gatehouse removed, and the CLI keeps: as it is started here, or without the environment's credentials. */
function isInnocent({ exec, bareExec, gatehouse }: Observed): boolean {
  return gatehouse.removed && (!exec.removed || bareExec?.removed === false);
}

/** What Gatehouse has to carry out: the CLI removes, and nothing in the environment could save it. */
export function isDemanded({
  oracleCase,
  loads,
  exec,
}: Pick<Observed, 'oracleCase' | 'loads' | 'exec'>): boolean {
  return exec.removed && loads && !oracleCase.environment.hasCredential;
}

/**
 * Nobody could be asked, so that it keeps what it should remove, and says what Codex does:
 * there is no CLI to ask about files with keys that Gatehouse does not know, or the record is
 * a personal access token, about which the CLI asks the issuer first.
 */
function isUnproven({ oracleCase, gatehouse }: Observed): boolean {
  const { verdict, withheld, message, policy } = gatehouse.before;
  if (gatehouse.removed) return false;
  if (oracleCase.record.kind !== 'personalAccessToken') {
    return withheld === 'unproven' && !oracleCase.hasCli;
  }
  const isTold = message?.includes('Codex asks the sign-in service') === true;
  const isOpen = verdict === 'unknown' || withheld === 'unproven';
  return isOpen && isTold && ['error', 'actionNeeded'].includes(policy);
}

/** Both ways of the CLI use what is stored. */
function isUsed({ exec, status }: Observed): boolean {
  return exec.sent === 'stored' && status.kind === 'loggedIn';
}

/** What the CLI does against what Gatehouse calls allowed; null for nothing. */
function againstAllowed({ exec, status, gatehouse }: Observed): string | null {
  if (exec.removed) return 'the CLI removed it';
  // Nothing is claimed of what is not there, or is not managed.
  if (gatehouse.before.status !== 0) return null;
  if (exec.end === 'ended') return 'codex exec refused';
  if (exec.sent === 'none') return 'codex exec sent nothing';
  return status.kind === 'loggedIn' ? null : `login status says ${status.kind}`;
}

/** Why it is no fault to call allowed what the CLI does not use; null where it is one. */
function excuseFor({ oracleCase, exec, status, loads, gatehouse }: Observed): string | null {
  if (exec.removed) return null;
  // Nobody is removed by it; whether it is told is another question than what the rules say.
  if (!loads) {
    return `Codex does not load the files, the rules allow it, and the policy is ${gatehouse.before.policy}`;
  }
  if (exec.sent === 'environment key') return 'only codex exec looks at CODEX_API_KEY';
  // A refresh mends it, and no rule has to do with it. Other members can be missing as well.
  const { record } = oracleCase;
  const isUndated = record.kind === 'chatgpt' && record.lastRefresh === null;
  if (isUndated && gatehouse.before.problem === 'record-incomplete' && exec.sent === 'none') {
    return 'no rule forbids it, and the status says that Codex sends no token';
  }
  const isRuled = [exec.words, status.words].some((words) => ofRule.test(words));
  return oracleCase.environment.hasCredential && !isRuled
    ? 'no rule forbids it, and Codex cannot use what the environment gives it first'
    : null;
}

/** In what the CLI says, where a rule is the reason. */
const ofRule = /login is required|Login is restricted|do not permit|Logging out/;
