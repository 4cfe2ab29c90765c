import * as z from 'zod/mini';

import { credentialSources } from '../../shared/app-state.ts';
import { codexIdentityKinds, type CodexIdentity } from '../../shared/running-codex.ts';

const time = z.int().check(z.nonnegative());
const text = z.nullable(z.string());

/** Whose the sign-in of a home is, without a secret. */
const holderSchema = z.looseObject({
  kind: z.enum(codexIdentityKinds),
  email: text,
  userId: text,
  accountId: text,
  /** By which keys are told apart, as `accountIdOf` makes it; null where there is none. */
  id: text,
});
export type Holder = z.infer<typeof holderSchema>;

/** Times are milliseconds since the epoch. */
const entrySchema = z.looseObject({
  /** From when on the home surely held it. */
  at: time,
  /** Until when it surely held what the entry before says; null where nothing is known before. */
  after: z.nullable(time),
  /** `other`: another program changed it, and it was seen later. */
  by: z.enum(['gatehouse', 'other']),
  holder: holderSchema,
  storage: z.nullable(z.enum(credentialSources)),
});
export type HistoryEntry = z.infer<typeof entrySchema>;

/** Which accounts a Codex home held, the oldest first. Members that are not known here survive. */
export const historySchema = z.looseObject({
  version: z.literal(1),
  entries: z.array(entrySchema),
});
export type HomeHistory = z.infer<typeof historySchema>;

export const noHistory: HomeHistory = { version: 1, entries: [] };

export const maxEntries = 200;

/** A command tells what it did a moment after the app has seen it. */
const sameMomentMs = 60_000;

/** With what was seen; the same history where that is what it says already. */
export function withSeen(history: HomeHistory, seen: HistoryEntry): HomeHistory {
  const before = history.entries.slice(0, -1);
  const last = history.entries.at(-1);
  if (last !== undefined && isAsBefore(last.holder, seen.holder)) {
    const isOwnAfterAll =
      seen.by === 'gatehouse' && last.by === 'other' && seen.at - last.at < sameMomentMs;
    return isOwnAfterAll ? { ...history, entries: [...before, { ...last, by: seen.by }] } : history;
  }
  const after = last === undefined ? null : within(last.at, seen.after ?? last.at, seen.at);
  const at = Math.max(seen.at, last?.at ?? 0);
  const [first, ...rest] = [...history.entries, { ...seen, at, after }].slice(-maxEntries);
  // What was before the first that is left is not known any more.
  return first === undefined
    ? history
    : { ...history, entries: [{ ...first, after: null }, ...rest] };
}

/** Also where nothing names who it is, as long as all that is known is equal. */
export function isAsBefore(before: Holder, now: Holder): boolean {
  return isSameHolder(before, now) === true || JSON.stringify(before) === JSON.stringify(now);
}

function within(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** What a home held at a time: one holder, one of two, or nobody knows. */
export type HeldThen =
  | { readonly kind: 'known'; readonly index: number }
  | { readonly kind: 'oneOf'; readonly indexes: readonly [number, number] }
  | { readonly kind: 'unknown' };

/** A program reads its sign-in a moment after its start. */
const readsWithinMs = 2_000;
/** Systems tell the start of a program to the second. */
const clockMs = 1_000;

export function heldAt(entries: readonly HistoryEntry[], at: number): HeldThen {
  const index = entries.findLastIndex((entry) => entry.at <= at - clockMs);
  const next = entries[index + 1];
  const isOfNext = next !== undefined && (next.after ?? -Infinity) <= at + readsWithinMs;
  if (index === -1) return { kind: 'unknown' };
  return isOfNext ? { kind: 'oneOf', indexes: [index, index + 1] } : { kind: 'known', index };
}

/** Whether two are the same person in the same workspace, or the same key; null where unknown. */
export function isSameHolder(a: Holder, b: Holder): boolean | null {
  if (a.kind !== b.kind) {
    // A server that was started with a personal access token says that it is ChatGPT's.
    const kinds = [a.kind, b.kind];
    const isOfToken = kinds.includes('chatgpt') && kinds.includes('personalAccessToken');
    return isOfToken && (a.email === null || b.email === null || a.email === b.email)
      ? null
      : false;
  }
  if (a.kind === 'nobody') return true;
  if (a.kind !== 'chatgpt') return a.id === null || b.id === null ? null : a.id === b.id;
  if (a.accountId !== null && b.accountId !== null && a.accountId !== b.accountId) return false;
  if (a.userId !== null && b.userId !== null) {
    if (a.userId !== b.userId) return false;
  } else if (a.email === null || b.email === null) return null;
  else if (a.email !== b.email) return false;
  return a.accountId === null || b.accountId === null ? null : true;
}

/** What is shown of a holder, without the name of the workspace. */
export function shownHolder({ kind, email, accountId }: Holder): CodexIdentity {
  return { kind, email, accountId, workspaceName: null };
}
