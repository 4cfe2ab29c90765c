import path from 'node:path';

import {
  defaultIssuer,
  endpointsFromEnvironment,
  tokenOverridesOf,
  type Endpoints,
} from './auth/endpoints.ts';
import { loginProgramOf, type LoginProgram } from './login-item/login-program.ts';
import { codexHomeOf } from './store/codex-home.ts';

/**
 * Names the app to Windows (AppUserModelID), which shows notifications for the shortcut that the
 * installer made with it, and starts the app at login by it.
 */
export const appId = 'org.gatehouse.app';

export interface Launch {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
  readonly isPackaged: boolean;
  readonly version: string;
  /** The running program, absolute. */
  readonly execPath: string;
  /** Absolute; empty where there is none. */
  readonly userHome: string;
  /** Of the built main script, absolute. */
  readonly mainFolder: string;
}

export interface AppConfig {
  readonly version: string;
  /** Absolute. */
  readonly codexHome: string;
  /** Absolute; empty where there is none. */
  readonly userHome: string;
  readonly endpoints: Endpoints;
  /** Origin of the issuer where it is not the provider's own, else null. */
  readonly customIssuer: string | null;
  /** Which variable sends tokens where instead of to their issuer, a sentence each. */
  readonly tokenOverrides: readonly string[];
  readonly startHidden: boolean;
  readonly loginProgram: LoginProgram;
  /** Developer tools, and log lines on standard error as well. */
  readonly isDevelopment: boolean;
  /** Switches in the command line that let a debugger in. */
  readonly debuggingSwitches: readonly string[];
  readonly folders: {
    readonly renderer: string;
    readonly preloadScript: string;
    readonly assets: string;
  };
  readonly warnings: readonly string[];
}

export type ConfigResult =
  | { readonly ok: true; readonly config: AppConfig }
  | { readonly ok: false; readonly message: string };

export function readConfig(launch: Launch): ConfigResult {
  const { argv, env, version, userHome, mainFolder } = launch;
  const endpoints = endpointsFromEnvironment(env);
  if (!endpoints.ok) return endpoints;
  const { issuer } = endpoints.endpoints;
  const outFolder = path.dirname(mainFolder);
  return {
    ok: true,
    config: {
      version,
      codexHome: codexHomeOf(env, userHome),
      userHome,
      endpoints: endpoints.endpoints,
      customIssuer: issuer === defaultIssuer ? null : new URL(issuer).origin,
      // The window names the issuer itself.
      tokenOverrides: tokenOverridesOf(endpoints.endpoints)
        .filter(({ origin }) => origin !== new URL(issuer).origin)
        .map(({ message }) => message),
      startHidden: isHiddenStart(argv),
      loginProgram: loginProgramOf(launch),
      isDevelopment: !launch.isPackaged,
      debuggingSwitches: argv.filter((argument) => debuggingSwitch.test(argument)),
      folders: {
        renderer: path.join(outFolder, 'renderer'),
        preloadScript: path.join(outFolder, 'preload', 'index.cjs'),
        assets: path.join(outFolder, 'assets'),
      },
      warnings: endpoints.warnings,
    },
  };
}

/** Whether a command line, of this or of a second launch, asks for no window. */
export function isHiddenStart(argv: readonly string[]): boolean {
  // Chromium adds switches to the command line of a second launch.
  return argv.includes(hiddenSwitch);
}

export const hiddenSwitch = '--hidden';

const debuggingSwitch = /^--(remote-debugging-port|remote-debugging-pipe|inspect(-brk)?)(=|$)/;
