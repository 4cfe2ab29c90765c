import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { refreshByCodex } from '../fixtures/codex-app-server.ts';
import type { Home } from '../fixtures/command-line.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { statusOf } from '../fixtures/status.ts';
import { expect, manyProgramsTimeoutMs, storeVariants, test } from '../fixtures/stores.ts';

const key = 'sk-test-0123456789abcdef';

for (const variant of storeVariants.filter(({ source }) => source === 'keyring')) {
  test(`a sign-in of the ${variant.name} is kept sealed, and comes back${longUnless(variant.name === 'keyring')}`, async ({
    home,
    issuer,
    secretService,
  }) => {
    test.setTimeout(manyProgramsTimeoutMs);
    const world = { home, secretService };
    await home.configure(variant.config);
    await variant.write(world, await chatgptRecord(issuer, ada));
    const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
    expect(login.exitCode).toBe(0);
    expect(await variant.read(world)).toMatchObject({ auth_mode: 'apikey' });

    const [kept, ...others] = await keptIn(home);
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ state: 'usable', reason: 'sign-in-replaced', email: ada.email });
    const text = await textsBelow(path.join(home.folder, 'kept-sign-ins'));
    expect(text).toContain('"sealed"');
    for (const secret of issuer.secrets()) expect(text).not.toContain(secret);

    await secretService.lock();
    expect(await keptIn(home)).toMatchObject([{ id: kept?.['id'], state: 'locked' }]);
    const use = ['kept', 'use', String(kept?.['id'])];
    expect((await runGatehouse(use, home)).exitCode).toBe(6);
    await secretService.crash();
    await secretService.restart();

    expect(await runGatehouse(use, home)).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await statusOf(home)).report).toMatchObject({
      account: { email: ada.email },
      source: 'keyring',
    });
    // With the very tokens: the issuer takes each refresh token once.
    expect(await refreshByCodex(home)).toMatchObject({ authMethod: 'chatgpt' });
    expect(await keptIn(home)).toMatchObject([{ state: 'usable', reason: 'kept-one-used' }]);
  });
}

async function keptIn(home: Home): Promise<readonly Record<string, unknown>[]> {
  const { stdout } = await runGatehouse(['kept', '--json'], home);
  return (JSON.parse(stdout) as { readonly kept: readonly Record<string, unknown>[] }).kept;
}

async function textsBelow(folder: string): Promise<string> {
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))).join(
    '\n',
  );
}
