import { describe, expect, it } from 'vitest';

import { checkConfig } from './config-check.ts';
import { settingsFrom } from './codex-config.ts';
import { projectFiles, projectMarkers, type ProjectFolder } from './codex-start.ts';
import { settingsLayers, type CodexStart } from './layers.ts';

const user = '/home/ada/.codex/config.toml';
const managed = '/etc/codex/managed_config.toml';

function configOf(files: Readonly<Record<string, string>>, start: CodexStart | null = null) {
  const layers = settingsLayers('linux', '/home/ada/.codex', {}, start);
  const sources = Object.entries(files).map(
    ([place, text]) => [place, { kind: 'text', text }] as const,
  );
  return settingsFrom(layers, new Map(sources));
}

const folder = (path: string, more: Partial<ProjectFolder> = {}): ProjectFolder => ({
  path,
  realPath: path,
  isRoot: false,
  place: `${path}/.codex/config.toml`,
  ...more,
});
const trust = (path: string, level = 'trusted') =>
  `[projects."${path}"]\ntrust_level = "${level}"\n`;

const sub = folder('/work/repo/sub');
const root = folder('/work/repo', { isRoot: true });
const above = folder('/work');

describe('the files of projects', () => {
  const found = (toml: string, folders = [sub, root, above], checkout: string | null = null) =>
    projectFiles(folders, checkout, configOf({ [user]: toml })).map(
      ({ place, isTrusted }) => `${place.replace('/.codex/config.toml', '')} ${isTrusted}`,
    );

  it('are those up to the root of the project, the nearest first', () => {
    expect(found(trust('/work/repo'))).toEqual(['/work/repo/sub true', '/work/repo true']);
  });

  it('are those of the folder alone where nothing marks a root', () => {
    expect(found(trust('/work'), [sub, folder('/work/repo'), above])).toEqual([
      '/work/repo/sub false',
    ]);
  });

  it('are trusted by nobody who was not asked', () => {
    expect(found('')).toEqual(['/work/repo/sub false', '/work/repo false']);
  });

  it('are trusted by the entry of their own folder before that of the root', () => {
    expect(found(trust('/work/repo') + trust('/work/repo/sub', 'untrusted'))).toEqual([
      '/work/repo/sub false',
      '/work/repo true',
    ]);
    expect(found(trust('/work/repo/sub'))).toEqual(['/work/repo/sub true', '/work/repo false']);
  });

  it('are trusted by the real path of a link, and by the link', () => {
    const link = folder('/link', { realPath: '/work/repo', isRoot: true });
    expect(found(trust('/work/repo'), [link])).toEqual(['/link true']);
    expect(found(trust('/link'), [link])).toEqual(['/link true']);
  });

  it('of a worktree are trusted with the main checkout', () => {
    const tree = [folder('/trees/a', { isRoot: true })];
    expect(found(trust('/work/repo'), tree, '/work/repo')).toEqual(['/trees/a true']);
    expect(found(trust('/work/repo'), tree, null)).toEqual(['/trees/a false']);
  });

  it('leave out a folder without any, such as that of the Codex home', () => {
    expect(found(trust('/work/repo'), [{ ...sub, place: null }, root])).toEqual([
      '/work/repo true',
    ]);
  });

  it('are trusted or not by a managed place before the user', () => {
    const config = configOf({
      [user]: trust('/work/repo'),
      [managed]: trust('/work/repo', 'untrusted'),
    });
    expect(projectFiles([root], null, config)).toMatchObject([{ isTrusted: false }]);
  });
});

it('the root of a project is marked by .git, or by what the configuration says', () => {
  expect(projectMarkers(configOf({}))).toEqual(['.git']);
  const config = configOf({ [user]: 'project_root_markers = [".hg"]' });
  expect(projectMarkers(config)).toEqual(['.hg']);
});

describe('a start with a project and a profile', () => {
  const places = ['/work/repo/sub', '/work/repo'].map((path) => `${path}/.codex/config.toml`);
  const [nearest = '', outer = ''] = places;
  const profile = '/home/ada/.codex/work.config.toml';
  const start: CodexStart = {
    folder: '/work/repo/sub',
    profile: 'work',
    projects: places.map((place) => ({ place, isTrusted: true })),
  };
  const method = (files: Readonly<Record<string, string>>) => {
    const { rules } = configOf(files, start);
    return rules.kind === 'known' ? (rules.rules.forcedMethod?.source ?? null) : rules.message;
  };

  it('has its rules from the managed file, the nearest project, the outer one, the profile, the user', () => {
    const strongestFirst = [managed, nearest, outer, profile, user];
    strongestFirst.forEach((place, index) => {
      const files = strongestFirst
        .slice(index)
        .map((file) => [file, 'forced_login_method = "api"']);
      expect(method(Object.fromEntries(files) as Record<string, string>)).toBe(place);
    });
  });

  it('reads no project that is not trusted', () => {
    const projects = places.map((place) => ({ place, isTrusted: false }));
    const { layers } = configOf({}, { ...start, projects });
    expect(layers.map(({ kind }) => kind)).not.toContain('projectConfig');
  });

  it('takes from a project no address, and no old profile that would stop Codex', () => {
    const config = configOf(
      { [nearest]: 'profile = "old"\nchatgpt_base_url = "https://a.example"' },
      start,
    );
    expect(checkConfig(config)).toBeNull();
    expect(checkConfig(configOf({ [profile]: 'profile = "old"' }, start))).toMatchObject({
      because: 'config',
    });
  });

  it('stops Codex where the user has a table of the same profile', () => {
    const config = configOf({ [user]: 'model = "m"\n[profiles.work]\nmodel = "n"' }, start);
    expect(checkConfig(config)).toMatchObject({
      because: 'config',
      message: 'it has [profiles.work], beside which Codex takes no --profile work',
      place: { source: user, line: 2 },
    });
    expect(checkConfig(configOf({ [user]: '[profiles.other]\nmodel = "n"' }, start))).toBeNull();
  });
});
