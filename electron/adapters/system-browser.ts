import { spawn } from 'node:child_process';

import open from 'open';

import { isTrustworthyUrl } from '../auth/endpoints.ts';
import type { OpenBrowser } from '../ports.ts';
import { findProgram } from './find-program.ts';

export interface BrowserHost {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  launch(url: string): Promise<unknown>;
}

/** Opens https pages and pages of this machine in the default browser; no other scheme. */
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

/** The browser for this process. */
export function browserOfThisMachine(): OpenBrowser {
  const { platform, env } = process;
  return systemBrowser({ platform, env, launch: preferred(env, platform, (url) => open(url)) });
}

/**
 * Tries the browsers of `BROWSER` first: colons between commands, `%s` stands for the page or it
 * comes last (as for xdg-open and Python's `webbrowser`).
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

/** The words of each command, which no shell must read: the page is foreign text. */
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

/** A program that fails does so within this time; a browser stays, or hands over and ends well. */
const firstMomentMs = 1_000;

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

// Without a desktop, xdg-open may start a text browser in this terminal.
function hasDesktop({ platform, env }: BrowserHost): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  const variables = ['DISPLAY', 'WAYLAND_DISPLAY', 'BROWSER', 'WSL_DISTRO_NAME', 'WSL_INTEROP'];
  return variables.some((variable) => (env[variable] ?? '') !== '');
}
