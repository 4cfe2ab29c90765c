import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';

import { sameRecord } from '../auth/auth-record.ts';
import { codexHomeInTest, temporaryFolder } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { chatgptDocument, chatgptRecord, testNow } from '../testing/credentials.ts';
import { folderKeyring } from '../testing/folder-keyring.ts';
import { putInto } from '../testing/stored.ts';
import { PlainFile } from '../store/locations/plain-file.ts';
import { KeyringItemLocation } from '../store/locations/keyring-item.ts';
import type { MoveStep } from './move.ts';

let outDir: string;

/** The program is built once, since Node runs no TypeScript by itself. */
beforeAll(async () => {
  outDir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-move-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: path.join(import.meta.dirname, '../testing/killed-move.ts'),
      rolldownOptions: { output: { format: 'es', entryFileNames: 'killed-move.mjs' } },
    },
    ssr: { noExternal: true },
  });
}, 60_000);
afterAll(() => rm(outDir, { recursive: true, force: true }));

const record = chatgptRecord();
const steps: readonly MoveStep[] = ['write', 'switch', 'confirm', 'catchUp', 'remove'];

describe.each(['keyring', 'file'] as const)('a move to the %s', (to) => {
  it.each(steps)(
    'that is killed after "%s" leaves a whole record, which is found',
    async (step) => {
      const home = await codexHomeInTest();
      const keyringFolder = await temporaryFolder();
      const keyring = folderKeyring(keyringFolder);
      const file = new PlainFile(home.folder, () => testNow);
      const item = new KeyringItemLocation(keyring, home.folder, () => testNow);
      await putInto(to === 'keyring' ? file : item, record);
      const from = to === 'keyring' ? 'file' : 'keyring';
      const config = path.join(home.folder, 'config.toml');
      await writeFile(config, `cli_auth_credentials_store = "${from}"\n`);

      const script = path.join(outDir, 'killed-move.mjs');
      const { signal, stderr } = spawnSync(
        process.execPath,
        [script, home.folder, keyringFolder, to, step],
        { encoding: 'utf8' },
      );
      expect(signal, stderr).toBe('SIGKILL');

      const { core } = await coreInTest(home, { keyring });
      const credential = core.session.get();
      expect(credential.kind).toBe('chatgpt');
      expect(credential.kind === 'chatgpt' && sameRecord(credential.record, record)).toBe(true);

      await core.storage.inspect({ withKeyring: true });
      const report = core.storage.get().report;
      expect(report?.active?.holds).toBe('credential');
      expect(report?.mode).toBe(step === 'write' ? from : to);
      expect(report?.copies).toHaveLength(step === 'remove' ? 0 : 1);
    },
    30_000,
  );
});

it('moves the same record that the Codex CLI would have written', async () => {
  const home = await codexHomeInTest(chatgptDocument({ members: { from_the_future: { n: 1 } } }));
  const { core, keyring } = await coreInTest(home);
  expect(await core.storage.moveTo('keyring')).toEqual({ kind: 'done' });
  const [value] = [...keyring.items.values()];
  expect(JSON.parse(value ?? '')).toEqual(
    chatgptDocument({ members: { from_the_future: { n: 1 } } }),
  );
});
