import { expect, it, vi } from 'vitest';

import type { StorageView } from '../storage/storage-owner.ts';
import { RunningCommands } from './running-commands.ts';
import { storageRequests } from './storage-requests.ts';

function world(busy: StorageView['busy'] = null, accountBusy: string | null = null) {
  const done = () => Promise.resolve({ kind: 'done' } as const);
  const storage = {
    get: () => ({ report: null, severalEntries: [], busy }),
    inspect: vi.fn(() => Promise.resolve()),
    moveTo: vi.fn(done),
    storeInFile: vi.fn(done),
    removeCopy: vi.fn(done),
    removeEntry: vi.fn(done),
    removeKeptCopies: vi.fn(done),
    protect: vi.fn(done),
  };
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const running = new RunningCommands(log);
  const requests = storageRequests({ storage, accountBusy: () => accountBusy, running });
  return { requests, storage, running, log };
}

it('asks the keyring too where the person wants to look', () => {
  const { requests, storage } = world();
  requests.inspect();
  expect(storage.inspect).toHaveBeenCalledWith({ withKeyring: true });
});

it('hands on what is to be moved, removed and protected', () => {
  const { requests, storage } = world();
  requests.moveTo('keyring');
  requests.removeCopy('encryptedFile');
  requests.removeKeptCopies();
  requests.protect();
  requests.storeInFile();
  expect(storage.storeInFile).toHaveBeenCalledOnce();
  expect(storage.moveTo).toHaveBeenCalledWith('keyring');
  expect(storage.removeCopy).toHaveBeenCalledWith('encryptedFile');
  expect(storage.removeKeptCopies).toHaveBeenCalledOnce();
  requests.removeEntry('/org/1');
  expect(storage.removeEntry).toHaveBeenCalledWith('/org/1');
  expect(storage.protect).toHaveBeenCalledOnce();
});

it.each([
  ['moving', null],
  ['inspecting', null],
  [null, 'refreshing'],
  [null, 'signingOut'],
] as const)('refuses every command while another is under way: %s, %s', (busy, accountBusy) => {
  const { requests, storage } = world(busy, accountBusy);
  const refused = expect.objectContaining({ code: 'busy' }) as Error;
  expect(() => requests.inspect()).toThrow(refused);
  expect(() => requests.moveTo('file')).toThrow(refused);
  expect(() => requests.storeInFile()).toThrow(refused);
  expect(() => requests.removeCopy('file')).toThrow(refused);
  expect(() => requests.removeKeptCopies()).toThrow(refused);
  expect(() => requests.protect()).toThrow(refused);
  expect(storage.moveTo).not.toHaveBeenCalled();
});

it('holds back the end of the program until a move is done', async () => {
  const { requests, storage, running } = world();
  let end = () => {};
  storage.moveTo.mockReturnValue(new Promise((resolve) => (end = () => resolve({ kind: 'done' }))));
  requests.moveTo('keyring');
  let isSettled = false;
  const settled = running.settled().then(() => (isSettled = true));
  await Promise.resolve();
  expect(isSettled).toBe(false);
  end();
  await settled;
});

it('tells the log what went wrong, and nothing of its words', async () => {
  const { requests, storage, running, log } = world();
  storage.protect.mockRejectedValue(new TypeError('text with a secret'));
  requests.protect();
  await running.settled();
  expect(log.error).toHaveBeenCalledOnce();
  expect(JSON.stringify(log.error.mock.calls)).not.toContain('secret');
});
