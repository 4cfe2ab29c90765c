import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { KeyringErrorCode } from '../store/keyring.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { chatgptDocument, grace } from '../testing/credentials.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { runLogout } from './logout-command.ts';

const auto = 'cli_auth_credentials_store = "auto"\n';
const encrypted = '[features]\nsecret_auth_storage = true\n';

interface Scene {
  readonly toml: string;
  readonly refusal?: KeyringErrorCode;
  readonly inFile?: ReturnType<typeof chatgptDocument>;
  /** Whether a sign-in was seen in the keyring before that. */
  readonly isInKeyring?: boolean;
}

async function logout({ toml, refusal, inFile, isInKeyring = false }: Scene) {
  const home = await codexHomeInTest();
  await writeFile(path.join(home.folder, 'config.toml'), toml);
  const keyring = memoryKeyring();
  if (isInKeyring) {
    const { core } = await coreInTest(home, { keyring });
    await core.commands.signIn({ kind: 'apiKey', apiKey: 'sk-proj-in-the-keyring-0123' });
  }
  if (inFile) await home.write(inFile);
  if (refusal) keyring.refuse(refusal);
  const run = async (json: boolean) => {
    const { core } = await coreInTest(home, { keyring });
    const { terminal, said } = capturedTerminal();
    const exitCode = await runLogout(core, terminal, { everywhere: false, json });
    return { exitCode, said, text: [...said.out, ...said.err].join('\n'), core };
  };
  return { home, keyring, run };
}

describe('a logout that a keyring keeps from its work', () => {
  it.each<[string, Scene]>([
    ['locked', { toml: auto, refusal: 'locked', isInKeyring: true }],
    ['locked, beside a file', { toml: auto, refusal: 'locked', inFile: chatgptDocument() }],
    ['slow, beside a file', { toml: auto, refusal: 'timed-out', inFile: chatgptDocument() }],
    ['refusing sessions', { toml: auto, refusal: 'refused', inFile: chatgptDocument() }],
    [
      'gone since it held a sign-in, beside a file',
      { toml: auto, refusal: 'no-service', isInKeyring: true, inFile: chatgptDocument() },
    ],
    [
      'gone, with the key of the encrypted file',
      { toml: auto + encrypted, refusal: 'no-service', isInKeyring: true },
    ],
    [
      'locked, with the key of the encrypted file',
      { toml: auto + encrypted, refusal: 'locked', isInKeyring: true, inFile: chatgptDocument() },
    ],
  ])('(%s) fails, names the keyring, and never says "Signed out"', async (_, scene) => {
    const { home, run } = await logout(scene);
    const { exitCode, text } = await run(false);
    expect(exitCode).toBe(6);
    expect(text).toContain('Error signing out: ');
    expect(text).toMatch(/keyring|codex_auth\.age/);
    expect(text).not.toMatch(/signed out|not signed in/i);
    if (scene.inFile) expect(text).toContain('What was reached is removed.');
    expect(await home.text()).toBeNull();
    const again = await run(true);
    expect(again.exitCode).toBe(6);
    expect(JSON.parse(again.said.out.join(''))).toMatchObject({
      outcome: 'failed',
      unreached: expect.arrayContaining([
        expect.stringMatching(/keyring|codex_auth\.age/),
      ]) as unknown,
    });
    expect(again.core.session.get().kind).toBe('unusable');
  });
});

it('signs out of the file where there is no keyring at all, and says that it asked none', async () => {
  const { home, run } = await logout({
    toml: auto,
    refusal: 'no-service',
    inFile: chatgptDocument({ person: grace }),
  });
  const { exitCode, said } = await run(false);
  expect([exitCode, said.out]).toEqual([0, ['Signed out on this device']]);
  expect(said.err.join()).toContain('Not reached');
  expect(await home.text()).toBeNull();
  expect((await run(false)).said.out).toEqual(['Not signed in. Run "gatehouse login".']);
});

it.each([true, false])(
  'says that an API key stays valid, with everywhere = %s',
  async (everywhere) => {
    const home = await codexHomeInTest({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-1' });
    const { core } = await coreInTest(home);
    const { terminal, said } = capturedTerminal();
    expect(await runLogout(core, terminal, { everywhere, json: false })).toBe(0);
    expect(said.out).toEqual(['Signed out on this device']);
    expect(said.err.join()).toContain('It stays valid until you delete it');
  },
);
