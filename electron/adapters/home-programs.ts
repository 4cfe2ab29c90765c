import { taskOf } from '../codex-programs/program-kind.ts';
import type { CodexPrograms } from '../codex-programs/running-codex.ts';
import { registeredPorts } from '../sign-in/callback-server.ts';
import {
  codexProcesses,
  runOnThisMachine,
  type HomeProcess,
  type RunListing,
} from './codex-processes.ts';
import { portHolderOnLinux } from './port-holder.ts';
import { describeProcess } from './processes.ts';

/** Programs of Codex that share a home (an absolute path). */
export function homeProgramsOf(
  platform: NodeJS.Platform,
  codexHome: string,
  runListing: RunListing = runOnThisMachine,
): CodexPrograms {
  const list = () => codexProcesses(platform, codexHome, runListing);
  const describe = ({ pid, name }: HomeProcess): string => describeProcess(pid, name);
  return {
    list,
    running: async () => {
      const found = await list();
      return found && found.filter((one) => taskOf(one).is === 'running').map(describe);
    },
    waitingSignIn: async () => {
      const waiting = (await list())?.find((one) => taskOf(one).is === 'signingIn');
      if (waiting !== undefined) return describe(waiting);
      return platform === 'linux' ? portHolder() : null;
    },
  };
}

/** A Codex that listens for the answer of a browser may be of any home. */
async function portHolder(): Promise<string | null> {
  for (const port of registeredPorts) {
    const holder = await portHolderOnLinux('127.0.0.1', port);
    if (holder?.startsWith('codex')) return holder;
  }
  return null;
}
