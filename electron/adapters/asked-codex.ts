import path from 'node:path';

import type { InstalledAnswer } from '../account/cross-check.ts';
import { loginMethodsIn } from '../codex-programs/cross-check.ts';
import { holderOfAnswer } from '../codex-programs/server-answer.ts';
import { CodexClient, CodexServerError } from '../codex-server/codex-client.ts';
import { isTestedCodexVersion } from '../codex-server/codex-version.ts';
import type { BackgroundServerParts } from './background-server.ts';
import { systemDelay } from './clock.ts';
import { findCodexProgram } from './codex-program.ts';
import { startCodexOnStdio } from './codex-stdio.ts';
import { codexVersionOf } from './codex-version.ts';
import { loginEnvironment } from './login-environment.ts';
import { inScratchFolder } from './scratch-folder.ts';

/** It may be saving what it got at its start. */
const endLimitMs = 30_000;

/**
 * Starts the installed Codex on the home as a fresh terminal would, in an empty folder, asks it whom
 * it uses and which rules it has, and ends it by closing its input.
 */
export async function askInstalledServer(parts: BackgroundServerParts): Promise<InstalledAnswer> {
  const program = await findCodexProgram(parts);
  if (program === null) return { kind: 'noProgram' };
  const fresh = await loginEnvironment(parts);
  // A script finds its interpreter by PATH.
  const search = [path.dirname(program), fresh['PATH'] ?? ''].join(path.delimiter);
  const environment = { ...fresh, PATH: search, CODEX_HOME: parts.codexHome };
  const version = await codexVersionOf(program, environment);
  if (version === null || !isTestedCodexVersion(version)) return { kind: 'tooOld', version };
  try {
    return await inScratchFolder((cwd) =>
      askThere({ program, version, cwd, environment }, parts.version),
    );
  } catch (error) {
    if (!(error instanceof CodexServerError)) throw error;
    return { kind: 'failed' };
  }
}

interface Start {
  readonly program: string;
  /** Of that program. */
  readonly version: string;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** @throws {CodexServerError} */
async function askThere(
  { program, version, cwd, environment }: Start,
  ownVersion: string,
): Promise<InstalledAnswer> {
  const connection = startCodexOnStdio({
    program,
    args: ['app-server'],
    cwd,
    env: environment,
    endLimitMs,
    afterLimit: 'leave',
  });
  const client = await CodexClient.open(connection, { version: ownVersion, delay: systemDelay });
  try {
    const account = await client.ask('account/read', { refreshToken: false });
    const { requirements } = await client.ask('configRequirements/read', null);
    const said = {
      version,
      who: holderOfAnswer(account),
      loginMethods: loginMethodsIn(requirements),
    };
    return { kind: 'asked', said, environment };
  } finally {
    await client.close();
  }
}
