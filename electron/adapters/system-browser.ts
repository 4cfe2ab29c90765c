import open from 'open';

import { isTrustworthyUrl } from '../auth/endpoints.ts';
import type { OpenBrowser } from '../ports.ts';

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
  return systemBrowser({
    platform: process.platform,
    env: process.env,
    launch: (url) => open(url),
  });
}

// Without a desktop xdg-open may start a text browser in the terminal of the command line.
function hasDesktop({ platform, env }: BrowserHost): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  const variables = ['DISPLAY', 'WAYLAND_DISPLAY', 'BROWSER', 'WSL_DISTRO_NAME', 'WSL_INTEROP'];
  return variables.some((variable) => (env[variable] ?? '') !== '');
}
