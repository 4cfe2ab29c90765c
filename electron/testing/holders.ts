import type { HistoryEntry, Holder } from '../codex-programs/home-history.ts';

const ids = { email: null, userId: null, accountId: null, id: null };

export const nobody: Holder = { kind: 'nobody', ...ids };
export const apiKey: Holder = { kind: 'apiKey', ...ids, id: 'key-1' };
export const otherKey: Holder = { kind: 'apiKey', ...ids, id: 'key-2' };
export const token: Holder = { kind: 'personalAccessToken', ...ids, id: 'token-1' };

export const ada: Holder = {
  kind: 'chatgpt',
  email: 'ada@example.com',
  userId: 'user-ada',
  accountId: 'W',
  id: 'ada-in-W',
};

/** In the workspace of ada. */
export const bob: Holder = {
  ...ada,
  email: 'bob@example.com',
  userId: 'user-bob',
  id: 'bob-in-W',
};

/** In a workspace of her own. */
export const grace: Holder = {
  kind: 'chatgpt',
  email: 'grace@example.com',
  userId: 'user-grace',
  accountId: 'G',
  id: 'grace-in-G',
};

/** What Gatehouse put into the home. */
export function entry(holder: Holder, overrides: Partial<HistoryEntry> = {}): HistoryEntry {
  const at = overrides.at ?? 0;
  return { at, after: at, by: 'gatehouse', holder, storage: 'file', ...overrides };
}
