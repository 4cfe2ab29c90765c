import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { SerialQueue } from '../base/serial-queue.ts';
import type { Variables } from '../base/dotenv.ts';
import { CodexClient, CodexServerError } from '../codex-server/codex-client.ts';
import { isTestedCodexVersion } from '../codex-server/codex-version.ts';
import type {
  AskScratchCodex,
  ScratchAnswer,
  ScratchIdentity,
} from '../codex-server/scratch-codex.ts';
import { isLoopbackHost } from '../network/host-and-port.ts';
import type { Delay } from '../ports.ts';
import {
  findCodexProgram,
  safeFolders,
  withoutCredentials,
  type CodexProgramDeps,
} from './codex-program.ts';
import { startCodexOnStdio } from './codex-stdio.ts';
import { codexVersionOf } from './codex-version.ts';
import { inScratchFolder } from './scratch-folder.ts';

export interface ScratchCodexParts extends CodexProgramDeps {
  /** As a Codex that starts now has it, with what its `.env` sets, such as a proxy. */
  readonly variables: () => Variables;
  readonly isOnline: () => boolean;
  /** Of Gatehouse. */
  readonly version: string;
  readonly delay: Delay;
}

/** A request that nobody answers holds it up (Codex CLI 0.171.0); there is nothing to lose here. */
const endLimitMs = 1_000;

/** Requests that nobody needs here: for plugins, and about how Codex is used. */
const quiet = ['-c', 'features.plugins=false', '-c', 'analytics.enabled=false'];

export interface ScratchCodex {
  /** One at a time. */
  readonly ask: AskScratchCodex;
  /** Ends what is asked now, and asks nothing more; resolves when nothing is left of it. */
  stop(): Promise<void>;
}

export function scratchCodex(parts: ScratchCodexParts): ScratchCodex {
  const queue = new SerialQueue();
  let made: AbortController | null = null;
  const stopped = (): AbortController => (made ??= new AbortController());
  const ask: AskScratchCodex = (identity, question) =>
    queue.run(() => askOnce({ ...parts, stopped: stopped().signal }, identity, question));
  return {
    ask,
    stop: () => {
      stopped().abort();
      return queue.run(() => Promise.resolve());
    },
  };
}

type Parts = ScratchCodexParts & { readonly stopped: AbortSignal };

async function askOnce<T>(
  parts: Parts,
  identity: ScratchIdentity,
  ask: (client: CodexClient) => Promise<T>,
): Promise<ScratchAnswer<T>> {
  const ended = { kind: 'failed', code: 'ended', status: null } as const;
  if (parts.stopped.aborted) return ended;
  if (!isOfThisMachine(identity) && !parts.isOnline()) return { kind: 'offline' };
  const program = await findCodexProgram(parts);
  if (program === null) return { kind: 'noProgram' };
  try {
    return await inScratchFolder(async (folder) => {
      const [codexHome, cwd] = [path.join(folder, 'home'), path.join(folder, 'empty')];
      await mkdir(codexHome, { mode: 0o700 });
      await mkdir(cwd, { mode: 0o700 });
      const env = await scratchEnvironment(parts, program, codexHome);
      const version = await codexVersionOf(program, env);
      if (version === null || !isTestedCodexVersion(version)) return { kind: 'untested', version };
      const value = await askServer(parts, { program, cwd, env }, identity, ask);
      return { kind: 'answered', value };
    });
  } catch (error) {
    if (error instanceof CodexServerError) {
      return { kind: 'failed', code: error.code, status: error.status };
    }
    return ended;
  }
}

/** It is there also where no network is. */
function isOfThisMachine({ chatgptBaseUrl }: ScratchIdentity): boolean {
  return chatgptBaseUrl !== null && isLoopbackHost(new URL(chatgptBaseUrl).hostname);
}

async function askServer<T>(
  { version, delay, stopped }: Parts,
  start: { readonly program: string; readonly cwd: string; readonly env: Variables },
  { accessToken, accountId, chatgptBaseUrl }: ScratchIdentity,
  ask: (client: CodexClient) => Promise<T>,
): Promise<T> {
  // JSON writes a text as TOML does.
  const base =
    chatgptBaseUrl === null ? [] : ['-c', `chatgpt_base_url=${JSON.stringify(chatgptBaseUrl)}`];
  const connection = startCodexOnStdio({
    ...start,
    args: ['app-server', ...quiet, ...base],
    endLimitMs,
    afterLimit: 'terminate',
  });
  const close = (): void => void connection.close();
  stopped.addEventListener('abort', close);
  try {
    const client = await CodexClient.open(connection, { version, delay });
    const type = 'chatgptAuthTokens';
    await client.ask('account/login/start', { type, accessToken, chatgptAccountId: accountId });
    return await ask(client);
  } finally {
    stopped.removeEventListener('abort', close);
    await connection.close();
  }
}

/** Without what would make it another Codex: a credential, or another place for its files. */
async function scratchEnvironment(
  parts: ScratchCodexParts,
  program: string,
  codexHome: string,
): Promise<Variables> {
  const kept = Object.entries(withoutCredentials(parts.variables())).filter(
    ([name]) => !/^(CODEX|OPENAI)_/i.test(name) || /^CODEX_CA_/i.test(name),
  );
  // A script finds its interpreter by PATH.
  const folders = [path.dirname(program), ...(await safeFolders(parts))];
  return {
    ...Object.fromEntries(kept),
    PATH: folders.join(path.delimiter),
    CODEX_HOME: codexHome,
  };
}
