import { spawn } from 'node:child_process';
import { lstat, mkdtemp, readlink, realpath, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { codexAnswerOf, type AskCodex, type CodexAnswer } from '../policy/codex-loading.ts';
import { isExecutable } from './find-program.ts';

export interface CodexDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly userHome: string;
  readonly codexHome: string;
  readonly timeLimitMs?: number;
}

const defaultTimeLimitMs = 10_000;

const maxSaid = 64 * 1024;

/** With these, Codex CLI 0.171.0 would answer for another credential, or say more. */
const leftOut: readonly string[] = [
  'OPENAI_FEDERATION_RULE_ID',
  'OPENAI_IDENTITY_TOKEN_FILE',
  'OPENAI_IDENTITY_TOKEN_SOURCE',
  'SPIFFE_ENDPOINT_SOCKET',
  'OPENAI_SPIFFE_ID',
  'OPENAI_SPIFFE_AUDIENCE',
  'CODEX_API_KEY',
  'CODEX_ACCESS_TOKEN',
  'OPENAI_API_KEY',
  'RUST_LOG',
  'NODE_OPTIONS',
  'ELECTRON_RUN_AS_NODE',
];

/**
 * Asks by `codex login status`, which loads the whole configuration, sends nothing for a stored
 * sign-in and leaves auth.json alone; in an empty folder, where no project has a configuration.
 */
export function askInstalledCodex(deps: CodexDeps): AskCodex {
  return async () => {
    const program = await findCodex(deps);
    if (program === null) return { kind: 'noProgram' };
    let folder: string | null = null;
    try {
      folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-codex-'));
      return await ask(program, folder, deps);
    } catch {
      return { kind: 'unclear', message: 'the Codex CLI could not be started' };
    } finally {
      if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => {});
    }
  };
}

async function ask(
  program: string,
  cwd: string,
  { env, platform, codexHome, timeLimitMs = defaultTimeLimitMs }: CodexDeps,
): Promise<CodexAnswer> {
  // A script finds its interpreter by PATH.
  const folders = [path.dirname(program), ...(await safeFolders({ env, platform }))];
  const isLeftOut = (name: string): boolean => leftOut.includes(name.toUpperCase());
  const kept = Object.entries(env).filter(([name]) => !isLeftOut(name) && !/^path$/i.test(name));
  const childEnv = {
    ...Object.fromEntries(kept),
    PATH: folders.join(path.delimiter),
    CODEX_HOME: codexHome,
  };
  return new Promise((resolve) => {
    const isGroup = platform !== 'win32';
    const child = spawn(program, ['login', 'status'], {
      cwd,
      env: childEnv,
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, so that what a script starts ends with it.
      detached: isGroup,
      windowsHide: true,
    });
    let stderr = '';
    const end = (answer: CodexAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => {
      killWhole(child.pid, isGroup);
      // A grandchild may hold the pipe open.
      child.stderr.destroy();
      child.unref();
      end({ kind: 'unclear', message: 'the Codex CLI did not answer in time' });
    }, timeLimitMs);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < maxSaid) stderr += text;
    });
    child.on('error', () =>
      end({ kind: 'unclear', message: 'the Codex CLI could not be started' }),
    );
    child.on('close', (exitCode) => end(codexAnswerOf({ exitCode, stderr })));
  });
}

function killWhole(pid: number | undefined, isGroup: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isGroup ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** A CLI that nobody but the person and the administrator can change, outside of projects. */
async function findCodex(deps: CodexDeps): Promise<string | null> {
  const { env, platform, userHome } = deps;
  const name = platform === 'win32' ? 'codex.exe' : 'codex';
  const folders = [
    ...pathFolders(env).filter((folder) => path.resolve(folder) !== process.cwd()),
    // Without a home folder, those in it are relative.
    ...usualFolders(platform, userHome, env).filter((folder) => path.isAbsolute(folder)),
  ];
  for (const folder of new Set(folders)) {
    const program = path.join(folder, name);
    if ((await isExecutable(program)) && (await isSafe(program, deps))) return program;
  }
  return null;
}

function pathFolders(env: CodexDeps['env']): readonly string[] {
  return (env['PATH'] ?? env['Path'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder));
}

/** Where installers put it: programs started by the desktop often have a short `PATH`. */
function usualFolders(
  platform: string,
  userHome: string,
  env: CodexDeps['env'],
): readonly string[] {
  if (platform === 'win32') {
    return [env['LOCALAPPDATA'], env['ProgramFiles']]
      .filter((base) => base !== undefined && path.isAbsolute(base))
      .map((base) => path.join(base ?? '', 'Programs', 'OpenAI', 'Codex', 'bin'));
  }
  const own = ['.local/bin', '.npm-global/bin', '.volta/bin', '.bun/bin', '.cargo/bin', 'bin'];
  return [
    ...own.map((folder) => path.join(userHome, folder)),
    '/opt/homebrew/bin',
    '/home/linuxbrew/.linuxbrew/bin',
    '/usr/local/bin',
    '/usr/bin',
    '/snap/bin',
  ];
}

async function safeFolders(deps: Pick<CodexDeps, 'env' | 'platform'>): Promise<readonly string[]> {
  const safe: string[] = [];
  for (const folder of pathFolders(deps.env)) {
    if (await isSafe(folder, deps)) safe.push(folder);
  }
  return safe;
}

const mostLinks = 40;

/** Whether nobody else can change a file, the target of a link, or a folder on the way. */
async function isSafe(
  place: string,
  { env, platform }: Pick<CodexDeps, 'env' | 'platform'>,
): Promise<boolean> {
  try {
    const real = await realpath(place);
    if (isOfProject(place) || isOfProject(real)) return false;
    if (platform === 'win32') return isBelowOwn(real, env);
    let step = path.resolve(place);
    for (let links = 0; links < mostLinks; links += 1) {
      const folder = path.dirname(step);
      const onTheWay = [...upwards(folder), ...upwards(await realpath(folder))];
      for (const above of new Set(onTheWay)) if (!(await isOurs(above))) return false;
      if (!(await lstat(step)).isSymbolicLink()) return await isOurs(step);
      step = path.resolve(folder, await readlink(step));
    }
    return false;
  } catch {
    return false;
  }
}

function upwards(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

// Its author, not the person, chose what is in a project. A global prefix is none.
function isOfProject(file: string): boolean {
  const parts = file.split(/[\\/]/);
  const first = parts.indexOf('node_modules');
  if (first === -1) return false;
  const isGlobal = parts[first - 1] === 'lib' || parts.slice(0, first).includes('global');
  return parts.includes('.bin') || !isGlobal;
}

const writableByGroup = 0o020;
const writableByOthers = 0o002;
const adminGroupOfMacos = 80;

async function isOurs(file: string): Promise<boolean> {
  const { uid, gid, mode } = await stat(file);
  const own = process.getuid?.();
  if (uid !== 0 && uid !== own) return false;
  if ((mode & writableByOthers) !== 0) return false;
  if ((mode & writableByGroup) === 0) return true;
  // A group of this person alone, as on most Linux systems, or of those who may become root anyway.
  const isOwnGroup = gid === own && gid === process.getgid?.();
  return gid === 0 || isOwnGroup || (process.platform === 'darwin' && gid === adminGroupOfMacos);
}

function isBelowOwn(file: string, env: CodexDeps['env']): boolean {
  const own = [env['ProgramFiles'], env['LOCALAPPDATA'], env['APPDATA'], env['USERPROFILE']];
  return own.some((base) => {
    if (base === undefined || !path.isAbsolute(base)) return false;
    const below = path.relative(base, file);
    return below !== '' && !below.startsWith('..') && !path.isAbsolute(below);
  });
}
