import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { TrayHost } from './tray-host-presence.ts';

const run = promisify(execFile);
const timeoutMs = 3_000;

const service = 'org.kde.StatusNotifierWatcher';
const object = '/StatusNotifierWatcher';
const property = 'IsStatusNotifierHostRegistered';

/** The same question by each tool that could be installed, one of which almost always is. */
const questions: readonly (readonly [command: string, ...args: string[]])[] = [
  ['busctl', '--user', 'get-property', service, object, service, property],
  [
    'gdbus',
    'call',
    '--session',
    `--dest=${service}`,
    `--object-path=${object}`,
    '--method=org.freedesktop.DBus.Properties.Get',
    service,
    property,
  ],
  [
    'dbus-send',
    '--session',
    '--print-reply',
    `--dest=${service}`,
    object,
    'org.freedesktop.DBus.Properties.Get',
    `string:${service}`,
    `string:${property}`,
  ],
];

/**
 * Asks the session bus whether a StatusNotifier host has registered, as Chromium
 * does before it shows an icon (chrome/browser/ui/views/status_icons/status_icon_linux_dbus.cc).
 */
export async function askStatusNotifierWatcher(
  env: Readonly<Record<string, string | undefined>>,
): Promise<TrayHost> {
  // Without a bus, some of the tools would start one.
  if (!env['DBUS_SESSION_BUS_ADDRESS'] && !env['XDG_RUNTIME_DIR']) return 'absent';
  for (const [command, ...args] of questions) {
    try {
      const { stdout } = await run(command, args, { timeout: timeoutMs, env });
      return /\btrue\b/.test(stdout) ? 'present' : 'absent';
    } catch (error) {
      if (isMissing(error)) continue;
      // Killed means that the bus did not answer; any other failure, that nobody has that name.
      return isKilled(error) ? 'unknown' : 'absent';
    }
  }
  return 'unknown';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isKilled(error: unknown): boolean {
  return error instanceof Error && 'killed' in error && error.killed === true;
}
