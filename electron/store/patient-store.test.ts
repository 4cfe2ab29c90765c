import { describe, expect, it } from 'vitest';

import { capturedLog } from '../testing/captured-log.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { apiKeyRecord, testNow } from '../testing/credentials.ts';
import { halfWrittenWaitsMs, vanishedWaitsMs } from '../settled-read.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { FileStore } from './file-store.ts';
import { KeyringItemPlace } from './keyring-item-place.ts';
import { KeyringStore } from './keyring-store.ts';
import { PatientStore } from './patient-store.ts';
import { deleteEverything } from '../testing/removals.ts';

const { document } = apiKeyRecord();
const text = JSON.stringify(document);

/** A patient store over a real auth.json; `during` runs in its next wait. */
async function patientStore(content?: Parameters<typeof codexHomeInTest>[0]) {
  const home = await codexHomeInTest(content);
  const waited: number[] = [];
  const during: (() => Promise<void>)[] = [];
  const delay = async (delayMs: number): Promise<void> => {
    waited.push(delayMs);
    await during.shift()?.();
  };
  const log = capturedLog();
  const store = new PatientStore(new FileStore(home.folder, () => testNow), delay, log);
  return { home, store, waited, during, log };
}

it('hands out what is whole without waiting', async () => {
  const { store, waited } = await patientStore(document);
  expect(await store.load()).toMatchObject({ kind: 'present' });
  expect(waited).toEqual([]);
});

it.each(['', text.slice(0, 10)])('reads %j again until it is whole', async (half) => {
  const { home, store, during, waited, log } = await patientStore(half);
  during.push(
    () => Promise.resolve(),
    () => home.write(text),
  );
  expect(await store.load()).toMatchObject({ kind: 'present' });
  expect(waited).toEqual(halfWrittenWaitsMs.slice(0, 2));
  expect(log.lines.map(({ event }) => event)).toContain('store-read-again');
});

it('says in the end what stays damaged, and then at once', async () => {
  const { store, waited } = await patientStore('nonsense');
  expect(await store.load()).toMatchObject({ kind: 'invalid' });
  expect(waited).toEqual(halfWrittenWaitsMs);
  expect(await store.load()).toMatchObject({ kind: 'invalid' });
  expect(waited).toEqual(halfWrittenWaitsMs);
});

it('waits a moment for a file that was taken away to be put back', async () => {
  const { home, store, during } = await patientStore(document);
  await store.load();
  await home.remove();
  during.push(() => home.write(text));
  expect(await store.load()).toMatchObject({ kind: 'present' });
});

it('says soon that a file is gone, and that none was there at once', async () => {
  const { home, store, waited } = await patientStore(document);
  await store.load();
  await home.remove();
  expect(await store.load()).toEqual({ kind: 'absent' });
  expect(waited).toEqual(vanishedWaitsMs);
  expect(await store.load()).toEqual({ kind: 'absent' });
  expect(waited).toEqual(vanishedWaitsMs);
});

describe('a keyring that held the credential and does not answer', () => {
  async function overKeyring() {
    const { folder } = await codexHomeInTest();
    const keyring = memoryKeyring();
    const now = () => testNow;
    const item = new KeyringItemPlace(keyring, folder, now);
    const inner = new KeyringStore(item, new FileStore(folder, now), [], capturedLog());
    await inner.save(apiKeyRecord());
    const waited: number[] = [];
    const during: (() => void)[] = [];
    const delay = (delayMs: number): Promise<void> => {
      waited.push(delayMs);
      during.shift()?.();
      return Promise.resolve();
    };
    const store = new PatientStore(inner, delay, capturedLog());
    await store.load();
    return { keyring, store, waited, during };
  }

  it('is asked again for a moment, for it may have crashed and be started again', async () => {
    const { keyring, store, during } = await overKeyring();
    keyring.refuse('no-service');
    during.push(() => keyring.answer());
    expect(await store.load()).toMatchObject({ kind: 'present' });
  });

  it('is told soon where it stays away, and then at once', async () => {
    const { keyring, store, waited } = await overKeyring();
    keyring.refuse('no-service');
    expect(await store.load()).toMatchObject({ reason: 'keyring-unavailable' });
    expect(await store.load()).toMatchObject({ reason: 'keyring-unavailable' });
    expect(waited).toEqual(vanishedWaitsMs);
  });

  it('is told at once where it is locked: asking again would prompt again', async () => {
    const { keyring, store, waited } = await overKeyring();
    keyring.refuse('locked');
    expect(await store.load()).toMatchObject({ reason: 'keyring-locked' });
    expect(waited).toEqual([]);
  });
});

it('believes at once that its own removal worked', async () => {
  const { store, waited } = await patientStore(document);
  await store.load();
  await deleteEverything(store);
  expect(await store.load()).toEqual({ kind: 'absent' });
  expect(waited).toEqual([]);
});
