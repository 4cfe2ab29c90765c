import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { decodePreference, readManagedPreference, type PlutilEnd } from './managed-preferences.ts';

// In the words of `plutil -extract ... raw`, which ends its value without a line break.
const value = (stdout: string): PlutilEnd => ({ exitCode: 0, stdout, stderr: '' });
const noValue = (file: string): PlutilEnd => ({
  exitCode: 1,
  stdout: '',
  stderr: `${file}: Could not extract value, error: No value at that key path or invalid key path: config_toml_base64\n`,
});
const damaged = (file: string): PlutilEnd => ({
  exitCode: 1,
  stdout: '',
  stderr: `${file}: Property List error: Unexpected character { at line 1\n`,
});

const toml = 'forced_login_method = "chatgpt"\n';
const encoded = 'Zm9yY2VkX2xvZ2luX21ldGhvZCA9ICJjaGF0Z3B0Igo=';

/** Property lists that exist, the strongest first, and what plutil says of each. */
async function world(...says: readonly ((file: string) => PlutilEnd)[]) {
  const folder = await temporaryFolder();
  const files = ['user.plist', 'machine.plist'].map((name) => path.join(folder, name));
  const asked: (readonly string[])[] = [];
  for (const file of files.slice(0, says.length)) await writeFile(file, 'bplist00');
  const read = () =>
    readManagedPreference('config_toml_base64', {
      files,
      plutil: (args) => {
        asked.push(args);
        const file = args.at(-1) ?? '';
        return Promise.resolve(says[files.indexOf(file)]?.(file) ?? damaged(file));
      },
    });
  return { read, files, asked };
}

describe('a managed preference', () => {
  it('is TOML in base64, taken from the list that is the strongest', async () => {
    const { read, files, asked } = await world(() => value(encoded), damaged);
    expect(await read()).toEqual({ kind: 'text', text: toml });
    expect(asked).toEqual([
      ['-extract', 'config_toml_base64', 'raw', '-expect', 'string', '-o', '-', files[0]],
    ]);
  });

  it('is that of the machine where the user has a list without it', async () => {
    const { read } = await world(noValue, () => value(encoded));
    expect(await read()).toEqual({ kind: 'text', text: toml });
  });

  it('is absent where there is no list, and no program is run for it', async () => {
    const { read, asked } = await world();
    expect(await read()).toEqual({ kind: 'absent' });
    expect(asked).toEqual([]);
  });

  it('is absent where no list has it', async () => {
    const { read } = await world(noValue, noValue);
    expect(await read()).toEqual({ kind: 'absent' });
  });

  it('is unreadable where a list is, never absent: it may hold a rule', async () => {
    const { read, files } = await world(damaged, () => value(encoded));
    const message = `${files[0]} cannot be read`;
    expect(await read()).toEqual({ kind: 'unreadable', message });
  });
});

describe('the value of a managed preference', () => {
  it.each([
    ['with space around it', ` ${encoded}\n`, { kind: 'text', text: toml }],
    ['that is empty', '', { kind: 'text', text: '' }],
    [
      'that is TOML as it stands',
      toml,
      { kind: 'unreadable', message: expect.any(String) as string },
    ],
    [
      'without its padding',
      encoded.slice(0, -1),
      { kind: 'unreadable', message: 'it is not standard base64' },
    ],
    ['that is no UTF-8', '/w==', { kind: 'unreadable', message: 'it is not UTF-8 text' }],
  ])('%s', (_, text, found) => {
    expect(decodePreference(text)).toEqual(found);
  });
});
