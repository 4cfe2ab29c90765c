import { userInfo } from 'node:os';
import path from 'node:path';

import { folderTexts } from '../../shared/texts/folders.ts';
export type UserHome =
  | { readonly kind: 'known'; readonly folder: string }
  | { readonly kind: 'unknown'; readonly message: string };

export interface UserHomeParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** By the system's list of users; null where this one is not on it. */
  readonly ofAccount: () => string | null;
}

/**
 * The home folder by `HOME` (`USERPROFILE` on Windows), else by the system. As for Codex CLI
 * 0.171.0, an empty variable counts as none. A relative one is refused: the CLI would write a
 * sign-in into the current folder.
 */
export function userHomeOf({ env, platform, ofAccount }: UserHomeParts): UserHome {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const variable = platform === 'win32' ? 'USERPROFILE' : 'HOME';
  const named = env[variable] ?? '';
  if (named !== '') {
    if (paths.isAbsolute(named)) return { kind: 'known', folder: named };
    return { kind: 'unknown', message: folderTexts.notAbsolute({ variable, folder: named }) };
  }
  const folder = ofAccount();
  if (folder !== null && paths.isAbsolute(folder)) return { kind: 'known', folder };
  return { kind: 'unknown', message: folderTexts.noHome({ variable }) };
}

/** The home folder of the user of this process. */
export function currentUserHome(): UserHome {
  return userHomeOf({ env: process.env, platform: process.platform, ofAccount: homeOfAccount });
}

function homeOfAccount(): string | null {
  try {
    return userInfo().homedir || null;
  } catch {
    // In a container, the user may have no name.
    return null;
  }
}
