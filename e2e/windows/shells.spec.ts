import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { isWine } from '../../scripts/windows-lane.mjs';
import { gatehouseWords, runWindows, startInConsole } from './programs.ts';
import { apiKey, cmd, dueRecord, expect, refreshTokenIn, test } from './world.ts';

test.describe('in cmd.exe', () => {
  test('%ERRORLEVEL% is the exit code', async ({ home }) => {
    const run = (args: string) => [`${gatehouseWords} ${args} > nul 2>&1`, 'echo %ERRORLEVEL%'];
    const printed = await cmd(home, [
      ...run('help'),
      ...run('status'),
      ...run('no-such-command'),
      ...run('login --with-api-key < nul'),
    ]);
    expect(printed.trim().split(/\s+/)).toEqual(['0', '1', '2', '2']);
  });

  test.describe('whatever its code page is', () => {
    test.use({ homeName: 'Größe 用户' });

    for (const page of [437, 850, 1252, 65001]) {
      test(`what is redirected to a file is UTF-8: ${page}`, async ({ home }) => {
        await home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: apiKey });
        await cmd(home, [
          `chcp ${page} > nul`,
          `${gatehouseWords} store > "%CODEX_HOME%\\out.txt" 2> "%CODEX_HOME%\\err.txt"`,
        ]);
        const [out, errors] = await Promise.all(
          ['out.txt', 'err.txt'].map((name) => readFile(path.join(home.folder, name), 'utf8')),
        );
        expect(errors).toBe('');
        expect(out).toContain('Größe 用户\\auth.json');
        // Colours are for people.
        expect(out).not.toContain('\u001b');
      });
    }
  });

  test('an argument in quotes is one argument, whatever is in it', async ({ home }) => {
    const strange = 'a & b (1) ^ | !';
    const printed = await cmd(home, [
      `${gatehouseWords} policy --preview "C:\\no such folder\\${strange}\\managed_config.toml"`,
    ]);
    expect(printed).toContain(strange);
  });
});

test.describe('in a console', () => {
  test.skip(!isWine, 'a console is made of a terminal of Linux');
  test.use({ homeName: 'Größe' });

  test('Ctrl-C ends a sign-in that waits for a person', async ({ home }) => {
    const login = startInConsole(['login', '--device'], home);
    await login.untilStdout(/enter this code/);
    login.type('\u0003');
    expect((await login.end).exitCode).toBe(1);
    await expect(home.readAuth()).rejects.toThrow('ENOENT');
  });

  test('Ctrl-C, again and again, ends no refresh that holds new tokens', async ({
    home,
    issuer,
  }) => {
    const before = refreshTokenIn(await dueRecord(home, issuer));
    const asked = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
    const refresh = startInConsole(['refresh', '--force'], home);
    await asked.reached;
    await expect(() => {
      refresh.type('\u0003');
      expect(refresh.printed()).toContain('New tokens are being saved');
    }).toPass();
    asked.release();
    expect((await refresh.end).exitCode).toBe(0);
    expect(refreshTokenIn(await home.readAuth())).not.toBe(before);
  });

  test('what is shown has its umlauts', async ({ home }) => {
    await home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: apiKey });
    const store = startInConsole(['store'], home);
    expect((await store.end).exitCode).toBe(0);
    expect(store.printed()).toContain('Größe');
  });
});

/** Both run only on Windows: the first is no shell in Wine, and the second not to be had for it. */
for (const { shell, words, because } of [
  {
    shell: 'powershell.exe',
    words: (line: string) => ['-NoProfile', '-Command', `& ${line}; exit $LASTEXITCODE`],
    because: 'the powershell.exe of Wine 8 prints nothing and ends with 0, whatever it is told',
  },
  {
    shell: 'C:\\Program Files\\Git\\bin\\bash.exe',
    words: (line: string) => ['-c', line.replaceAll('\\', '/')],
    because: 'Git for Windows is in no package registry',
  },
]) {
  test(`in ${shell}, the exit code arrives, and an argument in quotes is one argument`, async ({
    home,
  }) => {
    test.skip(isWine, because);
    const line = `${gatehouseWords} policy --preview 'C:\\no such folder\\managed_config.toml'`;
    const { exitCode, stdout, stderr } = await runWindows(shell, words(line), home);
    expect(stdout + stderr).toContain('no such folder');
    expect(exitCode).not.toBe(0);
  });
}
