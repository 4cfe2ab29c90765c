import path from 'node:path';

import { lstat, readlink, realpath, stat } from '../files/look.ts';
import { isExecutable } from './find-program.ts';

export interface CodexProgramDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly userHome: string;
}

/** With these in its environment, Codex CLI 0.171.0 uses another credential than the stored one. */
export const credentialVariables: readonly string[] = [
  'OPENAI_FEDERATION_RULE_ID',
  'OPENAI_IDENTITY_TOKEN_FILE',
  'OPENAI_IDENTITY_TOKEN_SOURCE',
  'SPIFFE_ENDPOINT_SOCKET',
  'OPENAI_SPIFFE_ID',
  'OPENAI_SPIFFE_AUDIENCE',
  'CODEX_API_KEY',
  'CODEX_ACCESS_TOKEN',
];

/** With these, it would answer for another credential, or say more. */
const leftOut: readonly string[] = [
  ...credentialVariables,
  'OPENAI_API_KEY',
  'RUST_LOG',
  'NODE_OPTIONS',
  'ELECTRON_RUN_AS_NODE',
];

/** The environment for a Codex CLI that must not find a credential there; without `PATH`. */
export function withoutCredentials(
  env: CodexProgramDeps['env'],
): Readonly<Record<string, string | undefined>> {
  const isLeftOut = (name: string): boolean => leftOut.includes(name.toUpperCase());
  const kept = Object.entries(env).filter(([name]) => !isLeftOut(name) && !/^path$/i.test(name));
  return Object.fromEntries(kept);
}

/**
 * The Codex CLI, as an absolute path: one that nobody but the person and the administrator can
 * change, from `PATH` or where installers put it, outside of projects and of the working folder.
 */
export async function findCodexProgram(deps: CodexProgramDeps): Promise<string | null> {
  const { env, platform, userHome } = deps;
  const name = platform === 'win32' ? 'codex.exe' : 'codex';
  const folders = [
    ...pathFolders(env),
    // Without a home folder, those in it are relative.
    ...usualFolders(platform, userHome, env).filter((folder) => path.isAbsolute(folder)),
  ];
  for (const folder of new Set(folders)) {
    if (await isWorkingFolder(folder)) continue;
    const program = path.join(folder, name);
    if ((await isExecutable(program)) && (await isSafe(program, deps))) return program;
  }
  return null;
}

async function isWorkingFolder(folder: string): Promise<boolean> {
  const real = await realpath(folder).catch(() => path.resolve(folder));
  return real === process.cwd();
}

function pathFolders(env: CodexProgramDeps['env']): readonly string[] {
  return (env['PATH'] ?? env['Path'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder));
}

/** Where installers put it: programs started by the desktop often have a short `PATH`. */
function usualFolders(
  platform: string,
  userHome: string,
  env: CodexProgramDeps['env'],
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

/** The folders of `PATH` in which nobody else can put a program. */
export async function safeFolders(
  deps: Pick<CodexProgramDeps, 'env' | 'platform'>,
): Promise<readonly string[]> {
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
  { env, platform }: Pick<CodexProgramDeps, 'env' | 'platform'>,
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

function isBelowOwn(file: string, env: CodexProgramDeps['env']): boolean {
  const own = [env['ProgramFiles'], env['LOCALAPPDATA'], env['APPDATA'], env['USERPROFILE']];
  return own.some((base) => {
    if (base === undefined || !path.isAbsolute(base)) return false;
    const below = path.relative(base, file);
    return below !== '' && !below.startsWith('..') && !path.isAbsolute(below);
  });
}
