import { chmod, lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { codexHomeInTest, temporaryFolder } from '../testing/codex-home.ts';
import { coreInTest, type CoreInTest, type CoreOptions } from '../testing/core-in-test.ts';
import { chatgptDocument, grace } from '../testing/credentials.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { jsonAnswer, scriptedHttp } from '../testing/scripted-http.ts';
import { KeyringError, type FoundItem, type KeyringItem } from '../store/keyring.ts';

const document = chatgptDocument();
const setting = (mode: string): string => `cli_auth_credentials_store = "${mode}"\n`;
const encrypted = '[features]\nsecret_auth_storage = true\n';

/** A signed-in folder of Codex, with a config.toml where one is given. */
async function signedIn(toml?: string, options: CoreOptions = {}): Promise<CoreInTest> {
  const home = await codexHomeInTest(document);
  await chmod(home.authFile, 0o600);
  if (toml !== undefined) await configure(home.folder, toml);
  return coreInTest(home, options);
}

/** The same, moved into the keyring. */
async function signedInByKeyring(): Promise<CoreInTest> {
  const world = await signedIn('');
  await world.core.storage.moveTo('keyring');
  return world;
}

function configure(folder: string, toml: string): Promise<void> {
  return writeFile(path.join(folder, 'config.toml'), toml);
}

function configOf({ home }: CoreInTest): Promise<string> {
  return readFile(path.join(home.folder, 'config.toml'), 'utf8');
}

const reportOf = ({ core }: CoreInTest) => core.storage.get().report;
const noticesOf = ({ core }: CoreInTest) => core.notices.get().map(({ id }) => id);

describe('what is known at the start', () => {
  it('are the files, and the keyring is not asked', async () => {
    const world = await signedIn();
    expect(reportOf(world)).toMatchObject({
      mode: 'file',
      reason: 'default',
      active: { kind: 'file', holds: 'credential' },
      copies: [],
      keyring: 'notAsked',
      movableTo: ['keyring'],
    });
    expect(world.keyring.questions).toEqual([]);
  });

  it('is looked at again with every reload, and told when it is another', async () => {
    const world = await signedIn();
    const { core, home } = world;
    let told = 0;
    core.storage.onChange(() => (told += 1));
    await chmod(home.authFile, 0o644);
    await core.commands.reload();
    await expect.poll(() => reportOf(world)?.active?.protection).toBe('readableByOthers');
    expect(told).toBe(1);
    expect(world.keyring.questions).toEqual([]);
  });
});

describe('asking the keyring too', () => {
  it('finds the copy that lies there, and says when it is at work', async () => {
    const world = await signedInByKeyring();
    const { core, home } = world;
    await home.write(chatgptDocument({ person: grace }));
    await configure(home.folder, setting('file'));
    await core.commands.reload();
    const busy: unknown[] = [];
    core.storage.onChange(() => busy.push(core.storage.get().busy));
    await core.storage.inspect({ withKeyring: true });
    expect(reportOf(world)).toMatchObject({
      active: { kind: 'file' },
      copies: [{ kind: 'keyringItem', holds: 'credential' }],
      keyring: 'asked',
    });
    expect(busy).toContain('inspecting');
    expect(core.storage.get().busy).toBeNull();
  });

  it('keeps what it found when the window is come back to, until the credential is another one', async () => {
    const world = await signedInByKeyring();
    const { core, home } = world;
    await home.write(chatgptDocument({ person: grace }));
    await configure(home.folder, setting('file'));
    await core.commands.reload();
    await core.storage.inspect({ withKeyring: true });
    await core.commands.reload();
    await core.storage.inspect({ withKeyring: false });
    expect(reportOf(world)).toMatchObject({ copies: [{ kind: 'keyringItem' }], keyring: 'asked' });

    await home.write(document);
    await core.commands.reload();
    await core.storage.inspect({ withKeyring: false });
    expect(reportOf(world)).toMatchObject({ copies: [], keyring: 'notAsked' });
  });

  it('keeps what it found when a refresh of the same credential fails for good', async () => {
    const { http } = scriptedHttp(jsonAnswer(401, {}));
    const world = await signedIn('', { http });
    const { session, storage } = world.core;
    await storage.inspect({ withKeyring: true });
    await session.refresh({ force: true });
    expect(session.lastFailure()).not.toBeNull();
    await storage.inspect({ withKeyring: false });
    expect(reportOf(world)).toMatchObject({ keyring: 'asked' });
  });

  it('asks a locked one at most once', async () => {
    const world = await signedIn();
    world.keyring.refuse('locked');
    await world.core.storage.inspect({ withKeyring: true });
    expect(world.keyring.questions).toHaveLength(1);
    expect(reportOf(world)).toMatchObject({ keyring: 'unanswered', copies: [] });
  });
});

describe('the keyring, without a word of the person', () => {
  /** Each reading of the settings lets the desk look again; the last look is awaited. */
  async function lookAgainAndAgain({ core }: CoreInTest): Promise<void> {
    await core.rules.reload();
    await core.rules.reload();
    await core.storage.inspect({ withKeyring: false });
  }

  it.each(['', encrypted])('is never asked in mode "file" (%j)', async (toml) => {
    const world = await signedIn(toml + setting('file'));
    await lookAgainAndAgain(world);
    await world.core.storage.protect();
    expect(world.keyring.questions).toEqual([]);
  });

  it.each(['keyring', 'auto'])(
    'is asked once at the start in mode "%s", by who reads the sign-in',
    async (mode) => {
      const world = await signedIn(setting(mode));
      expect(world.keyring.questions).toEqual(['get Codex Auth']);
      await lookAgainAndAgain(world);
      await world.core.storage.protect();
      expect(world.keyring.questions).toEqual(['get Codex Auth']);
    },
  );

  it.each(['keyring', 'auto'])('is not asked again while locked, in mode "%s"', async (mode) => {
    const world = await coreInTest(await codexHomeInTest());
    await configure(world.home.folder, setting(mode));
    world.keyring.refuse('locked');
    await world.core.commands.reload();
    expect(world.keyring.questions).toHaveLength(1);
    await world.core.commands.reload();
    await lookAgainAndAgain(world);
    // To change the rights of a file is no word about the keyring.
    await world.core.storage.protect();
    await world.core.commands.reload();
    expect(world.keyring.questions).toHaveLength(1);
  });

  it('is asked once for each word while it is locked, so that one prompt is shown', async () => {
    const world = await signedIn('');
    world.keyring.refuse('locked');
    await world.core.storage.moveTo('keyring');
    expect(world.keyring.questions).toHaveLength(1);
    await world.core.storage.inspect({ withKeyring: true });
    expect(world.keyring.questions).toHaveLength(2);
  });
});

describe('moving', () => {
  it('to the keyring and back leaves one copy, the same record and the other settings', async () => {
    const world = await signedIn('# mine\nmodel = "x" # good\n');
    const { core, home, keyring } = world;

    expect(await core.storage.moveTo('keyring')).toEqual({ kind: 'done' });
    expect(await home.text()).toBeNull();
    expect(keyring.items.size).toBe(1);
    expect(reportOf(world)).toMatchObject({
      mode: 'keyring',
      active: { kind: 'keyringItem', holds: 'credential' },
      copies: [],
      movableTo: ['file'],
    });
    expect(core.session.get()).toMatchObject({ kind: 'chatgpt', source: 'keyring' });

    expect(await core.storage.moveTo('file')).toEqual({ kind: 'done' });
    expect(await home.document()).toEqual(document);
    expect((await stat(home.authFile)).mode & 0o777).toBe(0o600);
    expect(keyring.items.size).toBe(0);
    expect(core.session.get()).toMatchObject({ kind: 'chatgpt', source: 'file' });
    expect(await configOf(world)).toBe(`# mine\nmodel = "x" # good\n${setting('file')}`);
    expect(noticesOf(world)).toEqual([]);
  });

  it('goes into the encrypted file where that is how "keyring" is done', async () => {
    const world = await signedIn(encrypted);
    await world.core.storage.moveTo('keyring');
    expect(reportOf(world)?.active).toMatchObject({ kind: 'encryptedFile', holds: 'credential' });
    expect(await world.home.text()).toBeNull();
    expect([...world.keyring.items.keys()].join()).not.toContain('Codex Auth');
  }, 60_000);

  it('from "auto" switches the setting alone where it is there already', async () => {
    const world = await signedIn(setting('auto'));
    expect(reportOf(world)).toMatchObject({ reason: 'fallBack', active: { kind: 'file' } });
    expect(await world.core.storage.moveTo('file')).toEqual({ kind: 'done' });
    expect(await world.home.document()).toEqual(document);
    expect(await configOf(world)).toBe(setting('file'));
  });

  it.each(['file', 'keyring'] as const)(
    'from "auto" with an encrypted file that may not be read is refused, to the %s',
    async (to) => {
      const home = await codexHomeInTest();
      await configure(home.folder, setting('auto') + encrypted);
      // Root may read everything, but no folder as a file.
      await mkdir(path.join(home.folder, 'secrets/codex_auth.age'), { recursive: true });
      const world = await coreInTest(home);
      expect(reportOf(world)?.active).toMatchObject({ kind: 'encryptedFile', holds: 'unreadable' });
      expect(reportOf(world)?.movableTo).toEqual([]);
      expect(await world.core.storage.moveTo(to)).toMatchObject({
        kind: 'failed',
        code: 'unreadable',
      });
      expect(await configOf(world)).toBe(setting('auto') + encrypted);
      expect(world.core.session.get()).toMatchObject({
        kind: 'unusable',
        problem: { code: 'store-unreadable' },
      });
    },
  );

  it('from "auto" takes the file along that is used while the keyring is hidden', async () => {
    const world = await signedIn(setting('auto'));
    world.keyring.refuse('locked');
    await world.core.commands.reload();
    expect(reportOf(world)?.active).toMatchObject({ kind: 'file' });
    expect(await world.core.storage.moveTo('keyring')).toMatchObject({ code: 'keyring-locked' });
    expect(await world.core.storage.moveTo('file')).toEqual({ kind: 'done' });
    expect(await world.home.document()).toEqual(document);
  });

  it.each(['locked', 'timed-out', 'refused', 'no-service'] as const)(
    'from "auto" leaves nothing behind in a keyring that is hidden (%s)',
    async (code) => {
      const world = await signedIn('');
      await world.core.storage.moveTo('keyring');
      await configure(world.home.folder, setting('auto'));
      await world.core.commands.reload();
      world.keyring.refuse(code);
      expect(await world.core.storage.moveTo('file')).toMatchObject({ kind: 'failed' });
      expect(await configOf(world)).toBe(setting('auto'));
      expect(world.core.session.get().kind).toBe('unusable');
    },
  );

  it('from "auto" without a keyring and a sign-in switches the setting alone', async () => {
    const world = await coreInTest(await codexHomeInTest());
    await configure(world.home.folder, setting('auto'));
    world.keyring.remove();
    await world.core.commands.reload();
    expect(await world.core.storage.moveTo('file')).toEqual({ kind: 'done' });
    expect(await configOf(world)).toBe(setting('file'));
  });

  it('switches the setting alone where nobody is signed in', async () => {
    const world = await coreInTest(await codexHomeInTest());
    expect(await world.core.storage.moveTo('keyring')).toEqual({ kind: 'done' });
    expect(await configOf(world)).toBe(setting('keyring'));
    expect(world.keyring.items.size).toBe(0);
  });

  it('to a file is refused where a rule forbids files, and nothing is moved', async () => {
    const place = '/etc/codex/requirements.toml';
    const toml = '[gatehouse]\nallow_file_storage = false';
    const world = await signedIn(setting('file'), { systemSettings: { [place]: toml } });
    const refused = {
      kind: 'fixed',
      message: `Keeping the sign-in in a file is not allowed on this device (set in ${place}).`,
    };
    expect(await world.core.storage.moveTo('file')).toEqual(refused);
    expect(await world.core.storage.moveTo('keyring')).toEqual({ kind: 'done' });
    expect(await world.core.storage.moveTo('file')).toEqual(refused);
    expect(await world.home.text()).toBeNull();
  });

  it.each([
    ['/etc/codex/managed_config.toml', 'a managed setting'],
    ['/etc/codex/requirements.toml', 'a requirement'],
  ])('is refused where %s decides (%s), which is named', async (place) => {
    const world = await signedIn('', { systemSettings: { [place]: setting('file') } });
    const outcome = await world.core.storage.moveTo('keyring');
    expect(outcome).toMatchObject({ kind: 'fixed' });
    expect(JSON.stringify(outcome)).toContain(place);
    expect(await world.home.document()).toEqual(document);
    expect(await configOf(world)).toBe('');
    expect(noticesOf(world)).toEqual(['storage-failed']);
  });

  it('is possible where only the weaker file of the system decides', async () => {
    const systemSettings = { '/etc/codex/config.toml': setting('file') };
    const world = await signedIn('', { systemSettings });
    expect(reportOf(world)?.reason).toBe('setting');
    expect(await world.core.storage.moveTo('keyring')).toEqual({ kind: 'done' });
  });

  it.each([
    ['locked', 'keyring-locked'],
    ['no-service', 'keyring-unavailable'],
  ] as const)('into a keyring that is %s changes nothing and is told', async (state, code) => {
    const world = await signedIn('');
    world.keyring.refuse(state);
    expect(await world.core.storage.moveTo('keyring')).toMatchObject({ kind: 'failed', code });
    expect(await world.home.document()).toEqual(document);
    expect(await configOf(world)).toBe('');
    expect(noticesOf(world)).toEqual(['storage-failed']);

    world.keyring.answer();
    expect(await world.core.storage.moveTo('keyring')).toEqual({ kind: 'done' });
    expect(noticesOf(world)).toEqual([]);
  });

  it.each([
    ['locked', 'keyring-locked', /Unlock it and try again/],
    ['no-service', 'keyring-unavailable', /cli_auth_credentials_store = "file" into /],
  ] as const)('out of a keyring that is %s says what can be done', async (state, code, advice) => {
    const world = await signedInByKeyring();
    world.keyring.refuse(state);
    const outcome = await world.core.storage.moveTo('file');
    expect(outcome).toMatchObject({ kind: 'failed', code });
    expect(outcome.kind === 'failed' && outcome.message).toMatch(advice);
    const message = expect.stringMatching(advice) as string;
    expect(world.core.notices.get()).toMatchObject([{ id: 'storage-failed', message }]);
    expect(await configOf(world)).toContain(setting('keyring'));
    expect(world.keyring.items.size).toBe(1);
  });

  it('runs one after the other, however fast it is asked for', async () => {
    const world = await signedIn();
    const outcomes = await Promise.all([
      world.core.storage.moveTo('keyring'),
      world.core.storage.moveTo('file'),
    ]);
    expect(outcomes).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(await world.home.document()).toEqual(document);
  });
});

describe('removing a copy', () => {
  it('takes the one that is not in use', async () => {
    const world = await signedInByKeyring();
    await world.home.write(chatgptDocument({ person: grace }));
    expect(await world.core.storage.removeCopy('file')).toEqual({ kind: 'done' });
    expect(await world.home.text()).toBeNull();
    expect(reportOf(world)).toMatchObject({ active: { kind: 'keyringItem' }, copies: [] });
  });

  it.each(['file', 'keyringItem'] as const)('never takes what is in use: %s', async (kind) => {
    const world = kind === 'file' ? await signedIn() : await signedInByKeyring();
    expect(await world.core.storage.removeCopy(kind)).toMatchObject({ kind: 'failed' });
    expect(reportOf(world)?.active).toMatchObject({ kind, holds: 'credential' });
  });

  it('asks the settings anew: what was a copy may be in use by now', async () => {
    const world = await signedInByKeyring();
    await world.home.write(document);
    await world.core.commands.reload();
    await expect.poll(() => reportOf(world)?.copies).toMatchObject([{ kind: 'file' }]);
    await configure(world.home.folder, setting('file'));
    expect(await world.core.storage.removeCopy('file')).toMatchObject({ kind: 'failed' });
    expect(await world.home.document()).toEqual(document);
  });
});

describe('a file that others can read', () => {
  it('is named, and made private on the word of the person', async () => {
    const target = path.join(await temporaryFolder(), 'elsewhere.json');
    await writeFile(target, JSON.stringify(document));
    await chmod(target, 0o644);
    const home = await codexHomeInTest();
    await symlink(target, home.authFile);
    const { core } = await coreInTest(home);
    expect(core.storage.exposedFile()?.location).toBe(home.authFile);
    expect((await stat(target)).mode & 0o777).toBe(0o644);

    expect(await core.storage.protect()).toEqual({ kind: 'done' });
    expect((await stat(target)).mode & 0o777).toBe(0o600);
    expect(core.storage.exposedFile()).toBeNull();
  });

  it('is not a matter of notices where nothing is known of it', async () => {
    const { core } = await signedIn(undefined, { platform: 'win32' });
    expect(core.storage.get().report?.active?.protection).toBe('unknown');
    expect(core.storage.exposedFile()).toBeNull();
    expect(await core.storage.protect()).toMatchObject({ kind: 'failed' });
  });

  it('is one also while what it holds is damaged', async () => {
    const home = await codexHomeInTest('{"tokens": {"id_token": "ey');
    await chmod(home.authFile, 0o644);
    const { core } = await coreInTest(home);
    expect(core.storage.exposedFile()?.holds).toBe('unreadable');
    expect(await core.storage.protect()).toEqual({ kind: 'done' });
    expect(core.storage.exposedFile()).toBeNull();
  });

  it('is not confused with a folder in its place, which is another trouble', async () => {
    const home = await codexHomeInTest();
    await mkdir(home.authFile);
    const { core } = await coreInTest(home);
    expect(core.storage.get().report?.active?.holds).toBe('unreadable');
    expect(core.storage.exposedFile()).toBeNull();
    expect(await core.storage.protect()).toMatchObject({ kind: 'failed' });
    expect((await stat(home.authFile)).mode & 0o777).toBe(0o755);
  });

  it('is told of only while it holds something', async () => {
    const { core } = await coreInTest(await codexHomeInTest());
    expect(core.storage.exposedFile()).toBeNull();
    expect(await core.storage.protect()).toMatchObject({ kind: 'nothing', because: 'absent' });
  });
});

describe('success is told of what was done alone', () => {
  const nothing = (because: 'already' | 'absent') => ({ kind: 'nothing', because });

  it.each<[string, (world: CoreInTest) => Promise<unknown>, 'already' | 'absent']>([
    ['a file that is private already', () => Promise.resolve(), 'already'],
    ['a file that has gone meanwhile', ({ home }) => home.remove(), 'absent'],
    [
      'a link to nothing',
      async ({ home }) => {
        await home.remove();
        await symlink('/nowhere/auth.json', home.authFile);
      },
      'absent',
    ],
  ])('making private %s', async (_, meanwhile, because) => {
    const activityLog = memoryActivity();
    const world = await signedIn(undefined, { activityLog });
    await chmod(world.home.authFile, 0o600);
    await meanwhile(world);
    expect(await world.core.storage.protect()).toMatchObject(nothing(because));
    expect(activityLog.told()).toEqual([]);
    expect(noticesOf(world)).toEqual([]);
  });

  it('making private where the keyring alone holds a sign-in', async () => {
    const world = await signedInByKeyring();
    expect(await world.core.storage.protect()).toMatchObject(nothing('absent'));
  });

  it.each(['file', 'keyring'] as const)('moving to where it is already: the %s', async (to) => {
    const activityLog = memoryActivity();
    const { core, home } = await signedIn(setting(to), { activityLog });
    expect(await core.storage.moveTo(to)).toMatchObject(nothing('already'));
    expect(await readFile(path.join(home.folder, 'config.toml'), 'utf8')).toBe(setting(to));
    expect(activityLog.told()).toEqual([]);
  });

  it('but a default that is made a setting is something', async () => {
    const world = await signedIn('');
    expect(await world.core.storage.moveTo('file')).toEqual({ kind: 'done' });
    expect(await configOf(world)).toBe(setting('file'));
  });
});

describe('a machine without a keyring', () => {
  it('is offered no move there, with the reason, before anybody asked the keyring', async () => {
    const world = await signedIn('');
    world.keyring.remove();
    await world.core.storage.inspect({ withKeyring: false });
    expect(reportOf(world)).toMatchObject({
      keyring: 'absent',
      movableTo: [],
      noKeyringBecause: expect.stringMatching(/^No keyring is running/) as string,
    });
    expect(world.keyring.questions).toEqual([]);
  });

  it('is one, too, where a bus is there and the keyring was asked', async () => {
    const world = await signedIn('');
    world.keyring.refuse('no-service');
    await world.core.storage.inspect({ withKeyring: true });
    expect(reportOf(world)?.movableTo).toEqual([]);
    world.keyring.answer();
    await world.core.storage.inspect({ withKeyring: true });
    expect(reportOf(world)).toMatchObject({ movableTo: ['keyring'], noKeyringBecause: null });
  });

  it('protects nothing by it, and offers no move of what it cannot read', async () => {
    const world = await coreInTest(await codexHomeInTest());
    await configure(world.home.folder, setting('keyring'));
    world.keyring.remove();
    await world.core.commands.reload();
    await expect
      .poll(() => reportOf(world))
      .toMatchObject({
        active: { kind: 'keyringItem', holds: 'unreadable', protection: 'noKeyring' },
        movableTo: [],
        noFileBecause: expect.stringMatching(/Start the keyring first/) as string,
      });
  });
});

describe('keeping sign-ins in a file where no keyring is', () => {
  const requirements = '/etc/codex/requirements.toml';

  /** A sign-in in a keyring that has gone, as the app finds it. */
  async function withoutItsKeyring(toml: string, options: CoreOptions = {}) {
    const world = await signedIn('', options);
    await configure(world.home.folder, toml);
    await world.home.remove();
    world.keyring.refuse('no-service');
    await world.core.commands.reload();
    return world;
  }

  it('changes the setting alone, and what the keyring holds stays there', async () => {
    const activityLog = memoryActivity();
    const home = await codexHomeInTest(document);
    const world = await coreInTest(home, { activityLog });
    await world.core.storage.moveTo('keyring');
    const items = new Map(world.keyring.items);
    await configure(home.folder, `# mine\n${setting('keyring')}model = "x" # good\n`);
    world.keyring.refuse('no-service');
    await world.core.commands.reload();
    expect(world.core.session.get().kind).toBe('unusable');

    expect(await world.core.storage.storeInFile()).toEqual({ kind: 'done' });
    expect(await configOf(world)).toBe(`# mine\n${setting('file')}model = "x" # good\n`);
    expect(world.core.session.get().kind).toBe('signedOut');
    expect(reportOf(world)).toMatchObject({ mode: 'file', active: null, fileSettingIn: null });
    expect(world.keyring.items).toEqual(items);
    expect(activityLog.told()).toContain('user choose-store done file');
    expect(noticesOf(world)).not.toContain('storage-failed');
  });

  it('does the same in place of the encrypted file, which stays', async () => {
    const world = await signedIn(encrypted);
    await world.core.storage.moveTo('keyring');
    const secrets = path.join(world.home.folder, 'secrets/codex_auth.age');
    const before = await readFile(secrets);
    world.keyring.refuse('no-service');
    await world.core.commands.reload();
    expect(await world.core.storage.storeInFile()).toEqual({ kind: 'done' });
    expect(await readFile(secrets)).toEqual(before);
    expect(world.core.session.get().kind).toBe('signedOut');
  }, 60_000);

  it.each([
    ['forbids files', '[gatehouse]\nallow_file_storage = false', /not allowed on this device/],
    ['chooses the store', setting('keyring'), /An administrator sets/],
  ])('is refused where a rule %s, which is named', async (_, rule, reason) => {
    const systemSettings = { [requirements]: rule };
    const world = await withoutItsKeyring(setting('keyring'), { systemSettings });
    const outcome = await world.core.storage.storeInFile();
    expect(outcome).toMatchObject({
      kind: 'fixed',
      message: expect.stringMatching(reason) as string,
    });
    expect(JSON.stringify(outcome)).toContain(requirements);
    expect(await configOf(world)).toBe(setting('keyring'));
  });

  it('changes nothing where the keyring is back by then', async () => {
    const world = await signedInByKeyring();
    world.keyring.refuse('no-service');
    await world.core.commands.reload();
    world.keyring.answer();
    expect(await world.core.storage.storeInFile()).toMatchObject({ kind: 'nothing' });
    expect(await configOf(world)).toBe(setting('keyring'));
    expect(world.core.session.get()).toMatchObject({ kind: 'chatgpt', source: 'keyring' });
  });

  it('changes nothing where the keyring is locked by then, and shows no prompt', async () => {
    const world = await signedInByKeyring();
    world.keyring.refuse('locked');
    await world.core.commands.reload();
    expect(await world.core.storage.storeInFile()).toMatchObject({ kind: 'nothing' });
    expect(await configOf(world)).toBe(setting('keyring'));
  });

  it('leaves a config.toml alone that cannot be read, and says so', async () => {
    const world = await withoutItsKeyring(setting('keyring'));
    const file = path.join(world.home.folder, 'config.toml');
    // A file of another program, which writes where this one reads.
    const broken = `${setting('keyring')}a = \n`;
    await writeFile(file, broken);
    expect(await world.core.storage.storeInFile()).toMatchObject({ kind: 'fixed' });
    expect(await configOf(world)).toBe(broken);
    expect(noticesOf(world)).toContain('storage-failed');
  });
});

describe('what is recorded', () => {
  it('are the commands, how they ended, and the account', async () => {
    const activityLog = memoryActivity();
    const { core, home } = await signedIn('', { activityLog });
    await chmod(home.authFile, 0o644);
    await core.storage.protect();
    await core.storage.moveTo('keyring');
    await core.storage.removeCopy('file');
    expect(activityLog.told()).toEqual([
      'user protect-store done file',
      'user move-store done keyring',
      'user remove-copy failed:unwritable file',
    ]);
    expect(activityLog.entries.map(({ account }) => account)).toEqual([
      'ws-ada',
      'ws-ada',
      'ws-ada',
    ]);
  });

  it('is a setting that an administrator has fixed', async () => {
    const activityLog = memoryActivity();
    const systemSettings = { '/etc/codex/managed_config.toml': setting('file') };
    const { core } = await signedIn('', { activityLog, systemSettings });
    await core.storage.moveTo('keyring');
    expect(activityLog.told()).toEqual(['user move-store refused:managed keyring']);
  });
});

describe('removing the copies that are kept of what could not be read', () => {
  const copy = (home: { readonly authFile: string }, day: number): string =>
    `${home.authFile}.kept-2026012${day}T080000.000Z`;

  it('removes all of them, and nothing that only looks like one', async () => {
    const world = await signedIn('');
    const { core, home } = world;
    const alike = ['mine', '20260122', '2026-01-22T08:00:00.000Z'].map(
      (end) => `${home.authFile}.kept-${end}`,
    );
    for (const file of [copy(home, 2), copy(home, 3), ...alike]) await writeFile(file, '{"to');
    expect(await core.storage.removeKeptCopies()).toEqual({ kind: 'done' });
    for (const file of alike) expect(await readFile(file, 'utf8')).toBe('{"to');
    await expect(stat(copy(home, 2))).rejects.toThrow('ENOENT');
    await expect(stat(copy(home, 3))).rejects.toThrow('ENOENT');
    expect(noticesOf(world)).not.toContain('storage-failed');
    expect(await home.document()).toEqual(document);
  });

  it('goes on after one that stays, and names it', async () => {
    const world = await signedIn('');
    const { core, home } = world;
    await mkdir(copy(home, 1));
    await writeFile(copy(home, 2), '{"to');
    await mkdir(copy(home, 3));
    await writeFile(copy(home, 4), '{"to');
    expect(await core.storage.removeKeptCopies()).toEqual({
      kind: 'partly',
      message: [1, 3]
        .map((day) => `${copy(home, day)} cannot be removed: it is a folder.`)
        .join(' '),
    });
    expect(reportOf(world)?.keptCopies).toEqual([copy(home, 1), copy(home, 3)]);
    expect(core.notices.get()).toContainEqual(
      expect.objectContaining({ id: 'storage-failed', title: 'Not all copies were removed' }),
    );
  });

  it('has failed where all of them stay', async () => {
    const world = await signedIn('');
    const { core, home } = world;
    await mkdir(copy(home, 1));
    expect(await core.storage.removeKeptCopies()).toMatchObject({
      kind: 'failed',
      code: 'unwritable',
    });
    expect(core.notices.get()).toContainEqual(
      expect.objectContaining({ id: 'storage-failed', title: 'Nothing was removed' }),
    );
  });

  it.each(['a link', 'a dead link'])('removes %s and not what it leads to', async (what) => {
    const { core, home } = await signedIn('');
    const target = path.join(home.folder, 'target');
    if (what === 'a link') await writeFile(target, 'mine');
    await symlink(target, copy(home, 1));
    expect(await core.storage.removeKeptCopies()).toEqual({ kind: 'done' });
    if (what === 'a link') expect(await readFile(target, 'utf8')).toBe('mine');
    await expect(lstat(copy(home, 1))).rejects.toThrow('ENOENT');
  });
});

describe('several entries of the keyring that match', () => {
  const two: readonly FoundItem[] = [
    { id: '/login/2', label: 'new', createdAt: 2, modifiedAt: 20 },
    { id: '/login/1', label: 'old', createdAt: 1, modifiedAt: 10 },
  ];

  /** A keyring with two entries for `service`, of which one can be removed. */
  function keyringOfTwo(service: string) {
    let items = two;
    const keyring = memoryKeyring();
    const one = JSON.stringify(document);
    const isMeant = (item: KeyringItem) => item.service === service;
    return {
      ...keyring,
      get: (item: KeyringItem) => {
        if (!isMeant(item)) return keyring.get(item);
        if (items.length < 2) return Promise.resolve(one);
        return Promise.reject(new KeyringError('several-items', '', { items }));
      },
      list: (item: KeyringItem) => (isMeant(item) ? Promise.resolve(items) : keyring.list(item)),
      removeOne: (_: KeyringItem, id: string) => {
        items = items.filter((found) => found.id !== id);
        return Promise.resolve(true);
      },
    };
  }

  async function withTwo(service: string, toml: string, activityLog = memoryActivity()) {
    const home = await codexHomeInTest();
    await configure(home.folder, toml);
    if (toml.includes(encrypted)) {
      await mkdir(path.join(home.folder, 'secrets'));
      await writeFile(path.join(home.folder, 'secrets/codex_auth.age'), 'sealed');
    }
    return coreInTest(home, { keyring: keyringOfTwo(service), activityLog });
  }

  it.each([
    ['Codex Auth', setting('keyring'), 'signIn'],
    ['Codex Auth', setting('auto'), 'signIn'],
    ['codex', setting('keyring') + encrypted, 'passphrase'],
    ['codex', setting('auto') + encrypted, 'passphrase'],
  ])('are named without being asked for: %s of %s', async (service, toml, purpose) => {
    const { core } = await withTwo(service, toml);
    expect(core.storage.get().severalEntries).toEqual(two.map((one) => ({ ...one, purpose })));
  });

  it('are one once the other is removed, which is in use then and recorded', async () => {
    const activityLog = memoryActivity();
    const { core } = await withTwo('Codex Auth', setting('keyring'), activityLog);
    expect(core.session.get().kind).toBe('unusable');
    expect(await core.storage.removeEntry('/login/1')).toEqual({ kind: 'done' });
    expect(core.session.get().kind).toBe('chatgpt');
    expect(core.storage.get().severalEntries).toEqual([]);
    expect(activityLog.told()).toContain('user remove-copy done entry');
  });

  it('both stay where one is meant that is not there', async () => {
    const world = await withTwo('Codex Auth', setting('keyring'));
    expect(await world.core.storage.removeEntry('/login/3')).toMatchObject({ kind: 'failed' });
    expect(noticesOf(world)).toContain('storage-failed');
    expect(world.core.storage.get().severalEntries).toHaveLength(2);
  });
});
