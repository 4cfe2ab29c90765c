import { describe, expect, it, vi } from 'vitest';

import type { Busy } from '../account/account-commands.ts';
import type { Verdict } from '../policy/verdict.ts';
import { AccountRequests } from './account-requests.ts';
import { RunningCommands } from './running-commands.ts';

function deferred() {
  let resolve = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve: () => resolve(), reject: (error: Error) => reject(error) };
}

function world(busy: Busy = null) {
  const running = deferred();
  const asked: string[] = [];
  const commands = {
    changeKept: <T>(work: () => Promise<T>) => work(),
    changeAccounts: vi.fn((_: Busy, work: () => Promise<unknown>) => work()),
    allowPrompt: vi.fn(() => void asked.push('allow prompt')),
    get: () => busy,
    refresh: vi.fn(() => Promise.resolve({ kind: 'fresh' } as const)),
    lookUp: vi.fn(() => Promise.resolve(null)),
    signOut: vi.fn(() => Promise.resolve(null)),
    reload: vi.fn(() => {
      asked.push('reload');
      return running.promise;
    }),
    verdict: vi.fn((): Verdict => ({ kind: 'allowed' })),
  };
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const done = () =>
    Promise.resolve({ kind: 'done', message: 'Done.', severity: 'success' } as const);
  const kept = { use: vi.fn(done), remove: vi.fn(done) };
  const accounts = {
    use: vi.fn(done),
    rename: vi.fn(done),
    remove: vi.fn(done),
    signOutEverywhere: vi.fn(done),
    choosePlainFiles: vi.fn(done),
    startWithNewKey: vi.fn(done),
  };
  const inHome = { lookAgain: vi.fn(() => Promise.resolve()) };
  const askedAfter = vi.fn();
  const codex = {
    askingAfter: async <T>(work: () => Promise<T>) => {
      const outcome = await work();
      askedAfter();
      return outcome;
    },
  };
  const accepted = new RunningCommands(log);
  const requests = new AccountRequests({
    commands,
    kept,
    accounts,
    inHome,
    codex,
    workspaceNames: { get: () => ({}) },
    running: accepted,
  });
  return { requests, commands, kept, accounts, inHome, askedAfter, accepted, asked, log, running };
}

it('refreshes although the token is still good: a person has asked', () => {
  const { requests, commands } = world();
  requests.refresh();
  expect(commands.refresh).toHaveBeenCalledWith({ force: true });
});

it('does not refresh what a login rule forbids', () => {
  const { requests, commands } = world();
  const message = 'API key login is required';
  commands.verdict.mockReturnValue({
    kind: 'violated',
    rule: 'allowedMethods',
    source: '/etc/codex/requirements.toml',
    message,
    remedy: 'hide',
    withheld: null,
  });
  expect(() => requests.refresh()).toThrow(
    expect.objectContaining({ code: 'forbidden-by-rule', message }),
  );
  expect(commands.refresh).not.toHaveBeenCalled();
});

it.each([
  ['rules', 'rules-unknown'],
  ['evidence', 'not-judged'],
  ['credential', 'not-judged'],
] as const)('does not refresh what cannot be judged, for want of %s', (because, code) => {
  const { requests, commands } = world();
  const message = 'It cannot be told.';
  commands.verdict.mockReturnValue({ kind: 'unknown', because, message });
  expect(() => requests.refresh()).toThrow(expect.objectContaining({ code, message }));
  expect(commands.refresh).not.toHaveBeenCalled();
});

describe('while another command is under way', () => {
  it.each(['refreshing', 'signingOut'] as const)('refuses a second one: %s', (busy) => {
    const { requests, commands } = world(busy);
    expect(() => requests.refresh()).toThrow(expect.objectContaining({ code: 'busy' }));
    expect(() => requests.signOut({ everywhere: true })).toThrow(
      expect.objectContaining({ code: 'busy' }),
    );
    expect(commands.refresh).not.toHaveBeenCalled();
    expect(commands.signOut).not.toHaveBeenCalled();
  });

  it.each(['refreshing', 'changingKept'] as const)('changes no kept sign-in: %s', (busy) => {
    const { requests, kept } = world(busy);
    const refused = expect.objectContaining({ code: 'busy' }) as Error;
    expect(() => requests.useKept('kept-1')).toThrow(refused);
    expect(() => requests.removeKept('kept-1')).toThrow(refused);
    expect(kept.use).not.toHaveBeenCalled();
    expect(kept.remove).not.toHaveBeenCalled();
  });
});

it('puts a kept sign-in into use, and removes one', () => {
  const { requests, kept } = world();
  requests.useKept('kept-1');
  requests.removeKept('kept-2');
  expect(kept.use).toHaveBeenCalledWith('kept-1');
  expect(kept.remove).toHaveBeenCalledWith('kept-2');
});

describe('saved accounts', () => {
  const asked = [
    ['use', ['1'], (requests: AccountRequests) => requests.useAccount('1')],
    ['rename', ['1', 'Work'], (requests: AccountRequests) => requests.renameAccount('1', 'Work')],
    ['remove', ['1'], (requests: AccountRequests) => requests.removeAccount('1')],
    ['signOutEverywhere', ['1'], (requests: AccountRequests) => requests.signOutAccount('1')],
    ['choosePlainFiles', [true], (requests: AccountRequests) => requests.choosePlainFiles(true)],
    ['startWithNewKey', [], (requests: AccountRequests) => requests.makeAccountKey()],
  ] as const;

  it.each(asked)('are asked to %s, as one command that is under way', (name, input, ask) => {
    const { requests, accounts, commands } = world();
    ask(requests);
    expect(accounts[name]).toHaveBeenCalledExactlyOnceWith(...input);
    const busy = name === 'use' ? 'switchingAccount' : 'changingAccount';
    expect(commands.changeAccounts).toHaveBeenCalledWith(busy, expect.any(Function));
  });

  it.each(asked)('are not asked to %s while another command is under way', (name, _, ask) => {
    const { requests, accounts } = world('refreshing');
    expect(() => ask(requests)).toThrow(expect.objectContaining({ code: 'busy' }));
    expect(accounts[name]).not.toHaveBeenCalled();
  });

  it('are looked at whatever is under way', () => {
    const { requests, inHome } = world('refreshing');
    requests.lookAtAccounts();
    expect(inHome.lookAgain).toHaveBeenCalledOnce();
  });
});

describe('reload', () => {
  it('runs once however many ask while it runs, and again afterwards', async () => {
    const { requests, commands, running } = world();
    const both = Promise.all([requests.reload(), requests.reload()]);
    expect(commands.reload).toHaveBeenCalledOnce();
    running.resolve();
    await both;
    await requests.reload();
    expect(commands.reload).toHaveBeenCalledTimes(2);
  });

  it('tells the log what went wrong, and nobody else', async () => {
    const { requests, log, running } = world();
    running.reject(new TypeError('text with a secret'));
    await expect(requests.reload()).resolves.toBeUndefined();
    expect(log.error.mock.calls).toEqual([
      [
        'command.unexpected-error',
        expect.objectContaining({ command: 'reload', name: 'TypeError' }),
      ],
    ]);
    expect(JSON.stringify(log.error.mock.calls)).not.toContain('secret');
  });
});

describe('reading again because a person asked', () => {
  it('lets the keyring prompt, then reads', async () => {
    const { requests, asked, running } = world();
    running.resolve();
    await requests.readAgain();
    expect(asked).toEqual(['allow prompt', 'reload']);
  });

  it('follows a reload that is running, which may have been refused already', async () => {
    const { requests, asked, running } = world();
    void requests.reload();
    const person = requests.readAgain();
    expect(asked).toEqual(['reload']);
    running.resolve();
    await person;
    expect(asked).toEqual(['reload', 'allow prompt', 'reload']);
  });

  it('is one more reload for two who ask during one', async () => {
    const { requests, commands, running } = world();
    void requests.reload();
    const people = [requests.readAgain(), requests.readAgain()];
    running.resolve();
    await Promise.all(people);
    expect(commands.reload).toHaveBeenCalledTimes(2);
  });

  it('is waited for with everything else', async () => {
    const { requests, commands, accepted, running } = world();
    void requests.reload();
    void requests.readAgain();
    const settled = accepted.settled();
    running.resolve();
    await settled;
    expect(commands.reload).toHaveBeenCalledTimes(2);
  });
});

it('is settled when everything that was accepted is done', async () => {
  const { requests, accepted, running } = world();
  void requests.reload();
  let isSettled = false;
  const settled = accepted.settled().then(() => (isSettled = true));
  await Promise.resolve();
  expect(isSettled).toBe(false);
  running.resolve();
  await settled;
  expect(isSettled).toBe(true);
});

it.each<[string, (requests: AccountRequests) => void]>([
  ['a sign-out', (requests) => requests.signOut({ everywhere: false })],
  ['a switch', (requests) => requests.useAccount('000000000000')],
  ['the sign-out of an account that may be in use', (requests) => requests.signOutAccount('1')],
  ['the use of a kept sign-in', (requests) => requests.useKept('1')],
])('a person may be asked about a restart of Codex after %s', async (_, act) => {
  const { requests, askedAfter, accepted } = world();
  act(requests);
  await accepted.settled();
  expect(askedAfter).toHaveBeenCalledOnce();
});
