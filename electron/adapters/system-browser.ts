import { spawn } from 'node:child_process';

import open from 'open';

import { isTrustworthyUrl } from '../auth/endpoints.ts';
import type { OpenBrowser } from '../ports.ts';
import { findProgram } from './find-program.ts';

export interface BrowserHost {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hands the page to the operating system; rejects where that fails. */
  launch(url: string): Promise<unknown>;
}

/**
 * Opens pages in the default browser from plain Node.
 *
 * Only https pages and pages of this machine are opened: what the launcher
 * would do with another scheme is up to whoever registered it.
 */
export function systemBrowser(host: BrowserHost): OpenBrowser {
  return async (url) => {
    if (!isTrustworthyUrl(url) || !hasDesktop(host)) return false;
    try {
      await host.launch(url);
      return true;
    } catch {
      return false;
    }
  };
}

/** The browser of the machine that this process runs on. */
export function browserOfThisMachine(): OpenBrowser {
  const { platform, env } = process;
  return systemBrowser({ platform, env, launch: preferred(env, platform, (url) => open(url)) });
}

/**
 * Hands a page to the browsers that `BROWSER` names, in their order, before it is left to the
 * system: in a container or over SSH there is often nothing else. macOS and Windows have no
 * such variable.
 *
 * Source: the convention of xdg-open and Python's `webbrowser`: a list with colons between,
 * each a command line in which `%s` stands for the page; without one it comes last.
 */
export function preferred(
  env: BrowserHost['env'],
  platform: NodeJS.Platform,
  system: BrowserHost['launch'],
): BrowserHost['launch'] {
  if (platform === 'win32' || platform === 'darwin') return system;
  return async (url) => {
    for (const command of browserCommands(env['BROWSER'] ?? '', url)) {
      if (await starts(command, env)) return undefined;
    }
    return system(url);
  };
}

/** The words of each command; no shell reads them, for the page is another's text. */
export function browserCommands(browsers: string, url: string): readonly (readonly string[])[] {
  return browsers
    .split(':')
    .map((command) => command.split(/\s+/).filter((word) => word !== ''))
    .filter((words) => words.length > 0)
    .map((words) =>
      words.some((word) => word.includes('%s'))
        ? words.map((word) => word.replaceAll('%s', () => url))
        : [...words, url],
    );
}

/** How long a program is watched that may fail at once; a browser stays, or hands over and ends. */
const firstMomentMs = 1_000;

/** Whether a command runs, or has ended well. It goes on without this program. */
async function starts(
  [program = '', ...args]: readonly string[],
  env: BrowserHost['env'],
): Promise<boolean> {
  const file = await findProgram(program, env);
  if (file === null) return false;
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, stdio: 'ignore', detached: true });
    const timer = setTimeout(() => resolve(true), firstMomentMs);
    const done = (isWell: boolean): void => {
      clearTimeout(timer);
      resolve(isWell);
    };
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
    child.unref();
  });
}

// Without a desktop xdg-open may start a text browser in the terminal of the command line.
function hasDesktop({ platform, env }: BrowserHost): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  const variables = ['DISPLAY', 'WAYLAND_DISPLAY', 'BROWSER', 'WSL_DISTRO_NAME', 'WSL_INTEROP'];
  return variables.some((variable) => (env[variable] ?? '') !== '');
}
