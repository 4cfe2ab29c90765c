import { app, BrowserWindow, net, session, shell } from 'electron';

import { shellTexts } from '../../shared/texts/shell.ts';
import type { DoctorReport } from '../../shared/doctor.ts';
import { openActivityFile } from '../adapters/activity-file.ts';
import { autostartEntry } from '../adapters/autostart-entry.ts';
import { doctorProbesOf } from '../doctor/doctor-probes.ts';
import type { Network } from '../adapters/network.ts';
import { systemDelay } from '../adapters/clock.ts';
import { useKnownProgramData } from '../adapters/program-data.ts';
import { scratchCodex, type ScratchCodex } from '../adapters/scratch-codex.ts';
import { machineParts } from '../adapters/machine-parts.ts';
import { preferred, systemBrowser } from '../adapters/system-browser.ts';
import { hasXdgOpen } from '../adapters/find-program.ts';
import { hiddenSwitch, type AppConfig } from '../config.ts';
import { openCore, type Core } from '../core.ts';
import type { InstalledLoginItem } from '../login-item/start-at-login.ts';
import { examine } from '../doctor/doctor-report.ts';
import { isLoopbackHost } from '../network/host-and-port.ts';
import type { Log } from '../ports.ts';
import type { SignInOwner } from '../sign-in/sign-in-owner.ts';
import type { Keyring } from '../store/keyring.ts';
import type { HeldLocks } from '../store/file-lock.ts';
import { electronLoginItem } from './login-item.ts';

/** What the core and the shell around it share. */
export interface AppParts {
  readonly log: Log;
  readonly network: Network;
  readonly locks: HeldLocks;
  readonly keyring: Keyring;
  readonly scratch: ScratchCodex;
}

// Electron cannot tell before it is ready.
const isOnline = () => !app.isReady() || net.isOnline();

/** Whether the computer has no network to reach this address by; never for its own. */
export function isOffline(url: string): boolean {
  return !isLoopbackHost(new URL(url).hostname) && !isOnline();
}

export function scratchCodexHere({ userHome, version }: AppConfig, network: Network): ScratchCodex {
  const { env, platform } = process;
  return scratchCodex({
    env,
    platform,
    userHome,
    variables: () => network.environment().variables,
    isOnline,
    version,
    delay: systemDelay,
  });
}

export async function coreHere(
  { codexHome, endpoints, userHome, version }: AppConfig,
  { keyring, log, network: { http, readDotenv }, locks: { lockFile }, scratch }: AppParts,
): Promise<Core> {
  const { env, platform } = process;
  await useKnownProgramData(env, platform);
  return openCore({
    ...machineParts(codexHome, userHome, version),
    dataFolder: app.getPath('userData'),
    askScratch: scratch.ask,
    endpoints,
    http,
    readDotenv,
    keyring,
    lockFile,
    program: 'app',
    openBrowser: systemBrowser({ env, platform, launch: preferred(env, platform, openInBrowser) }),
    activityLog: openActivityFile({ dataFolder: app.getPath('userData') }),
    isWatched: isWindowOnScreen,
    log,
    version,
  });
}

function isWindowOnScreen(): boolean {
  return BrowserWindow.getAllWindows().some(
    (window) => window.isVisible() && !window.isMinimized(),
  );
}

/** @throws where the operating system has nothing to open a page with. */
async function openInBrowser(url: string): Promise<void> {
  if (process.platform === 'linux' && !(await hasXdgOpen(process.env))) {
    throw new Error('there is no xdg-open');
  }
  await shell.openExternal(url);
}

/** As `gatehouse doctor`, with what the app itself holds. */
export function examineHere(
  { codexHome, endpoints, userHome, version }: AppConfig,
  core: Core,
  { signIn, network, locks }: AppParts & { readonly signIn: SignInOwner },
): Promise<DoctorReport> {
  const { platform } = process;
  const probes = {
    ...doctorProbesOf(platform, network),
    holdsPort: (port: number) => signIn.port() === port,
    holdsLock: locks.holds,
  };
  return examine(
    { core, probes, environment: network.environment(), endpoints, codexHome },
    { appVersion: version, platform, userHome, onlooker: 'app', reader: 'people' },
  );
}

export function loginItemOf({ loginProgram, userHome }: AppConfig): InstalledLoginItem {
  const { platform, env } = process;
  if (loginProgram.kind === 'none') return { kind: 'unavailable', reason: loginProgram.reason };
  const args = [hiddenSwitch];
  if (platform === 'darwin' || platform === 'win32') {
    return { kind: 'available', item: electronLoginItem({ app, platform, args }) };
  }
  if (userHome === '') return { kind: 'unavailable', reason: shellTexts.noHomeFolder() };
  const command = { program: loginProgram.path, args };
  return { kind: 'available', item: autostartEntry({ env, userHome, command }) };
}

/** A `SystemProxy`: the operating system's settings, PAC scripts included, as Chromium reads them. */
export async function systemProxy(target: URL): Promise<string> {
  // Sessions exist from then on.
  await app.whenReady();
  // A PAC script need not know more than the origin.
  return session.defaultSession.resolveProxy(`${target.origin}/`);
}
