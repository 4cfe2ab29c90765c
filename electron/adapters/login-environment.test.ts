import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { loginEnvironment } from './login-environment.ts';

const env = {
  CODEX_ACCESS_TOKEN: 'at-of-this-terminal',
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
  SECRET: 'x',
};

describe.runIf(process.platform !== 'win32')('the environment of a fresh login shell', () => {
  it('is what the start-up files set, and nothing of this program but its session', async () => {
    const userHome = await temporaryFolder();
    await writeFile(
      path.join(userHome, '.profile'),
      'echo "Welcome, A=B"; export FROM_PROFILE="two\nlines" CODEX_API_KEY=sk-of-the-profile\n',
    );
    const found = await loginEnvironment({ env, platform: 'linux', userHome, shell: '/bin/sh' });
    expect(found).toMatchObject({
      HOME: userHome,
      FROM_PROFILE: 'two\nlines',
      CODEX_API_KEY: 'sk-of-the-profile',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
    });
    expect(found).not.toHaveProperty('CODEX_ACCESS_TOKEN');
    expect(found).not.toHaveProperty('SECRET');
  });

  it.each([
    ['does not end', '#!/bin/sh\nexec sleep 600\n'],
    ['says nothing', '#!/bin/sh\nexit 0\n'],
    ['is no shell', '#!/nowhere/at/all\n'],
  ])('is that of a session where the shell %s', async (_name, script) => {
    const userHome = await temporaryFolder();
    const shell = path.join(userHome, 'shell');
    await writeFile(shell, script);
    await chmod(shell, 0o755);
    const parts = { env, platform: 'linux', userHome, shell, timeLimitMs: 300 } as const;
    const found = await loginEnvironment(parts);
    expect(found).toMatchObject({ HOME: userHome, PATH: '/usr/local/bin:/usr/bin:/bin' });
    expect(found).not.toHaveProperty('CODEX_ACCESS_TOKEN');
  });
});

it('on Windows, it is that of this program', async () => {
  expect(await loginEnvironment({ env, platform: 'win32', userHome: 'C:\\Users\\ada' })).toBe(env);
});
