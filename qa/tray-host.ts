import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { z } from 'zod';

import { startSessionBus } from '../electron/testing/secret-service/session-bus.ts';
import { asset } from './assets.ts';

const menuSchema = z.array(z.object({ label: z.string(), enabled: z.boolean() }));
const replySchema = z.union([z.object({ ok: menuSchema }), z.object({ error: z.string() })]);

type TrayMenu = z.infer<typeof menuSchema>;

/** A desktop's panel with a tray, on a session bus of its own. */
export interface TrayHost {
  /** For the programs that shall find the bus. */
  readonly env: Readonly<Record<string, string>>;
  /** What the menu of the icon says; empty while there is no icon. */
  menu(): Promise<TrayMenu>;
  /** Chooses an item of the menu, as a person would. */
  click(label: string): Promise<void>;
  /** The same for the item at a position, where the first is 0 and separators do not count. */
  clickAt(position: number): Promise<void>;
  /** Clicks on the icon itself. */
  activate(): Promise<void>;
  stop(): Promise<void>;
}

// Debian's own Python: the bindings of D-Bus are packages of Debian.
const python = '/usr/bin/python3';
const script = asset('tray-host.py');

interface TrayHostOptions {
  /** The tray is there, and takes no icon. */
  readonly refuses?: boolean;
  /** A folder for data, whose `dbus-1/services` says what the bus can start. */
  readonly dataFolder?: string;
  /** The address of a bus that is there; left out for one of its own. */
  readonly bus?: string;
}

export async function startTrayHost({
  refuses = false,
  dataFolder,
  bus: address,
}: TrayHostOptions = {}): Promise<TrayHost> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-tray-'));
  const services = dataFolder === undefined ? undefined : path.join(dataFolder, 'dbus-1/services');
  const bus =
    address === undefined
      ? await startSessionBus(folder, services)
      : { address, stop: () => Promise.resolve() };
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const panel = spawn(python, [script, ...(refuses ? ['--refuse'] : [])], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: panel.stdout });
  await firstLine(lines);
  const ask = async (command: string): Promise<TrayMenu> => {
    const answer = firstLine(lines);
    panel.stdin.write(`${command}\n`);
    const reply = replySchema.parse(JSON.parse(await answer));
    if ('error' in reply) throw new Error(reply.error);
    return reply.ok;
  };
  return {
    env,
    menu: () => ask('menu'),
    click: async (label) => void (await ask(`click ${label}`)),
    clickAt: async (position) => void (await ask(`click-at ${position}`)),
    activate: async () => void (await ask('activate')),
    async stop() {
      const end = once(panel, 'exit');
      panel.kill();
      await Promise.all([end, bus.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine(lines: ReturnType<typeof createInterface>): Promise<string> {
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}
