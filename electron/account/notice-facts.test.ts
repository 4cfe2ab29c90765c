import { describe, expect, it } from 'vitest';

import { noticeIdSchema, type Notice, type NoticeId } from '../../shared/app-state.ts';
import { problemCodeSchema } from '../../shared/problem-code.ts';
import type { Credential } from '../auth/credential.ts';
import { Listeners } from '../base/listeners.ts';
import {
  chatgptCredential,
  chatgptDocument,
  grace,
  issuedTokens,
  otherCredential,
  storedApiKey,
  testApiKey,
} from '../testing/credentials.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { NoticeBoard } from './notice-board.ts';

const notice = (id: NoticeId): Notice => ({
  id,
  severity: 'info',
  title: id,
  message: id,
  action: 'dismiss',
  actionLabel: 'Dismiss',
});

const problems: readonly string[] = problemCodeSchema.options;
/** These follow from the state, and are put on no board. */
const following = ['environment-key', 'removal-withheld', 'store-exposed', 'codex-outdated'];
const ofEvents = noticeIdSchema.options.filter(
  (id) => !problems.includes(id) && !following.includes(id),
);

/** These tell of something else than the account in use. */
const lasting = ['kept-copy', 'left-in-keyring', 'storage-failed', 'keyring-wait'] as const;
const ofAccount = ofEvents.filter(
  (id) => ![...lasting, 'accounts-removal'].some((one) => one === id),
);

class Owner<T> {
  readonly #listeners = new Listeners();
  #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  get(): T {
    return this.#value;
  }
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }
  set(value: T): void {
    this.#value = value;
    this.#listeners.tell();
  }
}

/** A board with this notice, told while Ada is in use, Grace saved and one sign-in kept. */
function told(id: NoticeId, inUse: Credential = chatgptCredential()) {
  const session = new Owner(inUse);
  const accounts = new Owner({ entries: ['grace'] });
  const kept = new Owner([{ id: 'kept-1' }]);
  const board = NoticeBoard.of({ session, accounts, kept });
  board.put(notice(id));
  const isShown = () => board.get().length === 1;
  return { session, accounts, kept, isShown };
}

const others: readonly (readonly [string, Credential])[] = [
  ['another person is signed in', chatgptCredential({ person: grace })],
  ['the person is signed out', { kind: 'signedOut' }],
  ['another program has stored an API key', storedApiKey()],
  ['a personal access token is stored', otherCredential('personalAccessToken')],
  [
    'what is stored cannot be used',
    { kind: 'unusable', problem: { code: 'record-invalid', message: '' } },
  ],
];

describe.each(others)('once %s', (_, credential) => {
  it.each(ofAccount)('%s is over', (id) => {
    const { session, isShown } = told(id);
    expect(isShown()).toBe(true);
    session.set(credential);
    expect(isShown()).toBe(false);
  });

  it.each([...lasting, 'accounts-removal'] as const)('%s is still so', (id) => {
    const { session, isShown } = told(id);
    session.set(credential);
    expect(isShown()).toBe(true);
  });
});

it.each(ofEvents)('%s outlives a refresh of the tokens of the account', (id) => {
  const { session, isShown } = told(id);
  session.set(chatgptCredential({ tokens: { refresh_token: 'refresh-2' } }));
  expect(isShown()).toBe(true);
});

it('another key, and another token, is another account', () => {
  const keyed = told('accounts-failed', storedApiKey());
  keyed.session.set(storedApiKey('sk-another-0123456789'));
  expect(keyed.isShown()).toBe(false);
});

it.each(['enforced', 'signed-out-elsewhere', 'revocation'] as const)(
  '%s, told when nobody is signed in, is over once anybody is',
  (id) => {
    const { session, isShown } = told(id, { kind: 'signedOut' });
    session.set(chatgptCredential());
    expect(isShown()).toBe(false);
  },
);

it('that a sign-in is kept is over once it is not', () => {
  const { kept, isShown } = told('kept-sign-in');
  kept.set([]);
  expect(isShown()).toBe(false);
});

it('that saved accounts are removed is over once there are some again', () => {
  const { accounts, isShown } = told('accounts-removal');
  accounts.set({ entries: [] });
  expect(isShown()).toBe(false);
});

describe('in a program, that an account was switched is over', () => {
  const asGrace = { ...issuedTokens(grace), refreshToken: 'refresh-of-grace' };

  async function switched() {
    const home = await codexHomeInTest(chatgptDocument());
    const { core } = await coreInTest(home);
    const { commands, inHome } = core.accounts;
    await commands.keepForLater({ kind: 'chatgpt', issued: asGrace, apiKey: null });
    const idOf = (email: string | null) =>
      inHome.view().accounts.find((one) => one.email === email)?.id ?? '';
    await commands.use(idOf(grace.email));
    const shown = () => core.notices.get().map(({ id, severity }) => [id, severity]);
    expect(shown()).toEqual([['switched', 'success']]);
    return { core, home, shown, idOf };
  }

  it.each<[string, (context: Awaited<ReturnType<typeof switched>>) => Promise<unknown>]>([
    [
      'once another program has switched back',
      async ({ home, core }) => {
        await home.write(chatgptDocument());
        await core.commands.look();
      },
    ],
    ['once the person signs out', ({ core }) => core.commands.signOut({ everywhere: false })],
    [
      'once another program has signed out',
      async ({ home, core }) => {
        await home.remove();
        await core.commands.look();
      },
    ],
    [
      'once another program has stored an API key',
      async ({ home, core }) => {
        await home.write({ auth_mode: 'apikey', OPENAI_API_KEY: testApiKey });
        await core.commands.look();
      },
    ],
  ])('%s', async (_, change) => {
    const context = await switched();
    await change(context);
    expect(context.shown().filter(([id]) => id === 'switched')).toEqual([]);
  });
});
