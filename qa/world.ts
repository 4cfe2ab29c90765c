import { chmod, writeFile } from 'node:fs/promises';

import {
  startEmbeddedIssuer,
  type EmbeddedIssuer,
} from '../electron/testing/issuer/embedded-issuer.ts';
import type { EmbeddedIssuerOptions } from '../electron/testing/issuer/issuer-options.ts';
import { clockArguments, createTestClock, type TestClock } from './clock.ts';
import { createDesktop, type DefaultBrowser, type Desktop } from './desktop.ts';
import { createHome, type Home } from './home.ts';
import { commandScript } from './installation.ts';
import {
  besideMachineFiles,
  machineFileOf,
  machineFolder,
  type MachineFiles,
} from './machine-files.ts';
import { runProgram, type ProgramEnd, type ProgramOptions } from './programs.ts';
import { launchElectron, type Launch, type RunningApp } from './running-app.ts';
import { startSecretService, type RealSecretService } from './secret-service.ts';
import { startTrayHost, type TrayHost } from './tray-host.ts';

export interface WorldOptions {
  readonly issuer?: EmbeddedIssuerOptions;
  /** A keyring of its own, unlocked. Left out: there is none. */
  readonly keyring?: boolean;
  /** A panel with a tray. Left out: there is none. */
  readonly tray?: boolean;
  /** Files of `/etc/codex`, which only this world sees. Left out: the machine's own. */
  readonly machineFiles?: MachineFiles;
  readonly browser?: DefaultBrowser;
  /** Is told of every app that was launched. */
  readonly onLaunch?: (app: RunningApp) => Promise<void>;
}

/** A machine with one person, for one test: nothing of the tester's own sign-in is seen or touched. */
export interface World {
  readonly issuer: EmbeddedIssuer;
  readonly clock: TestClock;
  readonly home: Home;
  readonly desktop: Desktop;
  readonly keyring: RealSecretService | null;
  readonly trayHost: TrayHost | null;
  /** What every program of it is told. */
  env(): Readonly<Record<string, string>>;
  /** Writes auth.json as Codex does: for its owner alone. */
  store(record: unknown): Promise<void>;
  /** Launches the app. @param more is added to the environment. */
  launch(launch?: Partial<Omit<Launch, 'folder' | 'within'>>): Promise<RunningApp>;
  /** Runs the `gatehouse` command. */
  run(args: readonly string[], options?: Pick<ProgramOptions, 'stdin'>): Promise<ProgramEnd>;
  /** Writes a file of `/etc/codex` while an app runs. Only in a world with machine files. */
  deploy(app: RunningApp, name: string, text: string): Promise<void>;
  /** Ends with the world, before it. */
  onDispose(end: () => Promise<void>): void;
  /** Ends the apps and everything else. */
  dispose(): Promise<void>;
}

/** Makes a world. What it needs of the machine is told by `gatehouse-qa check`. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const ends: (() => Promise<void>)[] = [];
  try {
    return await build(options, ends);
  } catch (error) {
    await endAll(ends);
    throw error;
  }
}

async function build(options: WorldOptions, ends: (() => Promise<void>)[]): Promise<World> {
  const clock = createTestClock();
  const issuer = await startEmbeddedIssuer({ clock: () => clock.now(), ...options.issuer });
  ends.push(() => issuer.close());
  const home = await createHome(issuer.origin);
  ends.push(() => home.dispose());
  const desktop = await createDesktop(options.browser);
  ends.push(() => desktop.dispose());
  const keyring = options.keyring === true ? await startSecretService() : null;
  if (keyring !== null) ends.push(() => keyring.stop());
  const bus = keyring?.env['DBUS_SESSION_BUS_ADDRESS'];
  const trayHost =
    options.tray === true ? await startTrayHost(bus === undefined ? {} : { bus }) : null;
  if (trayHost !== null) ends.push(() => trayHost.stop());
  const machine =
    options.machineFiles === undefined ? null : await machineFolder(options.machineFiles);
  if (machine !== null) ends.push(() => machine.remove());
  const within = (command: readonly string[]): readonly string[] =>
    machine === null ? command : besideMachineFiles(machine.folder, command);
  const env = (): Record<string, string> => ({
    ...noSessionBus,
    ...home.env,
    ...desktop.env,
    ...keyring?.env,
    ...trayHost?.env,
    ...clock.env(),
  });
  return {
    issuer,
    clock,
    home,
    desktop,
    keyring,
    trayHost,
    env,
    async store(record) {
      await home.writeAuth(record);
      await chmod(home.authFile, 0o600);
    },
    async launch({ env: more, ...launch } = {}) {
      const { folder } = desktop;
      const app = await launchElectron({ ...launch, folder, within, env: { ...env(), ...more } });
      ends.push(() => app.stop());
      await clock.follow(app);
      await options.onLaunch?.(app);
      return app;
    },
    run(args, { stdin } = {}) {
      const command = [process.execPath, ...clockArguments(clock.env()), commandScript(), ...args];
      const [program = '', ...words] = within(command);
      return runProgram(program, words, { env: env(), ...(stdin !== undefined && { stdin }) });
    },
    async deploy(app, name, text) {
      await writeFile(machineFileOf(app.pid, name), text);
    },
    onDispose: (end) => void ends.push(end),
    async dispose() {
      // First, so that no app waits for an answer that is held back.
      await issuer.close();
      await endAll(ends);
    },
  };
}

/** A bus that nobody answers on, in place of the one of the tester. */
const noSessionBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };

/** The last first. One that fails keeps none from its end. */
async function endAll(ends: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends.splice(0).reverse()) await end().catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
