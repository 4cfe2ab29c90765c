import path from 'node:path';

import { readFile, realpath, stat } from '../files/look.ts';
import { readSettings, settingsPlaces } from '../policy/codex-config.ts';
import { projectFiles, projectMarkers, type ProjectFolder } from '../policy/codex-start.ts';
import type { CodexStart } from '../policy/layers.ts';
import { readConfigFile, readDotenv } from './config-file.ts';

export interface StartOptions {
  readonly platform: string;
  readonly codexHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; null looks at no project. */
  readonly folder: string | null;
  readonly profile: string | null;
}

/** What a start of Codex in this folder with this profile reads. It never rejects. */
export async function findCodexStart(options: StartOptions): Promise<CodexStart> {
  const { platform, codexHome, env, folder, profile } = options;
  const start = { folder, profile, projects: [] };
  if (folder === null) return start;
  const places = settingsPlaces(platform, codexHome, env, start);
  const config = await readSettings(places, readConfigFile, readDotenv);
  const markers = projectMarkers(config);
  const paths = [folder, ...foldersAbove(folder)];
  const folders = await Promise.all(paths.map((found) => projectFolder(found, markers, codexHome)));
  return { ...start, projects: projectFiles(folders, await mainCheckoutOf(paths), config) };
}

function foldersAbove(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
}

async function projectFolder(
  folder: string,
  markers: readonly string[],
  codexHome: string,
): Promise<ProjectFolder> {
  const own = path.join(folder, '.codex');
  const [marked, isFolder, realOwn, realHome, realPath] = await Promise.all([
    Promise.all(markers.map((marker) => isMarkedBy(folder, marker))),
    isDirectory(own),
    realOf(own),
    realOf(codexHome),
    realOf(folder),
  ]);
  const isProject = isFolder && realOwn !== realHome;
  const place = isProject ? path.join(own, 'config.toml') : null;
  return { path: folder, realPath, isRoot: marked.includes(true), place };
}

/** Codex takes an empty folder `.git` for no repository. */
async function isMarkedBy(folder: string, marker: string): Promise<boolean> {
  const mark = path.join(folder, marker);
  return marker === '.git' && (await isDirectory(mark))
    ? isThere(path.join(mark, 'HEAD'))
    : isThere(mark);
}

/** The main checkout of the repository around the folder (the first); null for none. */
async function mainCheckoutOf(paths: readonly string[]): Promise<string | null> {
  for (const folder of paths) {
    if (!(await isMarkedBy(folder, '.git'))) continue;
    const mark = path.join(folder, '.git');
    return (await isDirectory(mark)) ? realOf(folder) : checkoutOfWorktree(mark);
  }
  return null;
}

/** Codex takes no word of a worktree that its repository does not have. */
async function checkoutOfWorktree(mark: string): Promise<string | null> {
  const [, pointer] = /^gitdir:(.+)$/.exec(await textIn(mark)) ?? [];
  if (pointer === undefined) return null;
  const worktree = path.resolve(path.dirname(mark), pointer.trim());
  const repository = path.dirname(path.dirname(worktree));
  const named = async (file: string): Promise<string> =>
    realOf(path.resolve(worktree, await textIn(path.join(worktree, file))));
  const isWhole =
    path.basename(path.dirname(worktree)) === 'worktrees' &&
    path.basename(repository) === '.git' &&
    (await named('commondir')) === (await realOf(repository)) &&
    (await named('gitdir')) === (await realOf(mark));
  return isWhole ? realOf(path.dirname(repository)) : null;
}

const textIn = (file: string): Promise<string> =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );

export function isDirectory(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
const realOf = (file: string): Promise<string> => realpath(file).catch(() => file);
