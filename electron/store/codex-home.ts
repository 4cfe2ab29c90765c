import { statSync } from 'node:fs';
import path from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Folder of Codex: `CODEX_HOME`, made absolute, else `~/.codex`.
 *
 * Source: codex-rs/core/src/config `find_codex_home`.
 *
 * @param userHome home folder of the user, absolute.
 */
export function codexHomeOf(env: Env, userHome: string): string {
  const configured = env['CODEX_HOME'] ?? '';
  return configured === '' ? path.join(userHome, '.codex') : path.resolve(configured);
}

/** What is where a folder is looked for. */
export type FolderKind = 'folder' | 'noFolder' | 'absent';

/** @returns `folder` also for what cannot be looked at: it is there, and whoever uses it says why not. */
function folderKindOf(folder: string): FolderKind {
  try {
    const facts = statSync(folder, { throwIfNoEntry: false });
    if (facts === undefined) return 'absent';
    return facts.isDirectory() ? 'folder' : 'noFolder';
  } catch (error) {
    const isBelowAFile = error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
    return isBelowAFile ? 'absent' : 'folder';
  }
}

/**
 * Why Codex refuses the `CODEX_HOME` that is set, as sentences; null where it does not. The
 * folder of Codex need not exist where nothing is set.
 *
 * The first half of the first sentence is the CLI's own (seen with Codex CLI 0.171.0).
 */
export function codexHomeProblem(
  env: Env,
  kindOf: (folder: string) => FolderKind = folderKindOf,
): string | null {
  const configured = env['CODEX_HOME'] ?? '';
  if (configured === '') return null;
  const kind = kindOf(path.resolve(configured));
  if (kind === 'folder') return null;
  const what = kind === 'absent' ? 'does not exist' : 'is not a directory';
  return `CODEX_HOME points to "${configured}", but that path ${what}. ${advice(configured)}`;
}

function advice(configured: string): string {
  const written = /^~|[$%]/.exec(configured)?.[0];
  return written === undefined
    ? 'Make that folder, or unset CODEX_HOME.'
    : `Nothing replaces the ${written} in it here: set it to the whole path.`;
}
