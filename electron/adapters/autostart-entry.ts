import { unlink } from 'node:fs/promises';
import path from 'node:path';

import { fileTexts } from '../../shared/texts/files.ts';
import { readRegularFile } from '../files/regular-file.ts';
import {
  demandedProgram,
  isSwitchedOn,
  newEntry,
  startsEarlierImage,
  switchedOff,
  switchedOn,
  type CommandLine,
} from '../login-item/desktop-entry.ts';
import { LoginItemError, type LoginItem } from '../login-item/login-item.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { isErrno, systemCodeOf } from '../base/system-errors/system-code.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { findProgram } from './find-program.ts';

export interface AutostartParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly command: CommandLine;
}

/** In every folder of entries: an entry hides later ones of the same name. */
const entryName = 'gatehouse.desktop';

/**
 * Starting at login on Linux: an entry in `$XDG_CONFIG_HOME/autostart` (Desktop Application
 * Autostart Specification). `OnlyShowIn` and the like, which Gatehouse never writes, are ignored.
 */
export function autostartEntry({ env, userHome, command }: AutostartParts): LoginItem {
  const own = autostartFile({ env, userHome });
  const ofSystem = (env['XDG_CONFIG_DIRS'] ?? '')
    .split(':')
    .flatMap((folder) => absolute(folder) ?? []);
  const others = (ofSystem.length > 0 ? ofSystem : ['/etc/xdg']).map((folder) =>
    path.join(folder, inFolder),
  );
  return {
    async read() {
      const entry = await firstOf([own, ...others]);
      if (entry === null || !isSwitchedOn(entry)) return 'off';
      const program = demandedProgram(entry);
      const isThere = program === null || (await findProgram(program, env)) !== null;
      return isThere ? 'on' : 'off';
    },

    async follow() {
      const entry = await textOf(own);
      if (entry === null || !startsEarlierImage(entry, command)) return false;
      await write(own, switchedOn(entry, command));
      return true;
    },

    async set(startAtLogin) {
      const entry = await textOf(own);
      if (startAtLogin) {
        await write(own, entry === null ? newEntry(command) : switchedOn(entry, command));
        return;
      }
      const fromSystem = await firstOf(others);
      // What a person has added to the entry is kept; an entry of the system can only be hidden.
      if (entry === newEntry(command) && fromSystem === null) await remove(own);
      else if (entry !== null || fromSystem !== null) {
        await write(own, switchedOff(entry ?? newEntry(command)));
      }
    },
  };
}

/** The person's own entry, whether it is there or not. */
export function autostartFile({ env, userHome }: Pick<AutostartParts, 'env' | 'userHome'>): string {
  const settings = absolute(env['XDG_CONFIG_HOME']) ?? path.join(userHome, '.config');
  return path.join(settings, inFolder);
}

const maxEntryBytes = 1024 * 1024;

const inFolder = path.join('autostart', entryName);

/** Relative folders have no meaning (XDG Base Directory Specification). */
function absolute(folder: string | undefined): string | null {
  return folder !== undefined && path.isAbsolute(folder) ? folder : null;
}

async function firstOf(files: readonly string[]): Promise<string | null> {
  for (const file of files) {
    const text = await textOf(file);
    if (text !== null) return text;
  }
  return null;
}

async function textOf(file: string): Promise<string | null> {
  const found = await readRegularFile(file, maxEntryBytes);
  if (found.kind === 'absent') return null;
  if (found.kind === 'bytes') return found.bytes.toString('utf8');
  throw new LoginItemError(fileTexts.notReadable({ place: file, reason: found.reason }));
}

async function write(file: string, text: string): Promise<void> {
  try {
    await replaceFile(file, text, () => Promise.resolve(true), 0o644);
  } catch (error) {
    throw failure(file, 'notWritable', error);
  }
}

async function remove(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw failure(file, 'notRemovable', error);
  }
}

function failure(file: string, what: 'notWritable' | 'notRemovable', error: unknown): unknown {
  if (systemCodeOf(error) === null) return error;
  return new LoginItemError(fileTexts[what]({ place: file, reason: fileReason(error) }));
}
