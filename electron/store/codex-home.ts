import { constants, statSync } from 'node:fs';
import path from 'node:path';

import type { Problem } from '../../shared/app-state.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { access, realpath, stat } from '../files/look.ts';

const texts = storeTexts.home;

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

/** Null where Codex accepts it. */
export function codexHomeProblem(
  env: Env,
  kindOf: (folder: string) => FolderKind = folderKindOf,
): string | null {
  const configured = env['CODEX_HOME'] ?? '';
  if (configured === '') return null;
  const kind = kindOf(path.resolve(configured));
  if (kind === 'folder') return null;
  return `${texts[kind]({ folder: configured })} ${advice(configured)}`;
}

function advice(configured: string): string {
  const written = /^~|[$%]/.exec(configured)?.[0];
  return written === undefined ? texts.makeOrUnset() : texts.notReplaced({ written });
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
    return { code: 'home-missing', message: texts.missing({ folder: codexHome }) };
  }
  return access(codexHome, constants.W_OK | constants.X_OK).then(
    () => null,
    (error: unknown) => unwritable(codexHome, error),
  );
}

function unwritable(codexHome: string, error: unknown): Problem {
  const message = texts.notWritable({ folder: codexHome, reason: fileReason(error) });
  return { code: 'home-unwritable', message };
}
