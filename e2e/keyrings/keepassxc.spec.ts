import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test as base } from '../fixtures/command-line.ts';
import { runGatehouse, startGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { recordItem, setting } from '../fixtures/stores.ts';
import { startKeePassXC, type KeePassXC } from './keepassxc.ts';

const test = base.extend<{ keePassXC: KeePassXC }>({
  keePassXC: async ({ home, issuer }, use) => {
    const keePassXC = await startKeePassXC();
    await home.configure(setting('keyring'));
    const record = JSON.stringify(await chatgptRecord(issuer, ada));
    await keePassXC.store(await recordItem(home), record);
    await use(keePassXC);
    await keePassXC.stop();
  },
});

test.setTimeout(300_000);

const inBin = (entries: readonly string[]) =>
  entries.filter((entry) => entry.startsWith('Recycle Bin/') && entry !== 'Recycle Bin/');

test('no refresh leaves an entry in the bin of KeePassXC, and a sign-out says what it leaves', async ({
  home,
  keePassXC,
}) => {
  const env = { ...home.env, ...keePassXC.env };
  for (let count = 0; count < 3; count += 1) {
    expect(await runGatehouse(['refresh', '--force'], { env })).toMatchObject({ exitCode: 0 });
  }
  expect(inBin(await keePassXC.entries())).toEqual([]);

  const { exitCode, stderr } = await runGatehouse(['logout'], { env });
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringContaining(keyringProblemTexts.leftInKeePassXC()),
  ]);
  // The record, and the one journal.
  expect(inBin(await keePassXC.entries())).toHaveLength(2);
});

test('KeePassXC that asks to be unlocked is waited for, and then serves', async ({
  home,
  keePassXC,
}) => {
  const env = { ...home.env, ...keePassXC.env };
  await keePassXC.lock();
  const status = startGatehouse(['status'], { env });
  await status.untilStderr(/Waiting for the keyring to be unlocked/);
  status.kill();
  await status.end;
  await keePassXC.unlock();
  expect(await runGatehouse(['status'], { env })).toMatchObject({ exitCode: 0 });
});
