import { execFile } from 'node:child_process';
import { createDiffieHellmanGroup, hkdfSync } from 'node:crypto';
import { promisify } from 'node:util';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startSecretService } from '../../e2e/fixtures/secret-service.ts';
import type { Keyring } from '../store/keyring.ts';
import type { Behaviour } from '../testing/secret-service/behaviour.ts';
import {
  startOddSecretService,
  type OddSecretService,
} from '../testing/secret-service/odd-secret-service.ts';
import { secretService } from './secret-service.ts';
import { startKeyAgreement } from './secret-service-session.ts';

const item = { service: 'Codex Auth', account: 'cli|0123456789abcdef' };
/** As Codex CLI 0.171.0 makes it (crate keyring 3.6.3). */
const attributes = {
  application: 'rust-keyring',
  service: 'Codex Auth',
  target: 'default',
  username: 'cli|0123456789abcdef',
};
const label = 'cli|0123456789abcdef@Codex Auth:default (keyring v3.6.3)';

const prime = createDiffieHellmanGroup('modp2').getPrime();

let odd: OddSecretService;
let keyring: Keyring;
beforeAll(async () => {
  odd = await startOddSecretService();
}, 60_000);
afterAll(() => odd.stop());
beforeEach(async () => {
  await odd.comeBack();
  await odd.behaveWell();
  await odd.empty();
  keyring = secretService(odd.env);
});

const values = async () => (await odd.report()).items.map(({ value }) => value);
const calls = async () => (await odd.report()).calls;
/** Ends the question once a prompt stands, as a limit would. */
function untilPrompted() {
  const limit = new AbortController();
  return { signal: limit.signal, onPrompt: () => limit.abort() };
}

describe('the Secret Service', () => {
  it('holds an item exactly as the Codex CLI writes it', async () => {
    await keyring.set(item, '{"a":"\u00fc"}');
    const { items } = await odd.report();
    expect(items).toMatchObject([
      { label, attributes, value: '{"a":"\u00fc"}', contentType: 'text/plain' },
    ]);
    expect(await keyring.get(item)).toBe('{"a":"\u00fc"}');
    await keyring.set(item, 'new');
    expect(await values()).toEqual(['new']);
    expect(await keyring.delete(item)).toBe(true);
    expect(await keyring.delete(item)).toBe(false);
    expect(await keyring.get(item)).toBeNull();
  });

  it('finds and replaces an item that has no target, as older programs made it', async () => {
    const { application, service, username } = attributes;
    const older = { application, service, username };
    await odd.add({ attributes: older, value: 'old' });
    expect(await keyring.get(item)).toBe('old');
    await keyring.set(item, 'new');
    expect(await values()).toEqual(['new']);
  });

  it.each([
    ['of another target', { ...attributes, target: 'other' }],
    ['of another service', { ...attributes, service: 'codex' }],
    ['of another account', { ...attributes, username: 'cli|ffffffffffffffff' }],
  ])('leaves an item %s alone', async (_, of) => {
    await odd.add({ attributes: of, value: 'theirs' });
    expect(await keyring.get(item)).toBeNull();
    expect(await keyring.delete(item)).toBe(false);
    await keyring.set(item, 'ours');
    expect(await values()).toEqual(['theirs', 'ours']);
  });

  it('takes values of 100 KB', async () => {
    const large = 'x'.repeat(100_000);
    await keyring.set(item, large);
    expect(await keyring.get(item)).toBe(large);
  });

  it('searches once for an item, there or not', async () => {
    expect(await keyring.get(item)).toBeNull();
    expect((await calls())['SearchItems']).toBe(1);
    await odd.add({ attributes, value: 'value' });
    expect(await keyring.get(item)).toBe('value');
    expect((await calls())['SearchItems']).toBe(2);
  });

  it.each(['shown', 'hidden'] as const)(
    'leaves an item of another target alone in a collection that was locked: %s',
    async (locked) => {
      await odd.add({ attributes: { ...attributes, target: 'other' }, value: 'theirs' });
      await odd.add({ attributes, value: 'ours' });
      const prompts = { create: 'none', delete: 'none', unlock: 'confirmed' } as const;
      await odd.behave({ locked, prompts });
      expect(await keyring.get(item)).toBe('ours');
      expect(await keyring.list(item)).toHaveLength(1);
    },
  );

  it('opens one session for many questions', async () => {
    for (let count = 0; count < 5; count += 1) await keyring.get(item);
    expect((await calls())['OpenSession']).toBe(1);
  });
});

const refusals: [string, Partial<Behaviour>, string][] = [
  ['not-supported', { sessions: 'not-supported' }, 'it offers no encrypted session'],
  ['access-denied', { sessions: 'access-denied' }, 'access denied'],
  ['limits-exceeded', { sessions: 'limits-exceeded' }, 'too many connections'],
  ['failed-with-line-breaks', { sessions: 'failed-with-line-breaks' }, 'it opened no session'],
  ['plain-only', { sessions: 'plain-only' }, 'it offers no encrypted session'],
];

describe('a service that gives no session', () => {
  it.each(refusals)('%s: is refused, with a reason of our own words', async (_, as, message) => {
    await odd.behave(as);
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'refused', message });
    expect((await calls())['OpenSession']).toBe(2);
  });

  it.each(refusals.slice(0, -1))('%s: once, is asked again and serves', async (_, as) => {
    await keyring.set(item, 'value');
    await odd.behave({ ...as, refusedSessions: 1 });
    expect(await secretService(odd.env).get(item)).toBe('value');
  });
});

describe('what is locked', () => {
  it.each([
    ['a collection that shows its items', { locked: 'shown' }],
    ['a collection that hides its items', { locked: 'hidden' }],
    ['an item by itself', { areItemsLocked: true }],
  ] as const)('is locked and never absent without a prompt: %s', async (_, as) => {
    await keyring.set(item, 'value');
    await odd.behave({ ...as, prompts: { create: 'none', delete: 'none', unlock: 'confirmed' } });
    const asking = { mayPrompt: false };
    await expect(keyring.get(item, asking)).rejects.toMatchObject({ code: 'locked' });
    await expect(keyring.set(item, 'new', asking)).rejects.toMatchObject({ code: 'locked' });
    await expect(keyring.delete(item, asking)).rejects.toMatchObject({ code: 'locked' });
    expect((await calls())['Prompt']).toBeUndefined();
    expect(await values()).toEqual(['value']);
    expect(await keyring.get(item)).toBe('value');
  });

  it.each([
    ['dismissed', 'prompt-dismissed'],
    ['unanswered', 'prompt-unanswered'],
  ] as const)('by a prompt that is %s, whatever is asked', async (outcome, code) => {
    await keyring.set(item, 'value');
    const prompts = { create: outcome, delete: outcome, unlock: outcome };
    for (const as of [{ locked: 'shown' }, { locked: 'hidden' }] as const) {
      await odd.behave({ ...as, prompts });
      const asking = () => (outcome === 'unanswered' ? untilPrompted() : {});
      await expect(keyring.get(item, asking())).rejects.toMatchObject({ code });
      await expect(keyring.set(item, 'new', asking())).rejects.toMatchObject({ code });
      await expect(keyring.delete(item, asking())).rejects.toMatchObject({ code });
    }
    await odd.behave({ locked: 'no' });
    await expect(
      keyring.delete(item, outcome === 'unanswered' ? untilPrompted() : {}),
    ).rejects.toMatchObject({ code });
    expect(await values()).toEqual(['value']);
    await expect.poll(async () => (await odd.report()).standingPrompts).toBe(0);
  });

  it('is unlocked, written and deleted by prompts that are confirmed', async () => {
    const prompts = { create: 'confirmed', delete: 'confirmed', unlock: 'confirmed' } as const;
    await odd.behave({ locked: 'hidden', prompts });
    await keyring.set(item, 'value');
    expect(await keyring.get(item)).toBe('value');
    expect(await keyring.delete(item)).toBe(true);
    expect(await values()).toEqual([]);
  });

  it('asks for a new item where only what is unlocked is found', async () => {
    await odd.behave({ locked: 'hidden' });
    expect(await keyring.state()).toMatchObject({ mayHideItems: true });
    await odd.behave({ locked: 'no' });
    expect(await keyring.state()).toMatchObject({ mayHideItems: false, keepsDeleted: false });
  });
});

describe('a collection to write into', () => {
  it.each(['no-default', 'none'] as const)('that is missing (%s) is told', async (collections) => {
    await odd.behave({ collections });
    expect(await keyring.get(item)).toBeNull();
    await expect(keyring.set(item, 'value')).rejects.toMatchObject({
      code: 'no-default-collection',
    });
  });
});

describe('several items that match', () => {
  it('are named, and none of them is read, replaced or removed', async () => {
    await odd.add({ attributes, label: 'one', value: 'first', created: 1, modified: 10 });
    await odd.add({ attributes, label: 'two\n', value: 'second', created: 2, modified: 20 });
    const items = [
      { label: 'two\\u000a', createdAt: 2_000, modifiedAt: 20_000 },
      { label: 'one', createdAt: 1_000, modifiedAt: 10_000 },
    ];
    for (const question of [
      () => keyring.get(item),
      () => keyring.set(item, 'new'),
      () => keyring.delete(item),
    ]) {
      const refusal: unknown = await question().catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'several-items', items });
      expect(JSON.stringify(refusal)).not.toMatch(/first|second/);
    }
    expect(await keyring.list(item)).toMatchObject(items);
    expect(await values()).toEqual(['first', 'second']);
  });

  it('are one again once the other was removed', async () => {
    await odd.add({ attributes, label: 'one', value: 'first', modified: 10 });
    await odd.add({ attributes, label: 'two', value: 'second', modified: 20 });
    const [, older] = await keyring.list(item);
    expect(await keyring.removeOne(item, older?.id ?? '')).toBe(true);
    expect(await keyring.removeOne(item, older?.id ?? '')).toBe(false);
    expect(await keyring.get(item)).toBe('second');
  });

  it('no item of another program is removed as one of them', async () => {
    await odd.add({ attributes: { ...attributes, service: 'theirs' }, value: 'theirs' });
    const [theirs] = await keyring.list({ ...item, service: 'theirs' });
    expect(await keyring.removeOne(item, theirs?.id ?? '')).toBe(false);
    expect(await values()).toEqual(['theirs']);
  });
});

describe('an item that cannot be read', () => {
  it.each(['no-utf8', 'get-fails'] as const)('is no absent one: %s', async (secrets) => {
    await odd.add({ attributes, value: 'value' });
    await odd.behave({ secrets });
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'unreadable-item' });
    expect(await keyring.delete(item)).toBe(true);
  });
});

describe('a service that is slow', () => {
  it.each(['OpenSession', 'SearchItems', 'GetSecret'])(
    'in %s is timed out by the limit, and serves later',
    async (method) => {
      await odd.add({ attributes, value: 'value' });
      await odd.behave({ methodDelaysMs: { [method]: 60_000 } });
      const limit = new AbortController();
      const refused = expect(keyring.get(item, { signal: limit.signal })).rejects.toMatchObject({
        code: 'timed-out',
      });
      await expect.poll(async () => (await calls())[method]).toBe(1);
      limit.abort();
      await refused;
      await odd.behaveWell();
      expect(await keyring.get(item)).toBe('value');
    },
  );

  it('is waited for beyond two seconds, where the library gives up', async () => {
    await odd.add({ attributes, value: 'value' });
    await odd.behave({ delayMs: 700 });
    expect(await keyring.get(item)).toBe('value');
  });

  it('is asked nothing where the signal has aborted before', async () => {
    await expect(keyring.get(item, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'timed-out',
    });
    expect((await calls())['SearchItems']).toBeUndefined();
  });
});

describe('a service that goes', () => {
  it.each(['OpenSession', 'SearchItems', 'GetSecret'])(
    'in %s without coming back gave no answer, and serves once it is back',
    async (method) => {
      await odd.add({ attributes, value: 'value' });
      await odd.behave({ dies: { when: 'unanswered', method, call: 1, backAfterMs: null } });
      await expect(keyring.get(item)).rejects.toMatchObject({ code: 'timed-out' });
      expect(await keyring.isSurelyAbsent()).toBe(true);
      await odd.comeBack();
      expect(await keyring.isSurelyAbsent()).toBe(false);
      expect(await keyring.get(item)).toBe('value');
    },
  );

  it('and comes back between two questions is asked in a new session', async () => {
    await keyring.set(item, 'value');
    const { mark } = await keyring.state();
    await odd.die();
    expect((await keyring.state()).mark).not.toBe(mark);
    await odd.comeBack();
    expect((await keyring.state()).mark).not.toBe(mark);
    expect(await keyring.get(item)).toBe('value');
  });

  it('after it has removed an item has removed it', async () => {
    await keyring.set(item, 'value');
    await odd.behave({ dies: { when: 'unanswered', method: 'Delete', call: 1, backAfterMs: 0 } });
    expect(await keyring.delete(item).catch(() => true)).toBe(true);
  });
});

describe('a machine without a keyring', () => {
  it.each([
    ['no socket', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
    ['no address and no socket in the runtime folder', { XDG_RUNTIME_DIR: '/nowhere' }],
    ['no address that is understood', { DBUS_SESSION_BUS_ADDRESS: 'autolaunch:' }],
  ])('has no service, for certain: %s', async (_, env) => {
    const none = secretService(env);
    await expect(none.get(item)).rejects.toMatchObject({ code: 'no-service' });
    expect(await none.isSurelyAbsent()).toBe(true);
  });

  it('has none where nobody owns the name', async () => {
    await odd.die();
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'no-service' });
    expect(await keyring.isSurelyAbsent()).toBe(true);
  });
});

describe('the state of a keyring', () => {
  it('is another one once it is locked, unlocked or answers again', async () => {
    const marks = new Set([(await keyring.state()).mark]);
    await odd.behave({ locked: 'shown' });
    marks.add((await keyring.state()).mark);
    expect(marks.size).toBe(2);
    await odd.behave({ locked: 'no' });
    expect(marks).toContain((await keyring.state()).mark);
  });
});

describe('an agreement on a key', () => {
  it('never has a public key that begins with a zero byte, nor one that is shorter', () => {
    for (let count = 0; count < 1_000; count += 1) {
      const { publicKey } = startKeyAgreement();
      expect([publicKey.length, publicKey[0] === 0]).toEqual([128, false]);
    }
  });

  it('is the one of the second Oakley group, as Node knows it', () => {
    const node = createDiffieHellmanGroup('modp2');
    const ours = startKeyAgreement();
    const theirs = node.generateKeys();
    const secret = node.computeSecret(ours.publicKey);
    const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(32), '', 16)).toString('hex');
    const agreed = ours.agree(theirs);
    expect(agreed === null ? null : Buffer.from(agreed).toString('hex')).toBe(
      secret[0] === 0 ? null : key,
    );
  });

  it.each([
    ['no number', []],
    ['zero', [0]],
    ['one', [0, 1]],
    ['the prime less one', Buffer.concat([prime.subarray(0, -1), Buffer.from([0xfe])])],
    ['the prime', prime],
    ['a longer number', Buffer.concat([Buffer.from([1]), prime])],
  ])('is none with a public key that is %s', (_, theirs) => {
    expect(startKeyAgreement().agree(Uint8Array.from(theirs))).toBeNull();
  });

  it('is none where the common secret begins with a zero byte', () => {
    const agreement = startKeyAgreement();
    // One number of 256 has it, whatever the private key is.
    const isNone = (number: number) =>
      agreement.agree(Uint8Array.from([number >> 8, number])) === null;
    const numbers = Array.from({ length: 2_000 }, (_, index) => index + 2);
    expect(numbers.some(isNone)).toBe(true);
    expect(numbers.every(isNone)).toBe(false);
  });
});

/** A question by the library, in a process of its own as it blocks the one it runs in. */
async function byLibrary(question: string): Promise<string> {
  const script = `
    const { AsyncEntry } = require('@napi-rs/keyring');
    const options = { linux: { store: 'secret-service' } };
    (async () => {
      const entry = new AsyncEntry(${JSON.stringify(item.service)}, ${JSON.stringify(item.account)}, options);
      return entry.${question};
    })().then((value) => console.log('value: ' + value), (error) => console.log('error: ' + error.message));
  `;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['-e', script], {
    env: { ...process.env, ...odd.env },
    cwd: import.meta.dirname,
  });
  return stdout.trim();
}

describe('beside @napi-rs/keyring', () => {
  it('finds and replaces what that has written, and the other way round', async () => {
    await byLibrary('setPassword("from the library")');
    expect(await keyring.get(item)).toBe('from the library');
    await keyring.set(item, 'from us');
    expect(await byLibrary('getPassword()')).toBe('value: from us');
    await byLibrary('setPassword("again")');
    expect(await keyring.get(item)).toBe('again');
    expect(await values()).toEqual(['again']);
    expect(await keyring.delete(item)).toBe(true);
    expect(await byLibrary('getPassword()')).toBe('value: null');
  });

  it('waits where that gives up after two seconds, and calls it blocked', async () => {
    await odd.add({ attributes, value: 'value' });
    await odd.behave({ methodDelaysMs: { SearchItems: 2_500 } });
    const [theirs, ours] = await Promise.all([byLibrary('getPassword()'), keyring.get(item)]);
    expect(theirs).toMatch(/^error: .*blocked the reply/);
    expect(ours).toBe('value');
  });

  it('tells a locked collection that hides the item, where that finds none', async () => {
    await odd.add({ attributes, value: 'value' });
    await odd.behave({ locked: 'hidden' });
    expect(await byLibrary('getPassword()')).toBe('value: null');
    await expect(keyring.get(item, { mayPrompt: false })).rejects.toMatchObject({ code: 'locked' });
  });

  it('tells a refused session as what it is', async () => {
    await odd.behave({ sessions: 'access-denied' });
    expect(await byLibrary('getPassword()')).toMatch(/^error: /);
    await expect(keyring.get(item)).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('beside GNOME Keyring', () => {
  it('writes what other programs find, and is locked where nobody unlocks it', async () => {
    const service = await startSecretService();
    const { env } = service;
    const gnome = secretService(env);
    const named = { service: item.service, username: item.account };
    try {
      expect(await gnome.get(item)).toBeNull();
      await gnome.set(item, 'value');
      expect(await service.lookUp(named)).toBe('value');
      await service.store(named, 'theirs');
      expect(await gnome.get(item)).toBe('theirs');
      const { mark } = await gnome.state();
      await service.lock();
      expect((await gnome.state()).mark).not.toBe(mark);
      await expect(gnome.get(item, { mayPrompt: false })).rejects.toMatchObject({ code: 'locked' });
      await expect(gnome.get(item)).rejects.toMatchObject({ code: 'prompt-dismissed' });
      await service.crash();
      await expect(gnome.get(item)).rejects.toMatchObject({ code: 'no-service' });
      await service.restart();
      expect(await gnome.get(item)).toBe('theirs');
      expect(await gnome.delete(item)).toBe(true);
      expect(await service.lookUp(named)).toBeNull();
    } finally {
      await service.stop();
    }
  });
});
