import { describe, expect, it } from 'vitest';

import {
  ada,
  apiKeyRecord,
  chatgptDocument,
  chatgptRecord,
  grace,
  present,
} from '../testing/credentials.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { chosen, storeInTest, storeVariantsInTest } from '../testing/store-in-test.ts';
import { putInto, saveInto } from '../testing/stored.ts';
import type { StoreChoice } from '../store/store-plan.ts';
import { parseAuthRecord, serializeAuthRecord, type AuthRecord } from './auth-record.ts';
import type { CredentialStore, StoredCredential } from './credential-store.ts';
import { isMeant, sameSignIn } from './meant-credential.ts';

const record = chatgptRecord();
const rotated = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
const ofGrace = chatgptRecord({ person: grace });
const elsewhere = chatgptRecord({
  person: { ...ada, workspaceId: 'ws-other' },
  tokens: { account_id: 'ws-other' },
});
const bedrock = recordOf({ bedrock_api_key: { api_key: 'a', region: 'x' } });
const invalid: StoredCredential = { kind: 'invalid', message: 'it is empty' };

function recordOf(document: object): AuthRecord {
  const parsed = parseAuthRecord(JSON.stringify(document));
  if (!parsed.ok) throw new TypeError(parsed.message);
  return parsed.record;
}

const nameless = { id_token: 'e30.e30.c2ln', access_token: 'a', refresh_token: 'r' };
const tokensOf = (changes: object): AuthRecord =>
  recordOf({ auth_mode: 'chatgpt', tokens: { ...nameless, ...changes } });
const token = (personal_access_token: string, more = {}): AuthRecord =>
  recordOf({ personal_access_token, ...more });

describe('one sign-in are', () => {
  it.each([
    ['two copies of a record', record, chatgptRecord()],
    ['tokens and those that came of them', record, rotated],
    [
      'one API key in two records',
      apiKeyRecord('sk-1'),
      recordOf({ OPENAI_API_KEY: 'sk-1', auth_mode: 'apikey', x: 1 }),
    ],
    [
      'tokens of one workspace that name no person',
      tokensOf({ account_id: 'ws' }),
      tokensOf({ account_id: 'ws', refresh_token: 'other' }),
    ],
    ['one personal access token in two records', token('at-1'), token('at-1', { x: 1 })],
    [
      'two copies of what Gatehouse does not manage',
      bedrock,
      recordOf({ bedrock_api_key: { api_key: 'a', region: 'x' } }),
    ],
  ])('%s', (_, a, b) => {
    expect(sameSignIn(a, b)).toBe(true);
    expect(sameSignIn(b, a)).toBe(true);
  });
});

describe('two sign-ins are', () => {
  const hosted = recordOf({ ...chatgptDocument(), auth_mode: 'chatgptAuthTokens' });
  it.each([
    ['those of two people', record, ofGrace],
    ['those of two workspaces of one person', record, elsewhere],
    ['tokens and an API key', record, apiKeyRecord()],
    ['two API keys', apiKeyRecord('sk-1'), apiKeyRecord('sk-2')],
    [
      'two credentials that Gatehouse does not manage',
      bedrock,
      recordOf({ bedrock_api_key: { api_key: 'b', region: 'x' } }),
    ],
    ['tokens of our own and of another program', record, hosted],
    ['two personal access tokens', token('at-1'), token('at-2')],
    [
      'tokens of two workspaces that name no person',
      tokensOf({ account_id: 'ws' }),
      tokensOf({ account_id: 'other', refresh_token: 'other' }),
    ],
    ['tokens that say nothing of whose they are', tokensOf({}), tokensOf({ refresh_token: 'b' })],
  ])('%s', (_, a, b) => {
    expect(sameSignIn(a, b)).toBe(false);
    expect(sameSignIn(b, a)).toBe(false);
  });
});

it.each([
  ['nothing', { kind: 'absent' } as const, [], true],
  ['what was seen', present(record), [present(record)], true],
  ['what came where nothing was seen', present(record), [{ kind: 'absent' } as const], false],
  ['what came where damage was seen', present(record), [invalid], false],
  ['damage where damage was seen', invalid, [invalid], true],
  ['damage where a sign-in was seen', invalid, [present(record)], false],
] as const)('%s is meant: %s', (_, found, meant, expected) => {
  expect(isMeant(meant, found)).toBe(expected);
});

/** Every store that a setting can choose, over an empty folder. */
const stores: readonly [string, StoreChoice, 'no-service'?][] = [
  ...storeVariantsInTest.map(
    ([mode, keyring]) => [`${mode} (${keyring})`, chosen(mode, keyring)] as [string, StoreChoice],
  ),
  ['auto, in the file', chosen('auto'), 'no-service'],
  ['ephemeral', chosen('ephemeral')],
];

describe.each(stores)('a removal from the store %s', (_, choice, refusal) => {
  async function open(): Promise<CredentialStore> {
    const { folder } = await codexHomeInTest();
    const { store, keyring } = storeInTest(folder, choice);
    if (refusal) keyring.refuse(refusal);
    return store;
  }

  it.each([
    ['another person', ofGrace],
    ['another workspace', elsewhere],
    ['an API key', apiKeyRecord()],
  ])('leaves the sign-in of %s that came meanwhile', async (_other, came) => {
    const store = await open();
    await saveInto(store, record);
    const meant = [await store.load()];
    await saveInto(store, came);
    expect(await store.delete(meant)).toMatchObject({ kind: 'changed', found: { record: came } });
    expect(await store.load()).toMatchObject({ kind: 'present', record: came });
  });

  it('that means nothing leaves a sign-in that came meanwhile', async () => {
    const store = await open();
    await saveInto(store, record);
    expect(await store.delete([{ kind: 'absent' }])).toMatchObject({ kind: 'changed' });
    expect(await store.load()).toMatchObject({ kind: 'present', record });
  });

  it('removes the same sign-in that was refreshed meanwhile', async () => {
    const store = await open();
    await saveInto(store, record);
    const meant = [await store.load()];
    await store.update(rotated, record);
    const outcome = await store.delete(meant);
    expect(outcome).toMatchObject({ kind: 'deleted', was: [{ record: rotated }] });
    expect(await store.load()).toEqual({ kind: 'absent' });
  });

  it('is done where it is gone already', async () => {
    const store = await open();
    expect(await store.delete([present(record)])).toMatchObject({ kind: 'deleted', was: [] });
  });
});

describe('a removal from a keyring and the file beside it', () => {
  async function world() {
    const { folder } = await codexHomeInTest();
    return storeInTest(folder, chosen('keyring'));
  }

  it('that a rule demands leaves another sign-in in the file, and names the file', async () => {
    const { file, item, store } = await world();
    await putInto(item, record);
    await putInto(file, ofGrace);
    const outcome = await store.delete([present(record)]);
    expect(outcome).toMatchObject({
      was: [{ record }],
      unreached: [`${file.location}: it holds another sign-in, which stays.`],
      mayRemain: false,
    });
    expect(await file.load()).toEqual(present(ofGrace));
    expect(await item.load()).toEqual({ kind: 'absent' });
  });

  it('touches neither where the keyring holds another sign-in by now', async () => {
    const { file, item, store } = await world();
    await putInto(item, ofGrace);
    await putInto(file, record);
    expect(await store.delete([present(record)])).toMatchObject({ kind: 'changed' });
    expect(await file.load()).toEqual(present(record));
  });

  it('by a refresh takes the old copy in the file, and never another sign-in', async () => {
    const { file, item, store } = await world();
    await putInto(item, record);
    await putInto(file, ofGrace);
    await store.update(rotated, record);
    expect(await file.load()).toEqual(present(ofGrace));
    await file.put(record, present(ofGrace));
    await store.update(record, rotated);
    expect(await file.load()).toEqual({ kind: 'absent' });
  });
});

it('a record is found again as it was serialised', () => {
  const text = serializeAuthRecord(record, 'compact');
  expect(sameSignIn(record, recordOf(JSON.parse(text) as object))).toBe(true);
});
