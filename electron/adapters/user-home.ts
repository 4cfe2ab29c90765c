import { userInfo } from 'node:os';
import path from 'node:path';

export type UserHome =
  | { readonly kind: 'known'; readonly folder: string }
  /** The message is for people, with what to do. */
  | { readonly kind: 'unknown'; readonly message: string };

export interface UserHomeParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The home folder of the user by the system's own list; null where there is no such user. */
  readonly ofAccount: () => string | null;
}

/**
 * The home folder of the user, absolute: what `HOME` says (`USERPROFILE` on Windows), else what
 * the system does. An empty variable counts as none, as it does for the Codex CLI (0.171.0).
 * A relative one does not: it would mean another folder in every folder, and the CLI writes a
 * sign-in into the one where it was started.
 */
export function userHomeOf({ env, platform, ofAccount }: UserHomeParts): UserHome {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const variable = platform === 'win32' ? 'USERPROFILE' : 'HOME';
  const named = env[variable] ?? '';
  if (named !== '') {
    if (paths.isAbsolute(named)) return { kind: 'known', folder: named };
    const message = `${variable} is "${named}", which is not an absolute path. Set it to your home folder.`;
    return { kind: 'unknown', message };
  }
  const folder = ofAccount();
  if (folder !== null && paths.isAbsolute(folder)) return { kind: 'known', folder };
  const message = `No home folder: ${variable} is not set, and the system knows none for this user. Set ${variable}.`;
  return { kind: 'unknown', message };
}

/** The home folder of whoever runs this program. */
export function userHomeHere(): UserHome {
  return userHomeOf({ env: process.env, platform: process.platform, ofAccount: homeOfAccount });
}

function homeOfAccount(): string | null {
  try {
    return userInfo().homedir || null;
  } catch {
    // In a container, a number without a name may run programs.
    return null;
  }
}
