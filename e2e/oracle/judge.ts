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
    removedByGatehouse: count(({ gatehouse }) => gatehouse.removed),
    innocent: count(isInnocent),
  };
}

/** Everything in which a case shows a difference; empty where both agree. */
export function findingsOf(observed: Observed): readonly Finding[] {
  const { exec, gatehouse } = observed;
  const { before } = gatehouse;
  const findings: Finding[] = [];
  const broken = (reason: string): void => void findings.push({ weight: 'broken', reason });
  const known = (reason: string): void => void findings.push({ weight: 'known', reason });

  if (exec.end === 'hung')
    broken('the CLI neither asked the model nor ended: the case says nothing');
  if (isInnocent(observed)) broken('Gatehouse removed what the CLI keeps');
  if (isDemanded(observed) && !(gatehouse.announced && gatehouse.removed)) {
    const did = gatehouse.removed ? 'removed it without a word' : 'kept it';
    const said = before.withheld ?? before.verdict;
    broken(`the CLI removed, and Gatehouse ${did} (${said})`);
  }
  if (gatehouse.announced && !gatehouse.removed) known('announced, and kept in the end');
  if (before.verdict === 'allowed') {
    const against = againstAllowed(observed);
    if (against !== null)
      (excuseFor(observed) === null ? broken : known)(
        excuseFor(observed) ?? `Gatehouse says allowed, and ${against}`,
      );
  } else if (isUsed(observed)) {
    known(`the CLI uses it, and Gatehouse says ${before.withheld ?? before.verdict}`);
  } else if (exec.removed && !gatehouse.removed && !isDemanded(observed)) {
    known(
      `the CLI removed, and Gatehouse keeps it for the environment (${before.withheld ?? before.verdict})`,
    );
  }
  return findings;
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
function excuseFor({ exec, loads, gatehouse }: Observed): string | null {
  if (exec.removed) return null;
  if (!loads && gatehouse.before.policy === 'error') {
    return 'Codex does not load the files, and the policy report says so';
  }
  if (exec.sent === 'environment key') return 'only codex exec looks at CODEX_API_KEY';
  return null;
}
