import { describe, expect, it } from 'vitest';

import { serializeJournal } from '../auth/refresh-journal.ts';
import { StoreError } from '../auth/credential-store.ts';
import { hasTokens } from '../auth/auth-record.ts';
import type { PrivateFolder } from '../files/private-folder.ts';
import { entriesOf } from '../testing/model/judge.ts';
import { Program } from '../testing/model/program.ts';
import { inUse, startGatehouse, type Surgery } from '../testing/model/programs.ts';
import { worldOf, type ModelOptions } from '../testing/model/switch-model.ts';
import { placeOf } from '../testing/model/world.ts';
import type { AccountList } from './account-list.ts';

const file: ModelOptions = {
  store: { mode: 'file', keyring: 'item' },
  endsSoon: 'neither',
  isSaved: true,
};
const home = '/home-1';
const full = () => Promise.reject(new StoreError('unwritable', 'The disk is full.'));
const codex = 'codex (process 4711)';

/** Ada is in use, Grace and Kate are saved; over a disk, a keyring and an issuer in memory. */
async function scene(options: Partial<ModelOptions> = {}) {
  const { world, ids } = await worldOf({ ...file, ...options });
  const start = (surgery: Surgery = {}) =>
    startGatehouse(world, new Program('test', { isStepped: false }), home, surgery);
  const to = async (id: string, surgery?: Surgery) => (await start(surgery)).switching.switchTo(id);
  const inHome = () => inUse(world, home)?.record.tokens?.claims.email ?? null;
  const entry = (id: string) => entriesOf(world).find((one) => one.id === id);
  const journals = () => [...world.durable.keys()].filter((name) => name.includes('/switch-'));
  const requests = () => world.issuer.events.filter((one) => one.kind === 'issued').length - 3;
  return { world, ids, start, to, inHome, entry, journals, requests };
}

/** A disk that refuses to replace some files. */
function refusing(isRefused: (name: string) => boolean): Surgery {
  return {
    folder: (folder: PrivateFolder) => ({
      ...folder,
      replace: (name, content) => (isRefused(name) ? full() : folder.replace(name, content)),
    }),
  };
}

/** Leaves what a program has that ends after the other is in use, before it says so in the list. */
async function endsHalfway({ ids, start, inHome, world }: Awaited<ReturnType<typeof scene>>) {
  const dead = new Promise<void>((resolve) => {
    const dying: Surgery = {
      folder: (folder) => ({
        ...folder,
        replace(name, content) {
          if (inHome() !== 'grace@example.com') return folder.replace(name, content);
          resolve();
          return new Promise<never>(() => undefined);
        },
      }),
    };
    void start(dying).then(({ switching }) => switching.switchTo(ids.grace));
  });
  await dead;
  world.locks.clear();
}

describe('the account that is in use', () => {
  it('is not refreshed where it is saved, also where it ends soon', async () => {
    const { to, ids, requests, inHome } = await scene({ endsSoon: 'in use' });
    expect(await to(ids.ada)).toMatchObject({ kind: 'refused', code: 'in-use' });
    expect(requests()).toBe(0);
    expect(inHome()).toBe('ada@example.com');
  });

  it('is known by what lies in the home, not by what the list says', async () => {
    const { to, ids, start } = await scene({ endsSoon: 'in use' });
    const { accounts } = await start();
    await accounts.exclusively((list) => list.change(ids.ada, { homes: [] }));
    expect(await to(ids.ada)).toMatchObject({ code: 'in-use' });
  });
});

describe('a home that another program changes', () => {
  const changing = (world: Awaited<ReturnType<typeof scene>>['world'], times: number): Surgery => ({
    programs: (one) => ({
      ...one,
      // Between the look at what is in use and its exchange.
      running() {
        if (times > 0) {
          const text = world.durable.get(placeOf(home, 'file')) ?? '{}';
          const record = { ...(JSON.parse(text) as object), changed: times };
          world.durable.set(placeOf(home, 'file'), JSON.stringify(record));
        }
        times -= 1;
        return Promise.resolve([]);
      },
    }),
  });

  it('once or twice is switched all the same, with what it holds then', async () => {
    const { to, ids, world, inHome } = await scene();
    expect(await to(ids.grace, changing(world, 2))).toMatchObject({ kind: 'switched' });
    expect(inHome()).toBe('grace@example.com');
  });

  it('each time is left, and that is the reason that is told', async () => {
    const { to, ids, world, inHome, journals } = await scene();
    expect(await to(ids.grace, changing(world, 99))).toMatchObject({
      kind: 'refused',
      code: 'busy',
      message: expect.stringContaining('change the sign-in again and again') as string,
    });
    expect(inHome()).toBe('ada@example.com');
    expect(journals()).toEqual([]);
  });
});

describe('what is known of the account that goes', () => {
  it('goes along: it is good, and in no home', async () => {
    const { to, ids, entry } = await scene();
    expect(await to(ids.grace)).toMatchObject({ kind: 'switched', programs: [], warning: null });
    expect(entry(ids.ada)).toMatchObject({ homes: [], health: { kind: 'good' } });
    expect(entry(ids.grace)).toMatchObject({ homes: [{ path: home }] });
  });

  it('is that a refresh of it was begun and has no known end', async () => {
    const { to, ids, entry, world } = await scene();
    const record = inUse(world, home)?.record;
    if (record === undefined || !hasTokens(record)) throw new TypeError('Ada is in use');
    const begun = serializeJournal({ redeemed: record, tokens: null });
    world.durable.set(`${placeOf(home, 'file')}.refresh-journal`, begun);
    await to(ids.grace);
    expect(entry(ids.ada)?.health).toMatchObject({
      kind: 'maySpent',
      reason: 'refresh-interrupted',
    });
  });

  it('is that its refresh was refused for good', async () => {
    const { start, ids, entry, world } = await scene();
    const { session, switching } = await start();
    world.issuer.revoke(inUse(world, home)?.record.tokens?.refreshToken ?? '', 'another program');
    expect(await session.refresh({ force: true })).toMatchObject({ kind: 'failed' });
    await switching.switchTo(ids.grace);
    expect(entry(ids.ada)?.health).toMatchObject({ kind: 'needsSignIn', reason: 'refused' });
  });

  it.each([
    ['before', [[codex], []]],
    ['while it was replaced', [[], [codex]]],
  ])('is that a Codex ran %s', async (_, answers) => {
    const { to, ids, entry } = await scene();
    const left = [...answers];
    const programs: Surgery = {
      programs: (one) => ({ ...one, running: () => Promise.resolve(left.shift() ?? []) }),
    };
    expect(await to(ids.grace, programs)).toMatchObject({ kind: 'switched', programs: [codex] });
    expect(entry(ids.ada)?.health).toMatchObject({ kind: 'maySpent', reason: 'codex-was-running' });
  });

  it.each([
    ['before', [null, []], null, 'codex-may-have-run'],
    ['while it was replaced', [[], null], null, 'codex-may-have-run'],
    ['before, and then a Codex', [null, [codex]], [codex], 'codex-was-running'],
  ] as const)('is that the system showed no programs %s', async (_, answers, told, reason) => {
    const { to, ids, entry } = await scene();
    const left: (readonly string[] | null)[] = [...answers];
    const programs: Surgery = {
      programs: (one) => ({ ...one, running: () => Promise.resolve(left.shift() ?? null) }),
    };
    expect(await to(ids.grace, programs)).toMatchObject({ kind: 'switched', programs: told });
    expect(entry(ids.ada)?.health).toMatchObject({ kind: 'maySpent', reason });
  });

  it('is nothing new where it is signed in by a key, which nobody uses up', async () => {
    const { to, start, ids, entry, world } = await scene();
    const key = { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-test' };
    world.durable.set(placeOf(home, 'file'), JSON.stringify(key));
    const { look } = await start();
    await look();
    const programs: Surgery = {
      programs: (one) => ({ ...one, running: () => Promise.resolve([codex]) }),
    };
    const outcome = await to(ids.grace, programs);
    if (outcome.kind !== 'switched') throw new TypeError('it is switched');
    expect(entry(outcome.outgoing?.id ?? '')).toMatchObject({
      kind: 'apiKey',
      health: { kind: 'good' },
    });
  });
});

describe('an account whose tokens are in doubt', () => {
  it('is not put into use where newer ones wait in its journal', async () => {
    const { to, ids, inHome, world } = await scene({ endsSoon: 'to come' });
    const outcome = await to(
      ids.grace,
      refusing((name) => name === `${ids.grace}.age`),
    );
    expect(outcome).toMatchObject({ kind: 'refused', code: 'cannot-refresh' });
    expect(inHome()).toBe('ada@example.com');
    expect([...world.durable.keys()]).toContain(`accounts/${ids.grace}.refresh-journal`);
    // The next try saves them first.
    expect(await to(ids.grace)).toMatchObject({ kind: 'switched' });
    expect(world.issuer.isLiving(inUse(world, home)?.record.tokens?.refreshToken ?? '')).toBe(true);
  });

  it('is tried before it is put into use, and refused where that cannot be', async () => {
    const { start, ids, inHome } = await scene();
    const { accounts, switching } = await start();
    const health = { kind: 'maySpent', reason: 'replaced', at: 1 } as const;
    await accounts.exclusively((list) => list.change(ids.grace, { health }));
    expect(await switching.switchTo(ids.grace)).toMatchObject({ kind: 'switched' });
    expect(inHome()).toBe('grace@example.com');
  });
});

describe('a step that is refused', () => {
  it.each<[string, (name: string, id: string) => boolean]>([
    ['the journal', (name) => name.startsWith('switch-')],
    ['what is in use', (name, id) => name === `${id}.age`],
    ['the list', (name) => name === 'accounts.json'],
  ])('changes nothing and leaves no open switch: saving %s', async (_, isRefused) => {
    const { to, ids, inHome, journals } = await scene({ isSaved: false });
    const refused = to(
      ids.grace,
      refusing((name) => isRefused(name, ids.ada)),
    );
    await expect(refused).rejects.toMatchObject({ code: 'unwritable' });
    expect(inHome()).toBe('ada@example.com');
    expect(journals()).toEqual([]);
    expect(await to(ids.grace)).toMatchObject({ kind: 'switched' });
  });

  it('after the other is in use does not undo that', async () => {
    const { world, to, ids, inHome } = await scene();
    const isLate = (): boolean => inHome() !== 'ada@example.com';
    const refused = to(
      ids.grace,
      refusing((name) => name === 'accounts.json' && isLate()),
    );
    expect(await refused).toMatchObject({ kind: 'switched' });
    expect(inHome()).toBe('grace@example.com');
    expect([...world.durable.keys()].some((name) => name.includes('/switch-'))).toBe(true);
  });

  it('but was done all the same, is done: the keyring has not answered in time', async () => {
    const { to, ids, inHome, entry, journals } = await scene({
      store: { mode: 'keyring', keyring: 'item' },
    });
    const silent: Surgery = {
      location: (location) => ({
        ...location,
        put: async (...args) => {
          await location.put(...args);
          throw new StoreError('keyring-timed-out', 'The keyring did not answer in time.');
        },
      }),
    };
    expect(await to(ids.grace, silent)).toMatchObject({ kind: 'switched' });
    expect(inHome()).toBe('grace@example.com');
    // Nobody looked which programs ran just then.
    expect(entry(ids.ada)?.health).toMatchObject({
      kind: 'maySpent',
      reason: 'switch-interrupted',
    });
    expect(journals()).toEqual([]);
  });
});

describe('a switch that a program began and did not end', () => {
  const finish = async ({ start }: Awaited<ReturnType<typeof scene>>) => {
    const { accounts, switching } = await start();
    return accounts.exclusively((list: AccountList) => switching.finish(list));
  };

  it('is finished where the other is in use, and what went may be spent: nobody knows what ran', async () => {
    const one = await scene();
    await endsHalfway(one);
    expect(await finish(one)).toBe('switched');
    const { entry, ids, journals } = one;
    expect(entry(ids.ada)).toMatchObject({
      homes: [],
      health: { kind: 'maySpent', reason: 'switch-interrupted' },
    });
    expect(entry(ids.grace)).toMatchObject({ homes: [{ path: home }], health: { kind: 'good' } });
    expect(journals()).toEqual([]);
  });

  it('leaves nothing in auth.json where it had gone into the keyring', async () => {
    const one = await scene({ store: { mode: 'auto', keyring: 'item' } });
    const before = one.world.durable.get(placeOf(home, 'file')) ?? '';
    await endsHalfway(one);
    // As if the program had ended before it removed it.
    one.world.durable.set(placeOf(home, 'file'), before);
    expect(await finish(one)).toBe('switched');
    expect(one.world.durable.has(placeOf(home, 'file'))).toBe(false);
  });

  it('names two accounts that no home redeems meanwhile', async () => {
    const one = await scene();
    await endsHalfway(one);
    const { switching } = await startGatehouse(
      one.world,
      new Program('another home', { isStepped: false }),
      '/home-2',
    );
    for (const id of [one.ids.ada, one.ids.grace]) {
      const refusal = await switching.switchTo(id);
      expect(refusal).toMatchObject({ code: 'switch-open' });
      expect(refusal).toHaveProperty('message', expect.stringContaining(`A switch in ${home} `));
    }
    expect(await switching.switchTo(one.ids.kate)).toMatchObject({ kind: 'switched' });
  });

  it.each([
    ['nothing', null],
    ['a third account', JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-third' })],
  ])('marks both where the home holds %s', async (_, content) => {
    const one = await scene();
    await endsHalfway(one);
    if (content === null) one.world.durable.delete(placeOf(home, 'file'));
    else one.world.durable.set(placeOf(home, 'file'), content);
    expect(await finish(one)).toBe('neither');
    for (const id of [one.ids.ada, one.ids.grace]) {
      expect(one.entry(id)).toMatchObject({
        homes: [],
        health: { kind: 'maySpent', reason: 'switch-interrupted' },
      });
    }
  });

  it('stays open where the home cannot be read', async () => {
    const one = await scene();
    await endsHalfway(one);
    one.world.durable.set(placeOf(home, 'file'), 'half a rec');
    expect(await finish(one)).toBe('unknown');
    expect(one.journals()).toHaveLength(1);
    expect(await one.to(one.ids.kate)).toMatchObject({
      code: 'switch-open',
      message: expect.stringContaining('what Codex uses cannot be read') as string,
    });
  });

  it.each([
    ['a damaged journal', 'half a jour'],
    ['one of a newer version', JSON.stringify({ version: 2, accounts: [] })],
  ])('stays open for %s, which is named', async (_, content) => {
    const one = await scene();
    await endsHalfway(one);
    const [journal = ''] = one.journals();
    one.world.durable.set(journal, content);
    expect(await finish(one)).toBe('unknown');
    const refusal = await one.to(one.ids.kate);
    expect(refusal).toMatchObject({ code: 'switch-open' });
    expect(refusal).toHaveProperty(
      'message',
      expect.stringContaining(journal.split('/').at(-1) ?? ''),
    );
    expect(one.world.durable.get(journal)).toBe(content);
  });
});
