import type { HomePrograms } from '../saved-accounts/account-switch.ts';
import { registeredPorts } from '../sign-in/callback-server.ts';
import { portHolderOnLinux } from './port-holder.ts';
import { codexProcessesOnLinux, processArguments } from './processes.ts';

/** Programs that share a Codex home (an absolute path). Only Linux shows them. */
export function homeProgramsOf(platform: NodeJS.Platform, codexHome: string): HomePrograms {
  if (platform !== 'linux') return { running: () => Promise.resolve([]), waitingSignIn: noOne };
  const others = async () => {
    const found = await codexProcessesOnLinux(codexHome);
    return Promise.all(
      found.map(async (one) => ({ ...one, signsIn: isSignIn(await processArguments(one.pid)) })),
    );
  };
  return {
    running: async () =>
      (await others()).filter(({ signsIn }) => !signsIn).map(({ description }) => description),
    waitingSignIn: async () => {
      const waiting = (await others()).find(({ signsIn }) => signsIn);
      return waiting?.description ?? portHolder();
    },
  };
}

/** `codex login`, in any form but `codex login status`; before it are only options and their values. */
export function isSignIn(args: readonly string[]): boolean {
  const at = args.indexOf('login');
  const isOfOption = (arg: string, index: number): boolean =>
    arg.startsWith('-') || (args[index - 1]?.startsWith('-') ?? false);
  return at >= 0 && args[at + 1] !== 'status' && args.slice(0, at).every(isOfOption);
}

/** A Codex that listens for the answer of a browser may be of any home. */
async function portHolder(): Promise<string | null> {
  for (const port of registeredPorts) {
    const holder = await portHolderOnLinux('127.0.0.1', port);
    if (holder?.startsWith('codex')) return holder;
  }
  return null;
}

function noOne(): Promise<null> {
  return Promise.resolve(null);
}
