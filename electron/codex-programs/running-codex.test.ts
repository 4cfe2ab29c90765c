import { describe, expect, it, vi } from 'vitest';

import type { Activity } from '../activity/activity.ts';
import type { Credential } from '../auth/credential.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { chatgptCredential, storedApiKey } from '../testing/credentials.ts';
import { ada, apiKey, entry, grace, nobody } from '../testing/holders.ts';
import { noBackgroundServer } from '../testing/no-background-server.ts';
import { noHistory, shownHolder, type HistoryEntry, type Holder } from './home-history.ts';
import { RunningCodex, type BackgroundServer, type CodexPrograms } from './running-codex.ts';

type Listed = NonNullable<Awaited<ReturnType<CodexPrograms['list']>>>[number];

const minute = 60_000;

function listed(overrides: Partial<Listed> = {}): Listed {
  const seen = {
    pid: 1,
    name: 'codex',
    args: [],
    program: null,
    parent: null,
    home: 'this',
  } as const;
  return { ...seen, startedAt: 5 * minute, ...overrides };
}

const serverArgs = ['app-server', '--listen', 'unix://', '--managed-daemon'];
const server = listed({ pid: 2, args: serverArgs, startedAt: 6 * minute });

const signedOut: Credential = { kind: 'signedOut' };

/** Nobody is signed in by now; ada was. */
const afterSignOut = [entry(ada, { after: null }), entry(nobody, { at: 9 * minute })];

function runningIn(
  programs: readonly Listed[] | null,
  parts: {
    readonly server?: Partial<BackgroundServer>;
    readonly entries?: readonly HistoryEntry[];
    readonly stored?: Credential;
    readonly record?: Activity['recordForPerson'];
  } = {},
) {
  return new RunningCodex({
    programs: { list: () => Promise.resolve(programs) },
    server: { ...noBackgroundServer, ...parts.server },
    session: { get: () => parts.stored ?? signedOut },
    history: {
      read: () => Promise.resolve({ ...noHistory, entries: [...(parts.entries ?? afterSignOut)] }),
    },
    workspaceNames: { get: () => ({ [ada.accountId ?? '']: 'Analytical Engines' }) },
    activity: { recordForPerson: parts.record ?? (() => undefined) },
    log: capturedLog(),
  });
}

const [shownAda, shownGrace] = [
  { ...shownHolder(ada), workspaceName: 'Analytical Engines' },
  shownHolder(grace),
];

const asked = (who: typeof ada, isBusy: boolean | null = false) => ({
  server: { ask: () => Promise.resolve({ who, isBusy }) },
});

describe('the programs that run', () => {
  it('are not known where the system shows none', async () => {
    const running = runningIn(null);
    await running.look();
    expect(running.get()).toMatchObject({ areShown: false, programs: [] });
  });

  it('are told from their start, but for those that have no account', async () => {
    const waiting = listed({ pid: 3, args: ['login'] });
    const updater = listed({ pid: 4, args: ['app-server', 'daemon', 'pid-update-loop'] });
    const running = runningIn([listed({ args: ['exec', 'x'] }), waiting, updater]);
    await running.look();
    expect(running.get().programs).toEqual([
      {
        pid: 1,
        kind: 'exec',
        startedAt: 5 * minute,
        home: 'this',
        isServed: false,
        uses: { how: 'told', who: shownAda, next: null },
        differs: true,
      },
    ]);
  });

  it('have the account of the background server where they work through it', async () => {
    const alone = listed({ pid: 3, args: ['--no-daemon'] });
    const running = runningIn([listed(), alone, server], asked(grace, true));
    await running.look();
    const { programs, isServerBusy } = running.get();
    const graces = { how: 'asked', who: shownGrace };
    expect(programs.map(({ pid, isServed, uses }) => ({ pid, isServed, uses }))).toEqual([
      { pid: 1, isServed: true, uses: graces },
      { pid: 3, isServed: false, uses: { how: 'told', who: shownAda, next: null } },
      { pid: 2, isServed: false, uses: graces },
    ]);
    expect(isServerBusy).toBe(true);
  });

  it('are told from its start, too, where the server does not answer', async () => {
    const running = runningIn([server]);
    await running.look();
    expect(running.get()).toMatchObject({
      programs: [{ uses: { how: 'told', who: { email: ada.email } }, differs: true }],
      isServerBusy: null,
    });
  });

  it('are told from its start, too, where its provider needs no sign-in and it says nobody', async () => {
    const silent = { ask: () => Promise.resolve({ who: null, isBusy: true }) };
    const running = runningIn([server], { server: silent });
    await running.look();
    expect(running.get()).toMatchObject({
      programs: [{ uses: { how: 'told', who: { email: ada.email } } }],
      isServerBusy: true,
    });
  });

  it('tell keys apart by the start where the server says that it is a key', async () => {
    const entries = [entry(apiKey, { after: null }), afterSignOut[1]].filter(
      (one) => one !== undefined,
    );
    const running = runningIn([server], { entries, ...asked({ ...apiKey, id: null }) });
    await running.look();
    expect(running.get().programs).toMatchObject([{ uses: { how: 'asked' }, differs: true }]);
  });

  it('are not judged where what is stored cannot be read', async () => {
    const problem = { code: 'store-unreadable', message: 'It cannot be read.' } as const;
    const running = runningIn([listed()], { stored: { kind: 'unusable', problem } });
    await running.look();
    expect(running.get()).toMatchObject({
      stored: null,
      programs: [{ uses: { how: 'unknown' }, differs: null }],
    });
  });

  it('are reported where they have changed', async () => {
    const running = runningIn([server], asked(ada));
    const listener = vi.fn();
    running.onChange(listener);
    await running.look();
    await running.look();
    expect(listener).toHaveBeenCalledOnce();
  });
});

describe('the environment of the background server', () => {
  const variablesOf = vi.fn(() => Promise.resolve(['CODEX_ACCESS_TOKEN']));

  it('is looked at where a person asks, and remembered for this server', async () => {
    const running = runningIn([server], { server: { variablesOf } });
    await running.look();
    expect(variablesOf).not.toHaveBeenCalled();
    await running.lookClosely();
    expect(variablesOf).toHaveBeenCalledExactlyOnceWith(server.pid);
    await running.look();
    expect(running.get().serverVariables).toEqual(['CODEX_ACCESS_TOKEN']);
  });

  it('is that of no other program', async () => {
    variablesOf.mockClear();
    await runningIn([listed()], { server: { variablesOf } }).lookClosely();
    expect(variablesOf).not.toHaveBeenCalled();
  });
});

it('a restart is told while it lasts, and what runs is looked at afterwards', async () => {
  let ends = (): void => undefined;
  const restart = () =>
    new Promise<{ kind: 'restarted'; message: string }>((resolve) => {
      ends = () => resolve({ kind: 'restarted', message: 'Done.' });
    });
  const running = runningIn([server], { server: { restart } });
  const restarted = running.restart();
  expect(running.get().isRestarting).toBe(true);
  ends();
  expect(await restarted).toEqual({ kind: 'restarted', message: 'Done.' });
  expect(running.get()).toMatchObject({ isRestarting: false, programs: [{ pid: server.pid }] });
});

it('a restart is recorded, with the account that is used then', async () => {
  const record = vi.fn();
  const stored = chatgptCredential();
  const restart = () => Promise.resolve({ kind: 'tooOld', message: 'Why.' } as const);
  await runningIn([server], { stored, record, server: { restart } }).restart();
  const outcome = 'failed:codex-unknown';
  const event = { action: 'restart-codex', outcome, credential: stored };
  expect(record).toHaveBeenCalledExactlyOnceWith(event);
});

describe('whether to restart the background server, a person', () => {
  const key = storedApiKey();

  /** The server is ada's, until something else has restarted it. */
  function withServer(stored: Credential) {
    let [now, who]: [Credential, Holder] = [stored, ada];
    const running = runningIn([server], {
      get stored() {
        return now;
      },
      server: {
        ask: () => Promise.resolve({ who, isBusy: false }),
        restart: () => Promise.resolve({ kind: 'restarted', message: 'Done.' }),
      },
    });
    const become = (credential: Credential) => {
      now = credential;
      return Promise.resolve('done');
    };
    const restartedAs = (holder: Holder) => (who = holder);
    const asks = () => running.get().asksForRestart;
    return { running, become, restartedAs, asks };
  }

  it('is asked after a change that the server does not follow', async () => {
    const { running, become, asks } = withServer(signedOut);
    expect(await running.askingAfter(() => become(key))).toBe('done');
    await vi.waitFor(() => expect(asks()).toBe(true));
  });

  it('is not asked where nothing has changed, though the server uses another account', async () => {
    const { running, become, asks } = withServer(key);
    await running.look();
    await running.askingAfter(() => become(key));
    await running.look();
    expect(running.get().programs).toMatchObject([{ differs: true }]);
    expect(asks()).toBe(false);
  });

  it('is asked after work that fails, too, where the sign-in is another one', async () => {
    const { running, become, asks } = withServer(signedOut);
    const failing = async () => {
      await become(key);
      throw new Error('Why.');
    };
    await expect(running.askingAfter(failing)).rejects.toThrow('Why.');
    await vi.waitFor(() => expect(asks()).toBe(true));
  });

  it('is asked no more once they have answered', async () => {
    const { running, asks } = withServer(key);
    await running.askForRestart();
    expect(asks()).toBe(true);
    running.leaveRestart();
    expect(asks()).toBe(false);
    await running.look();
    expect(asks()).toBe(false);
    await running.askForRestart();
    await running.restart();
    expect(asks()).toBe(false);
  });

  it('is asked no more once something else has restarted it', async () => {
    const { running, restartedAs, asks } = withServer(signedOut);
    await running.askForRestart();
    await running.look();
    expect(asks()).toBe(true);
    restartedAs(nobody);
    await running.look();
    expect(asks()).toBe(false);
  });

  it('is not asked where there is no server', async () => {
    const running = runningIn([]);
    await running.askForRestart();
    expect(running.get().asksForRestart).toBe(false);
  });
});
