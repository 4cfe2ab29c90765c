import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { SignInGrant } from '../auth/auth-record.ts';
import { leftovers } from '../storage/leftovers.ts';
import { KeptItems } from '../store/kept-items.ts';
import { keptAccountKeys, savedAccountsItem } from '../store/keyring-items.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest, type CoreOptions } from '../testing/core-in-test.ts';
import { chatgptDocument, grace, issuedTokens } from '../testing/credentials.ts';
import { jsonAnswer, scriptedHttp } from '../testing/scripted-http.ts';
import { leaveOutputSchema, runLeave } from './leave-command.ts';

const asGrace: SignInGrant = { kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null };

interface WorldOptions extends CoreOptions {
  readonly isChosen?: boolean;
  readonly isAppRunning?: boolean;
}

/** Ada is in use, Grace is saved; there are notes, a journal and an entry for starting at login. */
async function world(options: WorldOptions = {}) {
  const { isChosen = false, isAppRunning = false, ...others } = options;
  const home = await codexHomeInTest(chatgptDocument());
  const { http } = scriptedHttp(jsonAnswer(200, {}), jsonAnswer(200, {}));
  const { core, keyring } = await coreInTest(home, { http, ...others });
  await core.accounts.commands.keepForLater(asGrace);
  const dataFolder = path.join(home.folder, 'gatehouse-data');
  await mkdir(path.join(dataFolder, 'logs'));
  await writeFile(path.join(dataFolder, 'theirs.txt'), 'mine');
  await writeFile(path.join(home.folder, 'auth.json.refresh-pause'), '{}');
  await writeFile(path.join(home.folder, 'auth.lock'), '');
  const loginEntry = path.join(home.folder, 'gatehouse.desktop');
  await writeFile(loginEntry, '[Desktop Entry]');
  const run = async (flags: { yes?: boolean; signOut?: boolean; json?: boolean }) => {
    const { terminal, said } = capturedTerminal();
    const homes = [home.folder];
    const look = () => leftovers({ dataFolder, isChosen, homes, loginEntry, keyring });
    const deps = { terminal, leftovers: look, isAppRunning: () => isAppRunning };
    const { yes = false, signOut = false, json = false } = flags;
    const exitCode = await runLeave(core, deps, { yes, signOut, json });
    return { exitCode, out: said.out.join('\n'), err: said.err.join('\n') };
  };
  const key = () => keyring.get(savedAccountsItem);
  return { home, core, keyring, run, key, dataFolder, loginEntry };
}

describe('gatehouse leave', () => {
  it('names what there is and what would be lost, and removes nothing', async () => {
    const { run, home, key } = await world();
    const before = await readdir(home.folder, { recursive: true });
    const { exitCode, out, err } = await run({});
    expect(exitCode).toBe(0);
    for (const place of ['accounts', 'auth.json.refresh-pause', 'gatehouse.desktop']) {
      expect(out).toContain(place);
    }
    expect(out).toContain('Gatehouse: saved-accounts  (the key of saved accounts)');
    expect(err).toContain('These sign-ins would be lost: grace@example.com.');
    expect(err).toContain('gatehouse leave --yes');
    expect(await readdir(home.folder, { recursive: true })).toEqual(before);
    expect(await key()).not.toBeNull();
  });

  it('with --yes removes all of it, and leaves what Codex uses', async () => {
    const { run, home, key } = await world();
    expect((await run({ yes: true })).exitCode).toBe(0);
    expect((await readdir(home.folder)).sort()).toEqual(['auth.json', 'auth.lock']);
    expect(await home.document()).toEqual(chatgptDocument());
    expect(await key()).toBeNull();
  });

  it('removes nothing while the app runs, which would make it again', async () => {
    const { run, home } = await world({ isAppRunning: true });
    const before = await readdir(home.folder, { recursive: true });
    expect((await run({})).exitCode).toBe(0);
    const refused = await run({ yes: true, signOut: true });
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toContain('Quit Gatehouse, then run this again.');
    expect(await readdir(home.folder, { recursive: true })).toEqual(before);
  });

  it('removes every key, also those that newer ones have replaced', async () => {
    const { run, core, keyring } = await world();
    const first = await keyring.get(savedAccountsItem);
    await core.accounts.commands.startWithNewKey();
    const [account = ''] = await new KeptItems(keyring, keptAccountKeys).accounts();
    const earlier = { ...savedAccountsItem, account };
    expect(await keyring.get(earlier)).toBe(first);
    expect((await run({})).out).toContain(
      `Gatehouse: ${account}  (an earlier key of saved accounts)`,
    );
    expect((await run({ yes: true })).exitCode).toBe(0);
    for (const item of [savedAccountsItem, earlier, keptAccountKeys]) {
      expect(await keyring.get(item)).toBeNull();
    }
  });

  it('leaves a folder that a person chose, without what is Gatehouse’s', async () => {
    const { run, dataFolder } = await world({ isChosen: true });
    await run({ yes: true });
    expect(await readdir(dataFolder)).toEqual(['theirs.txt']);
  });

  it('with --sign-out ends every sign-in first, also the one that Codex uses', async () => {
    const { run, home } = await world();
    const { exitCode, err } = await run({ yes: true, signOut: true });
    expect(exitCode).toBe(0);
    expect(err).toContain('ada@example.com');
    expect(err).toContain('grace@example.com');
    expect(await readdir(home.folder)).toEqual(['auth.lock']);
  });

  it('with --sign-out is refused where a rule forbids that, and removes nothing', async () => {
    const { run, home } = await world({
      systemSettings: {
        '/etc/codex/requirements.toml': '[gatehouse]\nallow_sign_out_everywhere = false\n',
      },
    });
    const before = await readdir(home.folder, { recursive: true });
    expect((await run({ yes: true, signOut: true })).exitCode).toBe(3);
    expect(await readdir(home.folder, { recursive: true })).toEqual(before);
  });

  it('removes nothing while a switch has not ended', async () => {
    const { run, dataFolder, key } = await world();
    const accounts = path.join(dataFolder, 'accounts');
    await writeFile(path.join(accounts, 'switch-0123456789abcdef.json'), '{');
    const { exitCode, err } = await run({ yes: true });
    expect([exitCode, await key()]).toEqual([6, expect.any(String)]);
    expect(err).toContain('has not ended');
    expect(await readdir(accounts)).toHaveLength(3);
  });

  it('removes nothing where the keyring does not say what is in it', async () => {
    const { run, keyring, home } = await world();
    const before = await readdir(home.folder, { recursive: true });
    keyring.refuse('locked');
    expect((await run({ yes: true })).exitCode).toBe(6);
    expect(await readdir(home.folder, { recursive: true })).toEqual(before);
  });

  it('prints one object with --json, as published', async () => {
    const { run } = await world();
    const listed = leaveOutputSchema.parse(JSON.parse((await run({ json: true })).out));
    expect(listed.items.map(({ isRemoved }) => isRemoved)).not.toContain(true);
    expect(listed.signIns).toEqual(['grace@example.com']);
    const removed = leaveOutputSchema.parse(JSON.parse((await run({ json: true, yes: true })).out));
    expect(removed.items.map(({ place }) => place)).toEqual(listed.items.map(({ place }) => place));
    expect(removed.items.map(({ isRemoved }) => isRemoved)).not.toContain(false);
  });
});
