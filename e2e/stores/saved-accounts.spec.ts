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
  test(`a sign-in of the ${variant.name} that is replaced is saved sealed, and comes back${longUnless(variant.name === 'keyring')}`, async ({
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

    const saved = (await accountsIn(home)).find(({ state }) => state === 'ready');
    expect(saved).toMatchObject({ email: ada.email, protection: 'sealed' });
    expect(await readdir(path.join(home.folder, 'kept-sign-ins'))).toEqual([]);
    const text = await textsBelow(path.join(home.settingsFolder, 'Gatehouse', 'accounts'));
    for (const secret of issuer.secrets()) expect(text).not.toContain(secret);

    await secretService.lock();
    const use = ['switch', ada.email];
    expect((await runGatehouse(use, home)).exitCode).toBe(6);
    await secretService.crash();
    await secretService.restart();

    expect(await runGatehouse(use, home)).toMatchObject({ exitCode: 0 });
    expect((await statusOf(home)).report).toMatchObject({
      account: { email: ada.email },
      source: 'keyring',
    });
    // With the very tokens: the issuer takes each refresh token once.
    expect(await refreshByCodex(home)).toMatchObject({ authMethod: 'chatgpt' });
    expect(await accountsIn(home)).toMatchObject([
      { email: ada.email, state: 'inUse' },
      { kind: 'apiKey', state: 'ready' },
    ]);
  });
}

async function accountsIn(home: Home): Promise<readonly Record<string, unknown>[]> {
  const { stdout } = await runGatehouse(['accounts', '--json'], home);
  const { accounts } = JSON.parse(stdout) as { accounts: readonly Record<string, unknown>[] };
  return accounts;
}

async function textsBelow(folder: string): Promise<string> {
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(path.join(folder, name), 'latin1')))).join(
    '\n',
  );
}
