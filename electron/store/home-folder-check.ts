import { access, constants, stat } from 'node:fs/promises';

import type { Problem } from '../../shared/app-state.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno } from '../base/system-errors/system-code.ts';

/**
 * What is wrong with the folder of Codex, as far as the system tells without a trial: a
 * read-only mount and a folder that is protected from changes are seen, a full disk is not.
 *
 * @param codexHome absolute.
 * @param isChosen whether `CODEX_HOME` names it: Codex CLI 0.171.0 makes the default folder
 * and does not start where one that was chosen is missing.
 */
export async function codexHomeProblem(
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
