import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { HttpClient } from '../ports.ts';
import { KeptFolder } from '../store/kept-folder.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { codexHomeInTest, type CodexHome } from '../testing/codex-home.ts';
import {
  accessToken,
  ada,
  chatgptDocument,
  grace,
  hourMs,
  idToken,
  minuteMs,
  testApiKey,
  testNow,
  type Person,
} from '../testing/credentials.ts';
import { keptSignInsIn, openSession, type SessionInTest } from '../testing/session-in-test.ts';
import { StoreError } from './credential-store.ts';

/**
 * A refresh token can be used once: wherever its successor cannot go home, it must be on
 * disk somewhere. Every answer meets every state of the store and every failure.
 */

const due = chatgptDocument({ tokens: { access_token: accessToken(testNow + minuteMs) } });

/** The only trace that it leaves, whatever else is in the answer. */
const successor = 'rt_the-successor-that-must-not-be-lost';

function tokensFor(person: Person): Readonly<Record<string, string>> {
  return {
    id_token: idToken(person),
    access_token: accessToken(testNow + 2 * hourMs, person),
    refresh_token: successor,
  };
}

const answers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'the same account': tokensFor(ada),
  'another account': tokensFor(grace),
  'another user of the workspace': tokensFor({ ...ada, userId: 'user-2' }),
  'another workspace of the user': tokensFor({ ...ada, workspaceId: 'ws-2' }),
  'empty claims': tokensFor({ email: '', plan: '', userId: '', workspaceId: '' }),
  'no claims': tokensFor({ email: null, plan: null, userId: null, workspaceId: null }),
  'an ID token that cannot be read': { ...tokensFor(ada), id_token: 'no-jwt' },
  'an opaque access token alone': { access_token: 'opaque', refresh_token: successor },
  'a refresh token alone': { refresh_token: successor },
};

const newer = { refresh_token: 'refresh-of-others', access_token: accessToken(testNow + hourMs) };

const states: Readonly<Record<string, (home: CodexHome) => Promise<void>>> = {
  'as it was': () => Promise.resolve(),
  'with more members': (home) => home.write({ ...due, theirs: 1 }),
  'with a switched workspace': (home) => {
    const w = { ...ada, workspaceId: 'W' };
    const tokens = { access_token: accessToken(testNow + hourMs, w), account_id: 'W' };
    return home.write(chatgptDocument({ tokens }));
  },
  'newer tokens of the account': (home) => home.write(chatgptDocument({ tokens: newer })),
  'tokens of nobody known': (home) =>
    home.write(
      chatgptDocument({
        tokens: { ...newer, id_token: idToken(noIds), access_token: 'opaque', account_id: '' },
      }),
    ),
  'another account': (home) => home.write(chatgptDocument({ person: grace })),
  'a key': (home) => home.write({ OPENAI_API_KEY: testApiKey }),
  'tokens that another program supplies': (home) =>
    home.write(chatgptDocument({ members: { auth_mode: 'chatgptAuthTokens' } })),
  'a credential of another kind': (home) => home.write({ personal_access_token: 'at-1' }),
  nothing: (home) => home.remove(),
  'half of a record': (home) => home.write('{"tokens": {'),
  'an empty file': (home) => home.write(''),
  'a folder in its place': async (home) => {
    await home.remove();
    await mkdir(home.authFile);
  },
};
const noIds: Person = { email: null, plan: null, userId: null, workspaceId: null };

interface Fault {
  readonly save?: boolean;
  readonly journal?: boolean;
  readonly kept?: boolean;
}
const faults: Readonly<Record<string, Fault>> = {
  'nothing fails': {},
  'it cannot be saved': { save: true },
  'it cannot be kept': { kept: true },
  'the journal fails': { journal: true },
  'it can be neither saved nor kept': { save: true, kept: true },
  'nothing can be written': { save: true, kept: true, journal: true },
};

interface Attempt {
  readonly answer: Readonly<Record<string, string>>;
  readonly meanwhile: (home: CodexHome) => Promise<void>;
  readonly fault: Fault;
}

async function refreshMeeting({ answer, meanwhile, fault }: Attempt): Promise<SessionInTest> {
  const home = await codexHomeInTest(due);
  const http: HttpClient = async () => {
    await meanwhile(home);
    if (fault.save) opened.store.breakWrites();
    if (fault.journal) opened.store.breakJournal();
    return { status: 200, statusText: 'OK', body: JSON.stringify(answer) };
  };
  const kept = keptSignInsIn(home, { now: () => testNow, log: capturedLog() });
  if (fault.kept) {
    kept.keep = () => Promise.reject(new StoreError('unwritable', 'The disk is full.'));
  }
  const opened = await openSession(home, { http, kept });
  await opened.session.refresh();
  return opened;
}

/** Everything that is in a folder, as one text. */
async function textsIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map((file) => readFile(path.join(file.parentPath, file.name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

describe('a refresh token that came back is on disk, whatever is stored by then', () => {
  it.each(Object.keys(states))('%s', async (state) => {
    const attempts = Object.entries(answers).flatMap(([answerName, answer]) =>
      Object.entries(faults).map(([faultName, fault]) => ({
        answerName,
        answer,
        faultName,
        fault,
      })),
    );
    const meanwhile = states[state] ?? (() => Promise.resolve());
    const outcomes = attempts.map(async ({ answerName, answer, faultName, fault }) => {
      const { session, home } = await refreshMeeting({ answer, meanwhile, fault });
      const isOnDisk = (await textsIn(home.folder)).includes(successor);
      const isHeld = session.hasTokensInMemoryAlone() && fault.journal === true;
      const isSafe = faultName === 'nothing fails' ? isOnDisk : isOnDisk || isHeld;
      return { answerName, faultName, isSafe };
    });
    const all = attempts.map(({ answerName, faultName }) => ({
      answerName,
      faultName,
      isSafe: true,
    }));
    expect(await Promise.all(outcomes)).toEqual(all);
  });

  it('and nothing that another program has stored is written over', async () => {
    for (const state of [
      'another account',
      'a key',
      'half of a record',
      'newer tokens of the account',
    ]) {
      const meanwhile = states[state] ?? (() => Promise.resolve());
      const answer = answers['the same account'] ?? {};
      let theirs: string | null = null;
      const { home } = await refreshMeeting({
        answer,
        meanwhile: async (where) => {
          await meanwhile(where);
          theirs = await where.text();
        },
        fault: {},
      });
      expect(await home.text()).toBe(theirs);
    }
  });
});

describe('where it is among the kept sign-ins', () => {
  it.each([
    ['the same account', 'another account', 'account-replaced'],
    ['the same account', 'a key', 'signed-out'],
    ['the same account', 'nothing', 'signed-out'],
    ['the same account', 'newer tokens of the account', 'newer-tokens'],
    ['the same account', 'tokens of nobody known', 'newer-tokens'],
    ['the same account', 'half of a record', 'record-damaged'],
    ['another account', 'as it was', 'another-account'],
    ['another user of the workspace', 'as it was', 'another-account'],
    ['another workspace of the user', 'as it was', 'another-account'],
  ])('an answer with tokens of %s meets %s: %s', async (answer, state, reason) => {
    const meanwhile = states[state] ?? (() => Promise.resolve());
    const attempt = { answer: answers[answer] ?? {}, meanwhile, fault: {} };
    const { session, home, store } = await refreshMeeting(attempt);
    const kept = keptSignInsIn(home, { now: () => testNow, log: capturedLog() });
    await kept.reload();
    expect(kept.get()).toMatchObject([
      { kind: 'usable', reason, record: { tokens: { refreshToken: successor } } },
    ]);
    // A damaged record may come back, as one does that was half written.
    const isWaiting = reason === 'record-damaged';
    expect(session.hasUnsavedTokens()).toBe(isWaiting);
    expect((await store.journal.read()) !== null).toBe(isWaiting);
  });

  it.each([
    ['an empty claim', 'empty claims'],
    ['no claim', 'no claims'],
    ['an opaque token', 'an opaque access token alone'],
    ['an ID token that cannot be read', 'an ID token that cannot be read'],
  ])('it is not for %s: that is saved', async (_, answer) => {
    const attempt = {
      answer: answers[answer] ?? {},
      meanwhile: () => Promise.resolve(),
      fault: {},
    };
    const { home } = await refreshMeeting(attempt);
    expect(await new KeptFolder(home.folder).ids()).toEqual([]);
    expect(await home.document()).toMatchObject({ tokens: { refresh_token: successor } });
  });

  it('it is not where another program has saved the answer by then', async () => {
    const answer = tokensFor(ada);
    const meanwhile = (home: CodexHome) => home.write(chatgptDocument({ tokens: answer }));
    const { session, home, store } = await refreshMeeting({ answer, meanwhile, fault: {} });
    expect(session.get()).toMatchObject({ tokens: { refreshToken: successor } });
    expect(await store.journal.read()).toBeNull();
    expect(await new KeptFolder(home.folder).ids()).toEqual([]);
  });

  it('its spent predecessor is never sent again, by no program', async () => {
    let requests = 0;
    const home = await codexHomeInTest(due);
    const http: HttpClient = () => {
      requests += 1;
      const body = JSON.stringify(answers['another account']);
      return Promise.resolve({ status: 200, statusText: 'OK', body });
    };
    const { session } = await openSession(home, { http });
    expect(await session.refresh()).toMatchObject({ failure: { permanent: true } });
    const { session: next } = await openSession(home, { http });
    const again = await next.refresh({ force: true });
    expect(again).toMatchObject({ kind: 'failed', failure: { permanent: true } });
    expect(JSON.stringify(again)).toContain('among the kept sign-ins');
    expect(requests).toBe(1);
  });

  it('it is kept before the journal is cleared, and once where both are found', async () => {
    const meanwhile = states['another account'] ?? (() => Promise.resolve());
    const attempt = { answer: answers['the same account'] ?? {}, meanwhile, fault: { kept: true } };
    const { home, store } = await refreshMeeting(attempt);
    const journal = await store.journal.read();
    expect(journal).toContain(successor);
    // The next program can keep it; one that ended before it cleared the journal leaves both.
    await openSession(home);
    expect(await store.journal.read()).toBeNull();
    await store.journal.write(journal ?? '');
    await openSession(home);
    expect(await store.journal.read()).toBeNull();
    expect(await new KeptFolder(home.folder).ids()).toHaveLength(1);
  });

  it('it goes home by itself once a damaged record is whole again, and is kept no longer', async () => {
    const meanwhile = states['half of a record'] ?? (() => Promise.resolve());
    const attempt = { answer: answers['the same account'] ?? {}, meanwhile, fault: {} };
    const { home, session } = await refreshMeeting(attempt);
    expect(await new KeptFolder(home.folder).ids()).toHaveLength(1);
    await home.write(due);
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
    expect(await home.document()).toMatchObject({ tokens: { refresh_token: successor } });
    expect(await new KeptFolder(home.folder).ids()).toEqual([]);
  });
});

describe('a journal of a newer version', () => {
  const future = JSON.stringify({ version: 2, tokens: 'in another shape' });

  it('is left alone: nothing is asked', async () => {
    let requests = 0;
    const http: HttpClient = () => {
      requests += 1;
      return Promise.reject(new TypeError('nobody is asked'));
    };
    const { session, store } = await openSession(await codexHomeInTest(due), { http });
    await store.journal.write(future);
    expect(await session.refresh()).toMatchObject({ failure: { reason: 'unsaved' } });
    expect(requests).toBe(0);
    expect(await store.journal.read()).toBe(future);
  });

  it('outlives a new sign-in', async () => {
    const { session, store } = await openSession(await codexHomeInTest(due));
    await store.journal.write(future);
    await session.signIn({ kind: 'apiKey', apiKey: testApiKey });
    expect(await store.journal.read()).toBe(future);
  });
});

describe('a record that has grown', () => {
  const withMore = (bytes: number) => ({ ...due, theirs: 'x'.repeat(bytes) });
  const noRoom: HttpClient = () => Promise.reject(new TypeError('nobody is asked'));

  it('is not refreshed where the new tokens might not fit', async () => {
    const home = await codexHomeInTest(withMore(1024 * 1024 - 40 * 1024));
    const { session } = await openSession(home, { http: noRoom });
    expect(await session.refresh()).toMatchObject({
      failure: { reason: 'unsaved', message: expect.stringContaining('so large') as string },
    });
  });

  it('is refreshed as long as they do', async () => {
    const body = JSON.stringify(answers['the same account']);
    const http: HttpClient = () => Promise.resolve({ status: 200, statusText: 'OK', body });
    const home = await codexHomeInTest(withMore(900 * 1024));
    const { session } = await openSession(home, { http });
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
  });

  it('takes no sign-in that would make it unreadable; the old one stands', async () => {
    const home = await codexHomeInTest(withMore(1024 * 1024 - 3000));
    const before = await home.text();
    const { session } = await openSession(home);
    const grant = { kind: 'apiKey', apiKey: `sk-${'k'.repeat(4000)}` } as const;
    await expect(session.signIn(grant)).rejects.toThrow('larger than 1 MiB');
    expect(await home.text()).toBe(before);
  });
});
