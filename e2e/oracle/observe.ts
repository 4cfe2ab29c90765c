import type { EnforcerAnswer } from '../../electron/testing/enforcer-protocol.ts';
import { machineFolder, type MachineFiles } from '../fixtures/machine-files.ts';
import type { Backend } from './backend.ts';
import type { OracleCase } from './cases.ts';
import { withoutCredentials, writeHome, type Situation } from './home.ts';
import {
  appServer,
  enforce,
  exec,
  loginStatus,
  type AppServer,
  type Exec,
  type LoginStatus,
  type Place,
} from './programs.ts';

/** What the real CLI did with a case. */
export interface ObservedCli {
  /** Whether Codex loads the files, by its own words and without a credential of the environment. */
  readonly loads: boolean;
  readonly status: LoginStatus;
  readonly exec: Exec;
  readonly apps: AppServer;
}

/** What the real CLI and Gatehouse did with the same case, each in a home of its own. */
export interface Observed extends ObservedCli {
  readonly oracleCase: OracleCase;
  /** `exec` without credentials of the environment; null where it is the same, or was not asked. */
  readonly bareExec: Exec | null;
  readonly gatehouse: EnforcerAnswer & { readonly removed: boolean };
}

/** Runs the CLI in a case, as it is started there. */
export async function observeCli(oracleCase: OracleCase, backend: Backend): Promise<ObservedCli> {
  const [status, execEnd] = await inFreshHome(oracleCase, backend, async (place) => [
    await loginStatus(place),
    await exec(place, backend),
  ]);
  const apps = await inFreshHome(oracleCase, backend, (place) =>
    appServer(place, backend, { startsThread: status.kind === 'notLoaded' }),
  );
  const bareStatus = oracleCase.environment.hasCredential
    ? await inFreshHome(withoutCredentials(oracleCase), backend, loginStatus)
    : status;
  return { loads: bareStatus.kind !== 'notLoaded', status, exec: execEnd, apps };
}

/** Runs a case: the CLI first, then Gatehouse. */
export async function observe(oracleCase: OracleCase, backend: Backend): Promise<Observed> {
  const cli = await observeCli(oracleCase, backend);
  const gatehouse = await inFreshHome(oracleCase, backend, async (place) => {
    const had = await place.home.hasRecord();
    const answer = await enforce(place, oracleCase);
    return { ...answer, removed: had && !(await place.home.hasRecord()) };
  });
  const bareExec =
    gatehouse.removed && oracleCase.environment.hasCredential
      ? await inFreshHome(withoutCredentials(oracleCase), backend, (place) => exec(place, backend))
      : null;
  return { oracleCase, ...cli, bareExec, gatehouse };
}

/** Runs programs in a home that has what the case says, and no more. */
export async function inFreshHome<T>(
  situation: Situation,
  backend: Backend,
  run: (place: Place) => Promise<T>,
): Promise<T> {
  const home = await writeHome(situation, backend);
  const machine = await machineFolder(machineFilesOf(situation));
  try {
    return await run({ home, machineFolder: machine.folder, cloud: situation.cloud ?? null });
  } finally {
    await home.remove();
    await machine.remove();
  }
}

/** The files of /etc/codex. */
export function machineFilesOf({ documents }: Pick<Situation, 'documents'>): MachineFiles {
  const files = Object.entries(documents).filter(([name]) => name !== 'user');
  // The mount needs a file to begin with.
  return { ...Object.fromEntries(files), 'other.txt': '' };
}

/** Runs cases, so many at a time; the results are in the order of the cases. */
export async function observeAll(
  cases: readonly OracleCase[],
  backend: Backend,
  options: { readonly atOnce: number; readonly onResult: (observed: Observed) => void },
): Promise<readonly Observed[]> {
  const results: Observed[] = [];
  const left = cases.entries();
  const work = async (): Promise<void> => {
    for (const [at, oracleCase] of left) {
      const observed = await observe(oracleCase, backend);
      results[at] = observed;
      options.onResult(observed);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, work));
  return results;
}
