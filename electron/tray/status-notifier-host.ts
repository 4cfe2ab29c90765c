import { callSessionBus, type BusAnswer } from './session-bus.ts';
import type { TrayHost } from './tray-host-presence.ts';

type Env = Readonly<Record<string, string | undefined>>;

const timeoutMs = 3_000;
const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * Asks the session bus whether a StatusNotifier host has registered, as Chromium
 * does before it shows an icon (chrome/browser/ui/views/status_icons/status_icon_linux_dbus.cc).
 */
export async function askStatusNotifierWatcher(env: Env): Promise<TrayHost> {
  const answer = await propertyOfWatcher(env, 'IsStatusNotifierHostRegistered');
  if (answer.kind === 'answer') return /\btrue\b/.test(answer.text) ? 'present' : 'absent';
  // Any refusal means that nobody has that name.
  return answer.kind === 'refused' ? 'absent' : 'unknown';
}

/**
 * Whether the watcher has taken an icon of this process: a host may be there and refuse it.
 * Its own list says which icons there are, and the bus whose they are.
 */
export async function hasStatusNotifierItem(env: Env, pid: number): Promise<boolean> {
  const answer = await propertyOfWatcher(env, 'RegisteredStatusNotifierItems');
  if (answer.kind !== 'answer') return false;
  const owners = await Promise.all(busNamesIn(answer.text).map((name) => ownerOf(env, name)));
  return owners.includes(pid);
}

/** Of items such as ":1.42/StatusNotifierItem" and "org.kde.StatusNotifierItem-4711-1", as texts. */
export function busNamesIn(printed: string): readonly string[] {
  const items = [...printed.matchAll(/["']([^"']+)["']/g)].map(([, item = '']) => item);
  return [...new Set(items.map((item) => item.split('/')[0] ?? ''))].filter((name) => name !== '');
}

function propertyOfWatcher(env: Env, property: string): Promise<BusAnswer> {
  const call = {
    service: watcher,
    object: '/StatusNotifierWatcher',
    interface: 'org.freedesktop.DBus.Properties',
    method: 'Get',
    args: [watcher, property],
  };
  return callSessionBus(env, call, timeoutMs);
}

/** The number of the process that has a name on the bus; null where nobody has it. */
async function ownerOf(env: Env, name: string): Promise<number | null> {
  const call = {
    service: 'org.freedesktop.DBus',
    object: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    method: 'GetConnectionUnixProcessID',
    args: [name],
  };
  const answer = await callSessionBus(env, call, timeoutMs);
  if (answer.kind !== 'answer') return null;
  // "u 4711", "(uint32 4711,)", and a line of its own "   uint32 4711".
  const pid = /(?:^u|uint32)\s+(\d+)/m.exec(answer.text)?.[1];
  return pid === undefined ? null : Number(pid);
}
