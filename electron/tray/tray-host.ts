import { theBus } from '../adapters/session-bus.ts';
import { callSessionBus, type BusAnswer } from './session-bus.ts';
import { askX11ForTray, type TrayHost } from './x11-tray-host.ts';

/** Whether the desktop has a tray. */
export type FindTrayHost = () => Promise<TrayHost>;

/** Whether a tray has taken the icon of this program. */
export type FindOwnIcon = () => Promise<boolean>;

interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
}

/**
 * Windows and macOS always have a tray. On Linux Electron uses a StatusNotifier host where one
 * has registered, else XEmbed on X11, and does not say which took its icon: both are asked.
 */
export function trayHostFinder({ platform, env, userHome }: Desktop): FindTrayHost {
  if (platform !== 'linux') return () => Promise.resolve('present');
  return async () => {
    const answers = await Promise.all([
      askStatusNotifierWatcher(env),
      isOnX11(env) ? askX11ForTray(env, userHome) : 'absent',
    ]);
    if (answers.includes('present')) return 'present';
    return answers.includes('unknown') ? 'unknown' : 'absent';
  };
}

/** An icon that the StatusNotifier watcher does not list is shown by XEmbed where X11 has a tray. */
export function ownIconFinder({ platform, env, userHome }: Desktop, pid: number): FindOwnIcon {
  if (platform !== 'linux') return () => Promise.resolve(true);
  return async () =>
    (await hasStatusNotifierItem(env, pid)) ||
    (isOnX11(env) && (await askX11ForTray(env, userHome)) === 'present');
}

function isOnX11(env: Desktop['env']): boolean {
  return Boolean(env['DISPLAY']) && !env['WAYLAND_DISPLAY'];
}

const timeoutMs = 3_000;
const watcher = 'org.kde.StatusNotifierWatcher';

/** As Chromium does (chrome/browser/ui/views/status_icons/status_icon_linux_dbus.cc). */
async function askStatusNotifierWatcher(env: Desktop['env']): Promise<TrayHost> {
  const answer = await propertyOfWatcher(env, 'IsStatusNotifierHostRegistered');
  if (answer.kind === 'answer') return answer.value === true ? 'present' : 'absent';
  // Any refusal means that nobody has that name.
  return answer.kind === 'unavailable' ? 'absent' : 'unknown';
}

/** The watcher lists the icons, and the bus knows whose they are: a host may refuse an icon. */
async function hasStatusNotifierItem(env: Desktop['env'], pid: number): Promise<boolean> {
  const answer = await propertyOfWatcher(env, 'RegisteredStatusNotifierItems');
  if (answer.kind !== 'answer') return false;
  const names = busNamesOf(answer.value);
  const owners = await Promise.all(names.map((name) => ownerOf(env, name)));
  return owners.includes(pid);
}

/** Of items such as ":1.42/StatusNotifierItem" and "org.kde.StatusNotifierItem-4711-1". */
export function busNamesOf(items: unknown): readonly string[] {
  if (!Array.isArray(items)) return [];
  const names = items.map((item) => String(item).split('/')[0] ?? '');
  return [...new Set(names)].filter((name) => name !== '');
}

function propertyOfWatcher(env: Desktop['env'], property: string): Promise<BusAnswer> {
  const call = {
    destination: watcher,
    path: '/StatusNotifierWatcher',
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    args: [watcher, property],
  };
  return callSessionBus(env, call, timeoutMs);
}

/** The process that has a name on the bus; null where nobody has it. */
async function ownerOf(env: Desktop['env'], name: string): Promise<unknown> {
  const call = { ...theBus, member: 'GetConnectionUnixProcessID', args: [name] };
  const answer = await callSessionBus(env, call, timeoutMs);
  return answer.kind === 'answer' ? answer.value : null;
}
