import fs from 'node:fs';

import { fileTexts } from '../../shared/texts/files.ts';
import { rememberedTexts } from '../../shared/texts/remembered-settings.ts';
import { parseJson } from '../base/json.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { readRegularFileSync } from '../files/regular-file.ts';
import type { Log, Now } from '../ports.ts';

/** Raised where a member changes its meaning, so that an older Gatehouse can tell. */
const settingsVersion = 1;
const maxBytes = 64 * 1024;

export type SettingsMembers = Readonly<Record<string, unknown>>;

export interface SettingsFile {
  /** All members, also those of another version; none where there is no such file. */
  load(): SettingsMembers;
  /** Writes some members, and leaves all others. @returns why it could not, for people; else null. */
  save(members: SettingsMembers): string | null;
}

/**
 * `settings.json`: what a person chose, by the names of the policy keys. It is read before each
 * write, so that what another version has put there stays. What is no JSON object is kept beside it
 * before it is replaced; a file that cannot be read is left alone.
 */
export function settingsFile(file: string, { log, now }: { log: Log; now: Now }): SettingsFile {
  const read = (): SettingsMembers | 'damaged' | 'unreadable' => {
    const found = readRegularFileSync(file, maxBytes);
    if (found.kind === 'absent') return {};
    if (found.kind !== 'bytes') return 'unreadable';
    const value = parseJson(found.bytes.toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as SettingsMembers) : 'damaged';
  };
  return {
    load() {
      const found = read();
      if (typeof found === 'object') return found;
      log.warn('settings.unusable', { found });
      return {};
    },
    save(members) {
      try {
        const found = read();
        if (found === 'unreadable') return rememberedTexts.notWrittenUnread({ file });
        if (found === 'damaged') {
          const time = new Date(now()).toISOString().replaceAll(/[:.]/g, '-');
          fs.renameSync(file, `${file}.damaged-${time}`);
          log.warn('settings.kept-aside', {});
        }
        const present = found === 'damaged' ? {} : found;
        const { version: given } = present;
        const version = typeof given === 'number' ? given : settingsVersion;
        const text = JSON.stringify({ ...present, ...members, version }, null, 2);
        fs.writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
        fs.renameSync(`${file}.new`, file);
        return null;
      } catch (error) {
        log.warn('settings.not-saved', { code: systemCodeOf(error) });
        return fileTexts.notWritable({ place: file, reason: fileReason(error) });
      }
    },
  };
}
