import { statSync } from 'node:fs';
import path from 'node:path';
import { access, constants, realpath, stat } from 'node:fs/promises';

import type { Problem } from '../../shared/app-state.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno } from '../base/system-errors/system-code.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** `CODEX_HOME`, made absolute, else `~/.codex` (codex-rs/core `find_codex_home`). */
export function codexHomeOf(env: Env, userHome: string): string {
  const configured = env['CODEX_HOME'] ?? '';
  return configured === '' ? path.join(userHome, '.codex') : path.resolve(configured);
}

/** With all links resolved, or as it is where nothing is there. */
export function realHome(codexHome: string): Promise<string> {
  return realpath(codexHome).catch(() => codexHome);
}

export type FolderKind = 'folder' | 'noFolder' | 'absent';

/** `folder` also for what cannot be looked at: its use will say why. */
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
 * Null where Codex accepts it. "CODEX_HOME points ... that path ..." is the CLI's own (0.171.0).
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

/**
 * What the system says without a trial: of a read-only mount, not of a full disk. Codex CLI 0.171.0
 * makes the default folder, and does not start where one that `CODEX_HOME` names is missing.
 */
export async function homeFolderProblem(
  codexHome: string,
  isChosen: boolean,
): Promise<Problem | null> {
  try {
    await stat(codexHome);
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR')) return unwritable(codexHome, error);
    if (!isChosen) return null;
    const message = `CODEX_HOME points to ${codexHome}, which is not there. Codex does not start. Make that folder, or correct CODEX_HOME.`;
    return { code: 'home-missing', message };
  }
  return access(codexHome, constants.W_OK | constants.X_OK).then(
    () => null,
    (error: unknown) => unwritable(codexHome, error),
  );
}

function unwritable(codexHome: string, error: unknown): Problem {
  const message = `${codexHome} cannot be written: ${fileReason(error)}. No refreshed token can be saved there.`;
  return { code: 'home-unwritable', message };
}
