import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';

import { configTexts } from '../../shared/texts/config-files.ts';
import { configContent } from '../policy/config-document.ts';
import type { ConfigFile } from '../policy/config-document.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { access } from '../files/look.ts';

export interface PlutilEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ManagedPreferencesParts {
  readonly files: readonly string[];
  readonly plutil: (args: readonly string[]) => Promise<PlutilEnd>;
}

const timeoutMs = 10_000;
const maxBytes = 1024 * 1024;

/**
 * Reads a value of the managed preferences of `com.openai.codex` (codex-rs config_loader/macos.rs).
 * `plutil -extract raw` came with macOS 12; never run on macOS so far.
 */
export async function readManagedPreference(
  key: string,
  parts: ManagedPreferencesParts = ofThisMachine(),
): Promise<ConfigFile> {
  for (const file of parts.files) {
    const found = await readFrom(file, key, parts);
    if (found.kind !== 'absent') return found;
  }
  return { kind: 'absent' };
}

async function readFrom(
  file: string,
  key: string,
  { plutil }: ManagedPreferencesParts,
): Promise<ConfigFile> {
  try {
    await access(file);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' };
    return unreadable(file);
  }
  // Dots in the key would be steps of a path; it has none.
  const end = await plutil(['-extract', key, 'raw', '-expect', 'string', '-o', '-', file]);
  if (end.exitCode === 0) return decodePreference(end.stdout);
  const isMissing = /no value at that key path/i.test(end.stdout + end.stderr);
  return isMissing ? { kind: 'absent' } : unreadable(file);
}

/** The settings in a value: UTF-8 text in standard base64, with space around it. */
export function decodePreference(value: string): ConfigFile {
  const encoded = value.trim();
  const bytes = Buffer.from(encoded, 'base64');
  // Node skips what is no base64; the Codex CLI refuses to start.
  if (bytes.toString('base64') !== encoded) {
    return { kind: 'unreadable', message: configTexts.faults.notBase64() };
  }
  return configContent(bytes);
}

function unreadable(file: string): ConfigFile {
  return { kind: 'unreadable', message: configTexts.faults.preferenceUnreadable({ file }) };
}

function ofThisMachine(): ManagedPreferencesParts {
  const folder = '/Library/Managed Preferences';
  const list = 'com.openai.codex.plist';
  return {
    files: [`${folder}/${userInfo().username}/${list}`, `${folder}/${list}`],
    plutil: runPlutil,
  };
}

function runPlutil(args: readonly string[]): Promise<PlutilEnd> {
  const limits = { timeout: timeoutMs, maxBuffer: maxBytes };
  return new Promise((resolve) => {
    execFile('/usr/bin/plutil', args, limits, (error, stdout, stderr) => {
      // No exit code where it did not start or was killed.
      const exitCode = typeof error?.code === 'number' ? error.code : 1;
      resolve({ exitCode: error === null ? 0 : exitCode, stdout, stderr });
    });
  });
}
