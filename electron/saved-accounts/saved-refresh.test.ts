import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { AuthRecord, JsonObject } from '../auth/auth-record.ts';
import { serializeJournal } from '../auth/refresh-journal.ts';
import { StoreError } from '../auth/credential-store.ts';
import { privateFolder, type PrivateFolder } from '../files/private-folder.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import {
  accessToken,
  ada,
  chatgptRecord,
  grace,
  hourMs,
  idToken,
  minuteMs,
  testNow,
} from '../testing/credentials.ts';
import { jsonAnswer, scriptedHttp, type ScriptedAnswer } from '../testing/scripted-http.ts';
import { endpointsAt, keptSignInsIn } from '../testing/session-in-test.ts';
import { AccountList, refreshJournalOf } from './account-list.ts';
import { refreshSaved } from './saved-refresh.ts';

const soon = testNow + 10 * minuteMs;
const due = (changes: JsonObject = {}) =>
  chatgptRecord({ tokens: { access_token: accessToken(soon), ...changes } });
const renewed = jsonAnswer(200, {
  access_token: accessToken(testNow + 2 * hourMs),
  refresh_token: 'refresh-2',
});
const reused = jsonAnswer(401, { error: { code: 'refresh_token_reused' } });
const offline: ScriptedAnswer = { error: 'unreachable' };

interface SceneOptions {
  readonly record?: AuthRecord;
  readonly isPlain?: boolean;
  /** Once the account is saved. */
  readonly wrap?: (folder: PrivateFolder) => PrivateFolder;
}

/** An account that is saved, and what the issuer answers. */
async function scene(answers: readonly ScriptedAnswer[], options: SceneOptions = {}) {
  const { record = due(), isPlain = false, wrap = (one) => one } = options;
  const home = await codexHomeInTest();
  const disk = privateFolder(path.join(home.folder, 'accounts'));
  let held: string | null = null;
  const key = {
    read: () => Promise.resolve(held),
    write: (identity: string) => Promise.resolve(void (held = identity)),
    keepAside: () => Promise.resolve(),
  };
  const now = (): number => testNow;
  const read = (folder: PrivateFolder) => AccountList.read({ folder, key, now });
  const before = await read(disk);
  await before.choosePlain(isPlain);
  const { entry } = await before.save(record);
  const folder = wrap(disk);
  const list = await read(folder);
  const { http, requests } = scriptedHttp(...answers);
  const log = capturedLog();
  const kept = keptSignInsIn(home, { now, log });
  const run = (force = false) =>
    refreshSaved(
      list,
      entry,
      record,
      {
        folder,
        http,
        endpoints: {
          ...endpointsAt('http://127.0.0.1:9'),
          refreshUrlOverride: 'http://127.0.0.1:9/oauth/token',
        },
        kept,
        pauses: {
          read: () => Promise.resolve(null),
          write: () => Promise.resolve(true),
          clear: () => Promise.resolve(),
        },
        now,
        delay: () => Promise.resolve(),
        log,
      },
      { force },
    );
  /** What the next program finds in the file. */
  const inFile = async () => {
    const later = await read(disk);
    const found = later.find(entry.id);
    const saved = found && (await later.open(found));
    return { entry: found, record: saved?.kind === 'record' ? saved.record : null };
  };
  const journal = refreshJournalOf(entry);
  return { home, disk, list, entry, record, requests, kept, run, inFile, journal };
}

const tokensOf = (record: AuthRecord | null) => record?.tokens?.refreshToken;

describe('a saved account', () => {
  it('that is good for longer is left as it is', async () => {
    const { run, requests, record } = await scene([], { record: chatgptRecord() });
    expect(await run()).toEqual({ kind: 'fresh', record });
    expect(requests).toEqual([]);
  });

  it.each([
    ['sealed', false],
    ['plain', true],
  ])(
    'that is due is refreshed in its own file (%s), and nothing else is left',
    async (_, isPlain) => {
      const { run, requests, inFile, disk, journal } = await scene([renewed], { isPlain });
      const refresh = await run(true);
      expect(refresh).toMatchObject({
        kind: 'fresh',
        record: { tokens: { refreshToken: 'refresh-2' } },
      });
      expect(requests).toHaveLength(1);
      expect(tokensOf((await inFile()).record)).toBe('refresh-2');
      expect((await inFile()).entry).toMatchObject({ health: { kind: 'good' } });
      expect(await disk.read(journal)).toEqual({ kind: 'absent' });
    },
  );

  it('that may be spent and is not is good again', async () => {
    const { run, list, entry, inFile } = await scene([renewed]);
    await list.change(entry.id, { health: { kind: 'maySpent', reason: 'replaced', at: 1 } });
    expect(await run(true)).toMatchObject({ kind: 'fresh' });
    expect((await inFile()).entry).toMatchObject({ health: { kind: 'good' } });
  });

  it('keeps its homes, label and unknown members', async () => {
    const record = chatgptRecord({
      tokens: { access_token: accessToken(soon) },
      members: { from_tomorrow: ['kept'] },
    });
    const { run, list, entry, inFile } = await scene([renewed], { record });
    await list.change(entry.id, { label: 'Work' });
    await run(true);
    const after = await inFile();
    expect(after.entry).toMatchObject({ label: 'Work', id: entry.id });
    expect(after.record?.document).toMatchObject({ from_tomorrow: ['kept'] });
  });
});

describe('a refresh of a saved account that is refused', () => {
  it('for good needs a sign-in, and the file stays', async () => {
    const { run, inFile } = await scene([reused]);
    expect(await run(true)).toMatchObject({ kind: 'failed', failure: { permanent: true } });
    const after = await inFile();
    expect(after.entry).toMatchObject({
      health: { kind: 'needsSignIn', reason: 'refused', at: testNow },
    });
    expect(tokensOf(after.record)).toBe('refresh-1');
  });

  it('by a bare 401, which a gateway can send, needs none by the next program', async () => {
    const { run, inFile } = await scene([{ status: 401 }]);
    expect(await run(true)).toMatchObject({ kind: 'failed', failure: { permanent: true } });
    expect((await inFile()).entry).toMatchObject({ health: { kind: 'good' } });
  });

  it('by an issuer that is down leaves all as it was', async () => {
    const { run, inFile, disk, journal } = await scene([{ status: 503 }]);
    expect(await run(true)).toMatchObject({ kind: 'failed', failure: { permanent: false } });
    expect((await inFile()).entry).toMatchObject({ health: { kind: 'good' } });
    expect(await disk.read(journal)).toEqual({ kind: 'absent' });
  });
});

describe('a refresh of a saved account without a connection', () => {
  it('leaves all as it was, with what the file holds', async () => {
    const { run, inFile, record } = await scene([offline]);
    expect(await run(true)).toMatchObject({
      kind: 'failed',
      record,
      failure: { reason: 'offline' },
    });
    expect((await inFile()).entry).toMatchObject({ health: { kind: 'good' } });
  });

  it('keeps the mark of one that may be spent', async () => {
    const { run, list, entry, inFile } = await scene([offline]);
    const health = { kind: 'maySpent', reason: 'replaced', at: 1 } as const;
    await list.change(entry.id, { health });
    await run(true);
    expect((await inFile()).entry).toMatchObject({ health });
  });
});

describe('a refresh of a saved account that was interrupted', () => {
  const begun = (record = due()) => serializeJournal({ redeemed: record, tokens: null });

  it('before its answer is asked for again, also where it is not due', async () => {
    const record = chatgptRecord();
    const { run, list, entry, disk, requests, journal } = await scene([renewed], { record });
    await disk.replace(journal, await list.seal(begun(record), entry));
    expect(await run()).toMatchObject({ kind: 'fresh' });
    expect(requests).toHaveLength(1);
  });

  it('and cannot be asked for again is marked', async () => {
    const { run, list, entry, disk, inFile, journal } = await scene([offline]);
    await disk.replace(journal, await list.seal(begun(), entry));
    await run();
    expect((await inFile()).entry).toMatchObject({
      health: { kind: 'maySpent', reason: 'refresh-interrupted', at: testNow },
    });
  });

  it('after its answer is saved from the journal, and nothing is asked', async () => {
    const { run, list, entry, record, disk, requests, inFile, journal } = await scene([]);
    if (record.tokens === null) throw new TypeError('it has tokens');
    const tokens = {
      idToken: null,
      accessToken: accessToken(testNow + hourMs),
      refreshToken: 'refresh-2',
    };
    const answered = serializeJournal({ redeemed: { ...record, tokens: record.tokens }, tokens });
    await disk.replace(journal, await list.seal(answered, entry));
    expect(await run()).toMatchObject({ kind: 'fresh' });
    expect(requests).toEqual([]);
    expect(tokensOf((await inFile()).record)).toBe('refresh-2');
    expect(await disk.read(journal)).toEqual({ kind: 'absent' });
  });
});

describe('a refresh of a saved account whose answer cannot be kept', () => {
  const full = () => Promise.reject(new StoreError('unwritable', 'The disk is full.'));

  it('is not asked for: the journal could not be written', async () => {
    const { run, requests, inFile } = await scene([], {
      wrap: (folder) => ({ ...folder, replace: full }),
    });
    expect(await run(true)).toMatchObject({ kind: 'failed', failure: { reason: 'unsaved' } });
    expect(requests).toEqual([]);
    expect((await inFile()).entry).toMatchObject({ health: { kind: 'good' } });
  });

  it('waits in the journal, and is said not to be saved', async () => {
    const { run, inFile, disk, journal, record } = await scene([renewed], {
      wrap: (folder) => ({
        ...folder,
        replace: (name, content) =>
          name.endsWith('.age') ? full() : folder.replace(name, content),
      }),
    });
    expect(await run(true)).toMatchObject({
      kind: 'failed',
      record,
      failure: { reason: 'unsaved' },
    });
    expect(tokensOf((await inFile()).record)).toBe('refresh-1');
    expect(await disk.read(journal)).toMatchObject({ kind: 'bytes' });
  });
});

describe('an answer with tokens of another account', () => {
  it('is kept, and the account needs a sign-in: its own tokens are spent', async () => {
    const foreign = jsonAnswer(200, {
      id_token: idToken(grace),
      access_token: accessToken(testNow + hourMs, grace),
      refresh_token: 'refresh-of-grace',
    });
    const { run, inFile, kept } = await scene([foreign]);
    expect(await run(true)).toMatchObject({ kind: 'failed', failure: { permanent: true } });
    const after = await inFile();
    expect(after.entry).toMatchObject({
      email: ada.email,
      health: { kind: 'needsSignIn', reason: 'refused' },
    });
    expect(tokensOf(after.record)).toBe('refresh-1');
    expect(kept.get()).toMatchObject([
      { record: { tokens: { refreshToken: 'refresh-of-grace' } } },
    ]);
  });
});
