import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { isWine } from '../../scripts/windows-lane.mjs';
import { codexWords, gatehouseWords, runGatehouse, runWindows, systemDrive } from './programs.ts';
import { apiKey, cmd, expect, test, type WindowsHome } from './world.ts';

const refused = /API key login is disabled\. Use ChatGPT login instead\./;
const forced = 'forced_login_method = "chatgpt"\n';
const allowed = 'allowed_login_methods = ["chatgpt"]\n';

const programData = isWine ? path.join(systemDrive, 'ProgramData') : process.env['ProgramData']!;
const ofMachine = path.join(programData, 'OpenAI/Codex');

test.describe('rules of an administrator', () => {
  test.skip(!isWine && process.env['CI'] === undefined, 'it changes the rules of this machine');

  test.beforeEach(async () => {
    await mkdir(ofMachine, { recursive: true });
  });
  test.afterEach(() => rm(path.join(programData, 'OpenAI'), { recursive: true }));

  for (const [what, machine, own, isRefused] of [
    [
      '%ProgramData%\\OpenAI\\Codex\\requirements.toml binds both',
      { requirements: allowed },
      {},
      true,
    ],
    ['%ProgramData%\\OpenAI\\Codex\\config.toml binds both', { config: forced }, {}, true],
    [
      'config.toml of the user goes before that of %ProgramData% for both',
      { config: forced },
      { config: 'forced_login_method = "api"\n' },
      false,
    ],
    [
      '%ProgramData%\\OpenAI\\Codex\\managed_config.toml is read by neither',
      { managed_config: forced },
      {},
      false,
    ],
    ['%CODEX_HOME%\\managed_config.toml is read by neither', {}, { managed_config: forced }, false],
  ] as const) {
    test(what, async ({ home }) => {
      await place(ofMachine, machine);
      await place(home.folder, own);
      for (const words of [codexWords, gatehouseWords]) {
        expect(await signIn(home, words)).toEqual({ isRefused });
      }
    });
  }

  test('a managed_config.toml is said to have no effect', async ({ home }) => {
    await place(ofMachine, { managed_config: forced });
    await place(home.folder, { managed_config: forced });
    const { exitCode, stdout } = await runGatehouse(['policy'], home);
    expect(exitCode).toBe(0);
    expect(
      stdout.match(/managed_config\.toml: Codex doesn’t read this file on Windows/g),
    ).toHaveLength(2);
    const candidate = `${home.windowsFolder}\\managed_config.toml`;
    const preview = await runGatehouse(['policy', '--preview', candidate], home);
    expect(preview.stdout).not.toContain('managed_config.toml');
    expect(preview.stdout).toContain('\\OpenAI\\Codex\\config.toml');
  });

  test('a file of rules that this user may change is told', async ({ home }) => {
    await place(ofMachine, { requirements: allowed });
    const { stdout } = await runGatehouse(['policy'], home);
    expect(stdout).toMatch(/requirements\.toml.*You can change it/s);
  });

  test('the variable ProgramData, set to another folder, hides them from neither', async ({
    home,
  }) => {
    await place(ofMachine, { config: forced });
    for (const words of [codexWords, gatehouseWords]) {
      expect(await signIn(home, words, ['set ProgramData=C:\\elsewhere'])).toEqual({
        isRefused: true,
      });
    }
  });

  test('values of the registry are read by neither', async ({ home }) => {
    for (const hive of ['HKLM', 'HKCU']) {
      for (const program of ['OpenAI\\Codex', 'Gatehouse\\config.toml']) {
        const key = `${hive}\\Software\\Policies\\${program}`;
        const value = ['/v', 'forced_login_method', '/d', '"chatgpt"', '/f'];
        const { exitCode } = await runWindows('reg.exe', ['add', key, ...value], home);
        expect(exitCode).toBe(0);
      }
    }
    try {
      for (const words of [codexWords, gatehouseWords]) {
        expect(await signIn(home, words)).toEqual({ isRefused: false });
      }
    } finally {
      for (const key of ['OpenAI', 'Gatehouse']) {
        for (const hive of ['HKLM', 'HKCU']) {
          await runWindows(
            'reg.exe',
            ['delete', `${hive}\\Software\\Policies\\${key}`, '/f'],
            home,
          );
        }
      }
    }
  });
});

async function place(
  folder: string,
  files: Partial<Record<'requirements' | 'config' | 'managed_config', string>>,
): Promise<void> {
  for (const [name, toml] of Object.entries(files)) {
    await writeFile(path.join(folder, `${name}.toml`), toml);
  }
}

/** Signs in with an API key, which the rules of these tests forbid. */
async function signIn(home: WindowsHome, words: string, before: readonly string[] = []) {
  await writeFile(path.join(home.folder, 'key.txt'), apiKey);
  const printed = await cmd(home, [
    ...before,
    `${words} login --with-api-key < "%CODEX_HOME%\\key.txt"`,
  ]);
  const isStored = await home.readAuth().then(
    () => true,
    () => false,
  );
  await rm(path.join(home.folder, 'auth.json'), { force: true });
  if (isStored === refused.test(printed))
    throw new Error(`it is not said what was done: ${printed}`);
  return { isRefused: !isStored };
}
