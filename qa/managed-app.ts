import { rm, writeFile } from 'node:fs/promises';

import {
  besideMachineFiles,
  machineFileOf,
  machineFolder,
  type MachineFiles,
} from './machine-files.ts';
import type { Launch, RunningApp } from './running-app.ts';

/** The app on a machine that somebody manages. */
interface ManagedApp extends RunningApp {
  /** Writes a file of `/etc/codex` while the app runs. */
  readonly deploy: (name: string, toml: string) => Promise<void>;
  readonly withdraw: (name: string) => Promise<void>;
}

/** Launches it beside real files in `/etc/codex`, for it alone. */
export type LaunchManaged = (
  files: MachineFiles,
  launch?: Partial<Pick<Launch, 'env'>>,
) => Promise<ManagedApp>;

interface Parts {
  readonly launchApp: (
    launch: Partial<Pick<Launch, 'env'>> & Pick<Launch, 'within'>,
  ) => Promise<RunningApp>;
}

/** Fixture: its folders end with the test. */
export async function withMachineFiles(
  { launchApp }: Parts,
  use: (launch: LaunchManaged) => Promise<void>,
): Promise<void> {
  const folders: { remove(): Promise<void> }[] = [];
  await use(async (files, launch = {}) => {
    const machine = await machineFolder(files);
    folders.push(machine);
    const within = (command: readonly string[]) => besideMachineFiles(machine.folder, command);
    const app = await launchApp({ ...launch, within });
    return {
      ...app,
      deploy: (name, toml) => writeFile(machineFileOf(app.pid, name), toml),
      withdraw: (name) => rm(machineFileOf(app.pid, name)),
    };
  });
  for (const folder of folders) await folder.remove();
}
