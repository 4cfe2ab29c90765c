import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';

export interface LoginEnvironmentParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly userHome: string;
  /** Absolute; the shell of the person's account where it is left out. */
  readonly shell?: string;
  readonly timeLimitMs?: number;
}

/** What a session has before any shell: without these, a program finds no screen and no keyring. */
const ofSession: readonly string[] = [
  ...[
    'LANG',
    'LC_ALL',
    'TZ',
    'TMPDIR',
    'SSH_AUTH_SOCK',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
  ],
  ...['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'XDG_SESSION_TYPE', 'XDG_CURRENT_DESKTOP'],
];

const defaultTimeLimitMs = 10_000;
const maxOutput = 1024 * 1024;

/**
 * The environment that a fresh login shell of this person gives to what is started in it, so that
 * nothing of the terminal or app that Gatehouse was started by is passed on. Where the shell does not
 * say, what a session has before any shell; on Windows, which has no such shells, its own.
 */
export async function loginEnvironment(
  parts: LoginEnvironmentParts,
): Promise<Readonly<Record<string, string | undefined>>> {
  const { env, platform } = parts;
  if (platform === 'win32') return env;
  const { username, shell: ofAccount } = accountOf();
  const shell = parts.shell ?? ofAccount ?? '/bin/sh';
  const base = {
    ...Object.fromEntries(ofSession.map((name) => [name, env[name]])),
    HOME: parts.userHome,
    ...(username === null ? {} : { USER: username, LOGNAME: username }),
    SHELL: shell,
    PATH: '/usr/local/bin:/usr/bin:/bin',
  };
  return (await askShell(shell, base, parts.timeLimitMs ?? defaultTimeLimitMs)) ?? base;
}

function accountOf(): { readonly username: string | null; readonly shell: string | null } {
  try {
    const { username, shell } = userInfo();
    return { username, shell: shell?.startsWith('/') ? shell : null };
  } catch {
    // In a container, the user may have no name.
    return { username: null, shell: null };
  }
}

/** Start-up files may print what they like, so that the environment is between two marks. */
function askShell(
  shell: string,
  env: Readonly<Record<string, string | undefined>>,
  limitMs: number,
): Promise<Record<string, string> | null> {
  const mark = randomBytes(12).toString('hex');
  const script = `printf %s ${mark}; command env -0; printf %s ${mark}`;
  return new Promise((resolve) => {
    const child = spawn(shell, ['-l', '-c', script], {
      cwd: '/',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      // Of its own, so that what a start-up file waits for ends with it.
      detached: true,
    });
    let said = '';
    const timer = setTimeout(() => {
      if (child.pid !== undefined) endGroup(child.pid);
      child.stdout.destroy();
      child.unref();
      resolve(null);
    }, limitMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < maxOutput) said += text;
    });
    child.on('error', () => {
      clearTimeout(timer);
      resolve(null);
    });
    child.on('close', () => {
      clearTimeout(timer);
      resolve(environmentIn(said, mark));
    });
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Null where there is none between the marks. */
function environmentIn(said: string, mark: string): Record<string, string> | null {
  const [, text] = said.split(mark);
  if (text === undefined) return null;
  const entries = text.split('\0').flatMap((entry) => {
    const at = entry.indexOf('=');
    return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)] as const] : [];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
