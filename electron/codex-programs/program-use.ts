import type { ProgramUse } from '../../shared/running-codex.ts';
import {
  heldAt,
  isSameHolder,
  shownHolder,
  type HistoryEntry,
  type Holder,
} from './home-history.ts';

export interface ProgramStart {
  /** Milliseconds since the epoch; null where it is not known. */
  readonly startedAt: number | null;
  /** Whether a person can sign in and out inside of it. */
  readonly canSignIn: boolean;
}

/** Whom a program uses, and whether that is another account than the stored one. */
export interface JudgedUse {
  readonly uses: ProgramUse;
  readonly differs: boolean | null;
}

/**
 * Whom a running program uses by the stored sign-in, told from its start. Observed with Codex CLI
 * 0.171.0: it keeps what it read at its start, also after a sign-out and beside an API key; only
 * where what is stored has the same `tokens.account_id` as what it has (two people of one
 * workspace), it takes that at its next refresh. A sign-in of another program may have been its own.
 */
export function judgeUse(
  { startedAt, canSignIn }: ProgramStart,
  entries: readonly HistoryEntry[],
): JudgedUse {
  if (startedAt === null) return unknown('noStartTime');
  const then = heldAt(entries, startedAt);
  if (then.kind === 'unknown') return unknown('startedBefore');
  const indexes = then.kind === 'known' ? [then.index] : then.indexes;
  const stored = entries.at(-1)?.holder;
  if (stored === undefined) return unknown('startedBefore');
  const candidates: Holder[] = [];
  const add = (holder: Holder): void => {
    const isThere = candidates.some((one) => isSameHolder(one, holder) === true);
    if (!isThere) candidates.push(holder);
  };
  for (const index of indexes) {
    const holder = entries[index]?.holder;
    if (holder !== undefined) add(holder);
  }
  const later = entries.slice(Math.max(...indexes) + 1);
  for (const [index, { by, holder }] of later.entries()) {
    const isLast = index === later.length - 1;
    const mayHaveTurned = !isLast && candidates.some((one) => isOfOneWorkspace(one, holder));
    if ((by === 'other' && canSignIn) || mayHaveTurned) add(holder);
  }
  const turns = candidates.some(
    (one) => isOfOneWorkspace(one, stored) && isSameHolder(one, stored) !== true,
  );
  return told(candidates, stored, turns);
}

/** By what the program itself said. */
export function askedUse(who: Holder, stored: Holder | null): JudgedUse {
  const isSame = stored === null ? null : isSameHolder(who, stored);
  return {
    uses: { how: 'asked', who: shownHolder(who) },
    differs: isSame === null ? null : !isSame,
  };
}

function told(candidates: readonly Holder[], stored: Holder, turns: boolean): JudgedUse {
  const same = candidates.map((one) => isSameHolder(one, stored));
  const differs = same.every((one) => one === false)
    ? true
    : same.every((one) => one === true)
      ? false
      : null;
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) {
    const next = turns ? shownHolder(stored) : null;
    return { uses: { how: 'told', who: shownHolder(only), next }, differs };
  }
  const all = turns && !same.includes(true) ? [...candidates, stored] : candidates;
  return {
    uses: { how: 'oneOf', who: all.map(shownHolder) },
    differs: turns ? null : differs,
  };
}

/** Two people of one workspace: the CLI compares `tokens.account_id` alone. */
function isOfOneWorkspace(a: Holder, b: Holder): boolean {
  const isChatgpt = a.kind === 'chatgpt' && b.kind === 'chatgpt';
  return isChatgpt && a.accountId !== null && a.accountId === b.accountId;
}

function unknown(because: Extract<ProgramUse, { how: 'unknown' }>['because']): JudgedUse {
  return { uses: { how: 'unknown', because }, differs: null };
}
