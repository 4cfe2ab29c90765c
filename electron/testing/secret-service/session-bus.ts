import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A session bus. */
export interface SessionBus {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * It starts nothing of this machine by itself, so that a keyring that is gone stays gone: GNOME
 * Keyring would take its name, and be empty.
 *
 * @param folder for its configuration and its socket; a short path.
 * @param services a folder whose files say what it starts.
 */
export async function startSessionBus(folder: string, services?: string): Promise<SessionBus> {
  const configuration = path.join(folder, 'bus.conf');
  await writeFile(
    configuration,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>${services === undefined ? '' : `\n  <servicedir>${services}</servicedir>`}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  );
  const bus = spawn(
    'dbus-daemon',
    [`--config-file=${configuration}`, '--nofork', '--print-address'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [address] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string];
  return { address, stop: () => endProcess(bus) };
}

/** Whether a child has ended, by itself or not. */
export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Kills a child where it still runs, and waits for its end. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
