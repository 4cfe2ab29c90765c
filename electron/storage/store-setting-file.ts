import { unlink } from 'node:fs/promises';

import { StoreError } from '../auth/credential-store.ts';
import { maxSettingsBytes } from '../../shared/policy.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { followLinks, replaceFile } from '../files/atomic-file.ts';
import { withStoreSetting } from './store-setting.ts';

/** A setting that was switched, and the way back. */
export interface SettingSwitch {
  /** Puts the old text back, unless somebody has changed the file since. */
  undo(): Promise<void>;
}

/**
 * Switches the store in the user's config.toml: all at once, with its mode, its
 * links, its comments and its byte order mark kept.
 *
 * @throws {StoreError} `unwritable`; the file is as it was then.
 */
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
      throw new StoreError('unwritable', `${configFile} was changed meanwhile. Try again.`);
    }
    return { undo: () => restore(target, after, before) };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      'unwritable',
      `${configFile} cannot be written, so that nothing was moved. Check its permissions and the free space.`,
    );
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
    throw new StoreError(
      'unwritable',
      `${configFile} cannot be edited safely. Set cli_auth_credentials_store = "${store}" there by hand.`,
    );
  }
}

/** The present text; null where there is no file. */
async function read(file: string): Promise<ConfigText | null> {
  const found = await readRegularFile(file, maxSettingsBytes);
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
