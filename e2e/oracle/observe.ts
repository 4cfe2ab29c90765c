import type { EnforcerAnswer } from '../../electron/testing/enforcer-protocol.ts';
import { machineFolder, type MachineFiles } from '../fixtures/machine-files.ts';
import type { Backend } from './backend.ts';
import type { OracleCase } from './cases.ts';
import { withoutCredentials, writeHome } from './home.ts';
import { enforce, exec, loginStatus, type Exec, type LoginStatus, type Place } from './programs.ts';

/** What the real CLI and Gatehouse did with the same case, each in a home of its own. */
export interface Observed {
  readonly oracleCase: OracleCase;
  /** Whether Codex loads the files, by its own words and without a credential of the environment. */
  readonly loads: boolean;
  readonly status: LoginStatus;
  readonly exec: Exec;
  /** The same without credentials of the environment; null where it is the same, or was not asked. */
  readonly bareExec: Exec | null;
  readonly gatehouse: EnforcerAnswer & { readonly removed: boolean };
}

/** Runs a case: the CLI first, then Gatehouse. */
export async function observe(oracleCase: OracleCase, backend: Backend): Promise<Observed> {
  const machine = await machineFolder(machineFilesOf(oracleCase));
  const inFreshHome = async <T>(
    which: OracleCase,
    run: (place: Place) => Promise<T>,
  ): Promise<T> => {
    const home = await writeHome(which, backend.origin);
    try {
      return await run({ home, machineFolder: machine.folder });
    } finally {
      await home.remove();
    }
  };
  const bare = withoutCredentials(oracleCase);
  const { hasCredential } = oracleCase.environment;
  try {
    const [status, execEnd] = await inFreshHome(oracleCase, async (place) => [
      await loginStatus(place),
      await exec(place, backend),
    ]);
    const bareStatus = hasCredential ? await inFreshHome(bare, loginStatus) : status;
    const gatehouse = await inFreshHome(oracleCase, async (place) => {
      const had = await place.home.hasRecord();
      const answer = await enforce(place, oracleCase);
      return { ...answer, removed: had && !(await place.home.hasRecord()) };
    });
    const bareExec =
      gatehouse.removed && hasCredential
        ? await inFreshHome(bare, (place) => exec(place, backend))
        : null;
    const loads = bareStatus.kind !== 'notLoaded';
    return { oracleCase, loads, status, exec: execEnd, bareExec, gatehouse };
  } finally {
    await machine.remove();
  }
}

function machineFilesOf({ documents }: OracleCase): MachineFiles {
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
