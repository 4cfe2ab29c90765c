import { describe, expect, it } from 'vitest';

import type { AuthRecord } from '../auth/auth-record.ts';
import type { StoredCredential } from '../auth/credential-store.ts';
import {
  ada,
  apiKeyRecord,
  chatgptRecord,
  grace,
  otherDocuments,
  present,
  recordOf,
  testNow,
} from '../testing/credentials.ts';
import { changesInUse } from './account-in-use.ts';
import { accountIdOf, accountOfRecord, digestOf } from './account-of-record.ts';
import type { AccountEntry } from './accounts-document.ts';

const here = '/home/ada/.codex';
const there = '/home/ada/.codex-work';
const absent = { kind: 'absent' } as const;
const good = { kind: 'good' } as const;

const adas = chatgptRecord();
const adasLater = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
const graces = chatgptRecord({ person: grace, tokens: { refresh_token: 'refresh-of-grace' } });

/** An account of the list that holds this record, in use in these homes. */
function entryOf(record: AuthRecord, homes: AccountEntry['homes'] = []): AccountEntry {
  const account = accountOfRecord(record);
  if (account === null) throw new TypeError('the record is an account');
  const { kind, email, userId, workspaceId, planRaw, secretDigest } = account;
  return {
    id: accountIdOf(account),
    kind,
    email,
    userId,
    workspaceId,
    planRaw,
    secretDigest,
    label: null,
    workspaceName: null,
    file: 'sealed',
    homes,
    health: good,
    addedAt: 1,
    lastUsedAt: null,
  };
}

const inUse = (path: string, secret = 'refresh-1', isOwn = false) => ({
  path,
  secretDigest: digestOf(secret),
  isOwn,
});

const changes = (entries: readonly AccountEntry[], found: StoredCredential) =>
  changesInUse(entries, found, here, testNow);

describe('a look at a home', () => {
  it('says nothing where the list is right', () => {
    expect(changes([entryOf(adas, [inUse(here)]), entryOf(graces)], present(adas))).toEqual([]);
  });

  it.each<[string, StoredCredential]>([
    ['cannot be read', { kind: 'unreadable', reason: 'keyring-locked', message: '' }],
    ['is no record', { kind: 'invalid', message: '' }],
  ])('concludes nothing from what %s', (_, found) => {
    expect(changes([entryOf(adas, [inUse(here)])], found)).toEqual([]);
  });

  it('says nothing of what is not saved', () => {
    expect(changes([entryOf(graces)], present(adas))).toEqual([]);
    expect(changes([], present(adas))).toEqual([]);
    expect(changes([entryOf(graces)], absent)).toEqual([]);
  });

  it('finds a saved account that was put there', () => {
    const [entry, other] = [entryOf(adas), entryOf(graces)];
    expect(changes([entry, other], present(adas))).toEqual([
      { id: entry.id, homes: [inUse(here)], health: good, save: null },
    ]);
  });

  it('lets the saved file follow what was refreshed there', () => {
    const entry = entryOf(adas, [inUse(here), inUse(there, 'of its own', true)]);
    expect(changes([entry], present(adasLater))).toEqual([
      {
        id: entry.id,
        homes: [inUse(there, 'of its own', true), inUse(here, 'refresh-2')],
        health: good,
        save: adasLater,
      },
    ]);
  });

  it('takes a mark away where new tokens have come', () => {
    const health = { kind: 'maySpent', reason: 'refresh-interrupted', at: 1 } as const;
    const entry = { ...entryOf(adas, [inUse(here)]), health };
    expect(changes([entry], present(adasLater))).toMatchObject([{ health: good }]);
  });

  it('leaves the saved file where another program signed that account in by itself', () => {
    const entry = entryOf(adas);
    const found = present(adasLater);
    const homes = [inUse(here, 'refresh-2', true)];
    expect(changes([entry], found)).toEqual([{ id: entry.id, homes, health: good, save: null }]);
  });

  it('and where that sign-in is refreshed', () => {
    const entry = entryOf(adas, [inUse(here, 'of its own', true)]);
    expect(changes([entry], present(adasLater))).toMatchObject([
      { homes: [inUse(here, 'refresh-2', true)], save: null },
    ]);
  });
});

describe('an account that is not in its home any more, though Gatehouse did not take it away', () => {
  it.each([
    ['replaced', 'another account is there', present(graces)],
    ['replaced', 'a key is there', present(apiKeyRecord())],
    [
      'replaced',
      'a sign-in of another kind is there',
      present(recordOf(otherDocuments.bedrockApiKey)),
    ],
    ['signed-out', 'nothing is there', absent],
  ] as const)('is marked as %s where %s', (reason, _, found) => {
    const entry = entryOf(adas, [inUse(here), inUse(there, 'of its own', true)]);
    expect(changes([entry], found)).toEqual([
      {
        id: entry.id,
        homes: [inUse(there, 'of its own', true)],
        health: { kind: 'maySpent', reason, at: testNow },
        save: null,
      },
    ]);
  });

  it('is not marked where the home had a sign-in of its own: the file is another', () => {
    const entry = entryOf(adas, [inUse(here, 'of its own', true)]);
    expect(changes([entry], absent)).toMatchObject([{ homes: [], health: good }]);
  });

  it.each([
    ['an API key', apiKeyRecord()],
    ['a personal access token', recordOf(otherDocuments.personalAccessToken)],
  ])('is not marked where it is %s, which nobody uses up', (_, record) => {
    const secretDigest = accountOfRecord(record)?.secretDigest ?? '';
    const entry = entryOf(record, [{ path: here, secretDigest, isOwn: false }]);
    expect(changes([entry], absent)).toMatchObject([{ homes: [], health: good }]);
  });

  it('keeps what is known of it in other homes, and of other accounts there', () => {
    const [mine, other] = [entryOf(adas, [inUse(there)]), entryOf(graces, [inUse(there)])];
    expect(changes([mine, other], absent)).toEqual([]);
  });

  it('goes together with the one that took its place', () => {
    const [mine, other] = [entryOf(adas, [inUse(here)]), entryOf(graces)];
    expect(changes([mine, other], present(graces))).toMatchObject([
      { id: mine.id, homes: [], health: { kind: 'maySpent' } },
      { id: other.id, homes: [inUse(here, 'refresh-of-grace')], health: good },
    ]);
  });

  it('is another one for a colleague of the same workspace', () => {
    const person = { ...grace, workspaceId: ada.workspaceId };
    const found = present(chatgptRecord({ person, tokens: { refresh_token: 'refresh-of-grace' } }));
    const entry = entryOf(adas, [inUse(here)]);
    expect(changes([entry], found)).toMatchObject([{ id: entry.id, homes: [] }]);
  });
});
