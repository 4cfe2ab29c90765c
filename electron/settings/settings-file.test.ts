import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { settingsFile } from './settings-file.ts';

const now = () => Date.UTC(2026, 0, 22, 12, 0, 0, 7);

async function fileWith(text: string | null) {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'settings.json');
  if (text !== null) await writeFile(file, text);
  const settings = settingsFile(file, { log: capturedLog(), now });
  const members = async () => JSON.parse(await readFile(file, 'utf8')) as unknown;
  return { folder, file, settings, members };
}

describe('the settings file', () => {
  it('is made by the first choice, versioned, for the person alone', async () => {
    const { file, settings, members } = await fileWith(null);
    expect(settings.load()).toEqual({});
    expect(settings.save({ theme: 'dark' })).toBeNull();
    expect(await members()).toEqual({ version: 1, theme: 'dark' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('keeps what another version has put there, also in the meantime', async () => {
    const { file, settings, members } = await fileWith('{"version": 7, "later": {"a": [1]}}');
    expect(settings.load()).toEqual({ version: 7, later: { a: [1] } });
    await writeFile(file, '{"version": 7, "later": 1, "theme": "sepia"}');
    settings.save({ hide_email: true });
    expect(await members()).toEqual({ version: 7, later: 1, theme: 'sepia', hide_email: true });
  });

  it.each(['{"theme": ', '[1]', '', 'null'])(
    'is kept aside where it is damaged, as by %j, and not before something is chosen',
    async (text) => {
      const { folder, file, settings, members } = await fileWith(text);
      expect(settings.load()).toEqual({});
      expect(await readFile(file, 'utf8')).toBe(text);
      expect(settings.save({ theme: 'dark' })).toBeNull();
      expect(await members()).toEqual({ version: 1, theme: 'dark' });
      const aside = `settings.json.damaged-2026-01-22T12-00-00-007Z`;
      expect((await readdir(folder)).toSorted()).toEqual(['settings.json', aside]);
      expect(await readFile(path.join(folder, aside), 'utf8')).toBe(text);
    },
  );

  it('is left alone where it cannot be read, and says so', async () => {
    const { file, settings } = await fileWith(null);
    await mkdir(file);
    expect(settings.load()).toEqual({});
    expect(settings.save({ theme: 'dark' })).toContain('cannot be read, so nothing was written');
  });

  it.skipIf(process.getuid?.() === 0)('says why it cannot be written', async () => {
    const { folder, settings } = await fileWith(null);
    await chmod(folder, 0o500);
    expect(settings.save({ theme: 'dark' })).toContain('cannot be written');
  });

  it('says why it cannot be replaced', async () => {
    const { file, settings } = await fileWith(null);
    await mkdir(`${file}.new`);
    expect(settings.save({ theme: 'dark' })).toContain('settings.json cannot be written');
  });
});
