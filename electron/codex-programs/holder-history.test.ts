import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Credential } from '../auth/credential.ts';
import { FactsFile } from '../files/facts-file.ts';
import { privateFolder } from '../files/private-folder.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { chatgptCredential, storedApiKey, testApiKey } from '../testing/credentials.ts';
import { HolderHistory } from './holder-history.ts';
import { historySchema, noHistory } from './home-history.ts';

const asAda = chatgptCredential();
const signedOut: Credential = { kind: 'signedOut' };

async function historyIn(clock: { now: number; writtenAt: number | null }, folder?: string) {
  const place = path.join(folder ?? (await temporaryFolder()), 'homes');
  const history = new HolderHistory({
    file: new FactsFile({
      folder: privateFolder(place),
      name: 'home.json',
      schema: historySchema,
      none: noHistory,
      log: capturedLog(),
    }),
    fileWrittenAt: () => Promise.resolve(clock.writtenAt),
    now: () => clock.now,
  });
  return { history, place, file: path.join(place, 'home.json') };
}

describe('the history of a home', () => {
  it('is private, and has no secret', async () => {
    const { history, file } = await historyIn({ now: 1000, writtenAt: null });
    await history.see(asAda, 'other');
    await history.see(storedApiKey(), 'gatehouse');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      entries: [
        { by: 'other', holder: { kind: 'chatgpt', email: 'ada@example.com' }, storage: 'file' },
        { by: 'gatehouse', holder: { kind: 'apiKey', email: null }, storage: 'file' },
      ],
    });
    expect(text).not.toContain(asAda.tokens.refreshToken);
    expect(text).not.toContain(testApiKey);
  });

  it('begins with when the file was written, which is the last that is known of it', async () => {
    const { history } = await historyIn({ now: 9000, writtenAt: 4000 });
    await history.see(asAda, 'other');
    expect((await history.read()).entries).toMatchObject([{ at: 4000, after: null }]);
  });

  it('takes no file of the future for it', async () => {
    const { history } = await historyIn({ now: 9000, writtenAt: 99_000 });
    await history.see(asAda, 'other');
    expect((await history.read()).entries).toMatchObject([{ at: 9000 }]);
  });

  it('knows until when it was so', async () => {
    const clock = { now: 1000, writtenAt: 1000 };
    const { history } = await historyIn(clock);
    await history.see(asAda, 'other');
    clock.now = 5000;
    await history.see(asAda, 'other');
    clock.now = 9000;
    await history.see(signedOut, 'other');
    expect((await history.read()).entries.at(-1)).toMatchObject({ at: 9000, after: 5000 });
  });

  it('goes on with what another program wrote', async () => {
    const clock = { now: 1000, writtenAt: 1000 };
    const folder = await temporaryFolder();
    const { history } = await historyIn(clock, folder);
    await history.see(asAda, 'other');
    const command = await historyIn(clock, folder);
    clock.now = 5000;
    await command.history.see(signedOut, 'gatehouse');
    expect((await history.read()).entries).toMatchObject([
      { holder: { kind: 'chatgpt' } },
      { holder: { kind: 'nobody' }, by: 'gatehouse', at: 5000, after: 5000 },
    ]);
  });

  it('is not begun for a home that nobody has used', async () => {
    const { history, place } = await historyIn({ now: 1000, writtenAt: null });
    await history.see(signedOut, 'other');
    await expect(readdir(place)).rejects.toThrow('ENOENT');
  });

  it('of a newer version is left alone', async () => {
    const { history, file } = await historyIn({ now: 1000, writtenAt: null });
    await history.see(asAda, 'other');
    const newer = '{"version":2,"entries":"of another shape"}';
    await writeFile(file, newer);
    await history.see(signedOut, 'gatehouse');
    expect(await readFile(file, 'utf8')).toBe(newer);
    expect((await history.read()).entries).toEqual([]);
  });

  it('is lost, and nothing else, where it cannot be written', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'homes'), 'a file');
    const { history } = await historyIn({ now: 1000, writtenAt: null }, folder);
    await expect(history.see(asAda, 'other')).resolves.toBeUndefined();
  });

  it('says nothing of what cannot be read, nor of the memory of one program', async () => {
    const { history, place } = await historyIn({ now: 1000, writtenAt: null });
    const problem = { code: 'record-invalid', message: 'It is damaged.' } as const;
    await history.see({ kind: 'unusable', problem }, 'other');
    await history.see({ ...asAda, source: 'ephemeral' }, 'gatehouse');
    await expect(readdir(place)).rejects.toThrow('ENOENT');
  });
});
