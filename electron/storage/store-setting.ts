import { isDeepStrictEqual } from 'node:util';
import { unlink } from 'node:fs/promises';

import { parse as parseForPatch, patch } from '@decimalturn/toml-patch';
import { parse } from 'smol-toml';

import { StoreError } from '../auth/credential-store.ts';
import { maxConfigBytes } from '../../shared/policy.ts';
import { storageTexts as texts } from '../../shared/texts/storage-moves.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { followLinks, replaceFile } from '../files/atomic-file.ts';

const setting = 'cli_auth_credentials_store';

/** With comments, order and layout kept. @throws where more than this setting would change. */
export function withStoreSetting(toml: string, mode: 'file' | 'keyring'): string {
  const after = Object.assign(parseExactly(toml), { [setting]: mode });
  const edited = patch(toml, Object.assign(parseForPatch(toml), { [setting]: mode }));
  const text = edited.endsWith('\n') ? edited : `${edited}\n`;
  if (!isDeepStrictEqual(parseExactly(text), after)) {
    throw new Error('the edit would change more than the one setting');
  }
  return text;
}

// 64-bit integers are compared by all their digits.
function parseExactly(toml: string): Record<string, unknown> {
  return parse(toml, { integersAsBigInt: true });
}

export interface SettingSwitch {
  /** Puts the old text back, unless the file has changed since. */
  undo(): Promise<void>;
}

/** Mode, links, comments and byte order mark stay. @throws {StoreError} with the file as it was. */
export async function switchStoreSetting(
  configFile: string,
  store: 'file' | 'keyring',
): Promise<SettingSwitch> {
  try {
    const target = await followLinks(configFile);
    const before = await read(target);
    const after = edited(configFile, before?.text ?? '', store);
    if (after === before?.text) return { undo: () => Promise.resolve() };
    const mode = before?.mode ?? 0o600;
    if (!(await replaceFile(target, after, () => isStill(target, before?.text ?? null), mode))) {
      throw new StoreError('unwritable', texts.setting.changed({ file: configFile }));
    }
    return { undo: () => restore(target, after, before) };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError('unwritable', texts.setting.notWritable({ file: configFile }));
  }
}

interface ConfigText {
  readonly text: string;
  readonly mode: number;
}

const byteOrderMark = '\uFEFF';

function edited(configFile: string, text: string, store: 'file' | 'keyring'): string {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  try {
    return mark + withStoreSetting(text.slice(mark.length), store);
  } catch {
    const message = texts.setting.notEditable({ file: configFile, mode: store });
    throw new StoreError('unwritable', message);
  }
}

async function read(file: string): Promise<ConfigText | null> {
  const found = await readRegularFile(file, maxConfigBytes);
  if (found.kind === 'absent') return null;
  if (found.kind !== 'bytes') throw new Error(found.reason);
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(found.bytes);
  return { text, mode: found.facts.mode & 0o777 };
}

async function isStill(file: string, text: string | null): Promise<boolean> {
  return ((await read(file))?.text ?? null) === text;
}

async function restore(file: string, after: string, before: ConfigText | null): Promise<void> {
  if (before !== null) {
    await replaceFile(file, before.text, () => isStill(file, after), before.mode);
  } else if (await isStill(file, after)) {
    await unlink(file);
  }
}
