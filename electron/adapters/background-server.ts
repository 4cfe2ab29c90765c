import { spawn } from 'node:child_process';
import path from 'node:path';

import { withinTime } from '../base/time-limit.ts';
import { parseJson } from '../base/json.ts';
import type { BackgroundServer } from '../codex-programs/running-codex.ts';
import { askServer, type ServerAnswer } from '../codex-programs/server-answer.ts';
import { restartOutcome, type RestartEnd } from '../codex-programs/server-restart.ts';
import { CodexClient, CodexServerError } from '../codex-server/codex-client.ts';
import { isTestedCodexVersion } from '../codex-server/codex-version.ts';
import { readFile } from '../files/look.ts';
import { systemDelay } from './clock.ts';
import {
  credentialVariables,
  findCodexProgram,
  withoutCredentials,
  type CodexProgramDeps,
} from './codex-program.ts';
import { codexVersionOf } from './codex-version.ts';
import { connectToCodex, controlSocketOf } from './codex-socket.ts';
import { loginEnvironment } from './login-environment.ts';

export interface BackgroundServerParts extends CodexProgramDeps {
  readonly platform: NodeJS.Platform;
  /** Absolute. */
  readonly codexHome: string;
  /** Of Gatehouse. */
  readonly version: string;
}

/** For all that is asked at once: who waits for it sees nothing else meanwhile. */
const askLimitMs = 6_000;

/** Codex CLI 0.171.0 gives what is under way a minute, and starts the next server in a second. */
const restartLimitMs = 90_000;

/** The background server of a Codex home on this machine. Windows has no such server. */
export function backgroundServerOn(parts: BackgroundServerParts): BackgroundServer {
  return {
    ask: () => ask(parts),
    variablesOf: (pid) =>
      parts.platform === 'linux' ? variablesOnLinux(pid) : Promise.resolve(null),
    restart: async () => restartOutcome(await restart(parts)),
  };
}

async function ask({ codexHome, version }: BackgroundServerParts): Promise<ServerAnswer | null> {
  const connection = await connectToCodex(controlSocketOf(codexHome));
  if (connection === null) return null;
  const asking = async (): Promise<ServerAnswer | null> => {
    try {
      return await askServer(await CodexClient.open(connection, { version, delay: systemDelay }));
    } catch (error) {
      if (!(error instanceof CodexServerError)) throw error;
      return null;
    }
  };
  try {
    return await withinTime(asking(), askLimitMs, systemDelay);
  } finally {
    await connection.close();
  }
}

/** Names alone; no value is looked at. */
async function variablesOnLinux(pid: number): Promise<readonly string[] | null> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => null);
  if (text === null) return null;
  const names = new Set(text.split('\0').map((entry) => entry.slice(0, entry.indexOf('='))));
  return credentialVariables.filter((name) => names.has(name));
}

/** By the Codex CLI itself, with this home, as a fresh terminal without credentials would. */
async function restart(parts: BackgroundServerParts): Promise<RestartEnd> {
  const program = await findCodexProgram(parts);
  if (program === null) return { kind: 'noProgram' };
  const fresh = await loginEnvironment(parts);
  const env = {
    ...withoutCredentials(fresh),
    PATH: [path.dirname(program), fresh['PATH'] ?? ''].join(path.delimiter),
    CODEX_HOME: parts.codexHome,
  };
  // No project has a configuration there, and the server stays in it.
  const { root: cwd } = path.parse(program);
  try {
    const version = await codexVersionOf(program, env);
    if (version === null || !isTestedCodexVersion(version)) return { kind: 'tooOld', version };
    return await runRestart(program, cwd, env);
  } catch {
    return { kind: 'failed' };
  }
}

/** It is never killed: half of a restart is worse than a slow one. */
function runRestart(
  program: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RestartEnd> {
  return new Promise((resolve) => {
    const child = spawn(program, ['app-server', 'daemon', 'restart'], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      // It goes on where Gatehouse ends.
      detached: true,
      windowsHide: true,
    });
    let said = '';
    const timer = setTimeout(() => {
      child.stdout.destroy();
      child.unref();
      resolve({ kind: 'slow' });
    }, restartLimitMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 64 * 1024) said += text;
    });
    const end = (outcome: RestartEnd): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    child.on('error', () => end({ kind: 'failed' }));
    child.on('exit', (exitCode) =>
      setImmediate(() => end({ kind: 'ended', exitCode, said: parseJson(said.trim()) })),
    );
  });
}
