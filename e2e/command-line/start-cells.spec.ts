import { access, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { policyReportSchema, type PolicySource } from '../../shared/policy.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import {
  besideMachineFiles,
  canHaveMachineFiles,
  machineFolder,
  type MachineFiles,
} from '../fixtures/machine-files.ts';
import { codexCommand, gatehouseScript, startProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

/**
 * What counts for one start: `gatehouse policy --cd FOLDER --profile NAME` foretells what
 * `codex exec -C FOLDER -p NAME` does with a ChatGPT sign-in.
 */

test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');

interface Cell {
  readonly title: string;
  /** By paths in the Codex home, which has the project in `repo`; `~` in a text is the home. */
  readonly files: Readonly<Record<string, string>>;
  readonly machine?: MachineFiles;
  readonly links?: Readonly<Record<string, string>>;
  /** In the Codex home; left out: no folder is asked about, and the CLI starts elsewhere. */
  readonly folder?: string;
  readonly profile?: string;
  readonly cli: 'removes' | 'goesOn' | 'refuses';
  /** Whose rule is in force; left out where none is, or it cannot be known. */
  readonly by?: PolicySource['kind'];
}

const api = 'forced_login_method = "api"\n';
const chatgpt = 'forced_login_method = "chatgpt"\n';
const trust = (folder: string, level = 'trusted'): string =>
  `[projects."~/${folder}"]\ntrust_level = "${level}"\n`;
const user = 'config.toml';
const repo = 'repo/.codex/config.toml';
const sub = 'repo/sub/.codex/config.toml';
const git = { 'repo/.git/HEAD': 'ref: refs/heads/main\n' };
const trusted = { [user]: trust('repo'), ...git };
const worktree = {
  'tree/.git': 'gitdir: ~/repo/.git/worktrees/tree\n',
  'tree/.codex/config.toml': api,
};
const [inRepo, inSub] = [{ folder: 'repo' }, { folder: 'repo/sub' }];
const work = { profile: 'work' };
const removes = (by: PolicySource['kind']) => ({ cli: 'removes', by }) as const;
const goesOn = (by?: PolicySource['kind']) =>
  ({ cli: 'goesOn', ...(by === undefined ? {} : { by }) }) as const;

const cells: readonly Cell[] = [
  // Which is the strongest.
  { title: 'a profile', files: { 'work.config.toml': api }, ...work, ...removes('profileConfig') },
  { title: 'a profile without a file', files: {}, ...work, ...goesOn() },
  {
    title: 'a profile before the user',
    files: { [user]: api, 'work.config.toml': chatgpt },
    ...work,
    ...goesOn('profileConfig'),
  },
  {
    title: 'a project before a profile',
    files: { ...trusted, [repo]: api, 'work.config.toml': chatgpt },
    ...{ ...inRepo, ...work },
    ...removes('projectConfig'),
  },
  {
    title: 'the nearest project before the root',
    files: { ...trusted, [repo]: api, [sub]: chatgpt },
    ...inSub,
    ...goesOn('projectConfig'),
  },
  {
    title: 'the root where the nearest says nothing',
    files: { ...trusted, [repo]: api, [sub]: 'model = "m"\n' },
    ...inSub,
    ...removes('projectConfig'),
  },
  {
    title: 'a managed file before project and profile',
    files: { ...trusted, [repo]: api, 'work.config.toml': api },
    machine: { 'managed_config.toml': chatgpt },
    ...{ ...inRepo, ...work },
    ...goesOn('managedConfig'),
  },
  {
    title: 'a project before the system',
    files: { ...trusted, [repo]: api },
    machine: { 'config.toml': chatgpt },
    ...inRepo,
    ...removes('projectConfig'),
  },
  {
    title: 'a workspace of a project',
    files: { ...trusted, [repo]: 'forced_chatgpt_workspace_id = "X"\n' },
    ...inRepo,
    ...removes('projectConfig'),
  },
  {
    title: 'a blank of a project takes the rule of the user away',
    files: {
      ...git,
      [user]: `forced_chatgpt_workspace_id = "X"\n${trust('repo')}`,
      [repo]: 'forced_chatgpt_workspace_id = ""\n',
    },
    ...inRepo,
    ...goesOn(),
  },
  {
    title: 'a store of a project, in which there is nothing',
    files: {
      ...git,
      [user]: `${api}${trust('repo')}`,
      [repo]: 'cli_auth_credentials_store = "ephemeral"\n',
    },
    ...inRepo,
    ...goesOn('userConfig'),
  },
  // Which projects are trusted.
  {
    title: 'a project that is not trusted',
    files: { ...git, [repo]: api },
    ...inRepo,
    ...goesOn(),
  },
  {
    title: 'a project that is untrusted',
    files: { ...git, [user]: trust('repo', 'untrusted'), [repo]: api },
    ...inRepo,
    ...goesOn(),
  },
  {
    title: 'a folder that is untrusted in a trusted project',
    files: { ...git, [user]: trust('repo') + trust('repo/sub', 'untrusted'), [sub]: api },
    ...inSub,
    ...goesOn(),
  },
  {
    title: 'a trusted folder of a project that is not',
    files: { ...git, [user]: trust('repo/sub'), [repo]: chatgpt, [sub]: api },
    ...inSub,
    ...removes('projectConfig'),
  },
  {
    title: 'trust by a profile',
    files: { ...git, [repo]: api, 'work.config.toml': trust('repo') },
    ...{ ...inRepo, ...work },
    ...removes('projectConfig'),
  },
  {
    title: 'trust that a managed file takes away',
    files: { ...trusted, [repo]: api },
    machine: { 'managed_config.toml': trust('repo', 'untrusted') },
    ...inRepo,
    ...goesOn(),
  },
  {
    title: 'trust by the path of a link',
    files: { ...git, [user]: trust('link'), [repo]: api },
    links: { link: 'repo' },
    ...{ folder: 'link' },
    ...removes('projectConfig'),
  },
  {
    title: 'a link into a project, whose root is not above the link',
    files: { ...trusted, [repo]: api, [sub]: 'model = "m"\n' },
    links: { link: 'repo/sub' },
    ...{ folder: 'link' },
    ...goesOn(),
  },
  {
    title: 'a worktree of a trusted repository',
    files: {
      ...trusted,
      ...worktree,
      'repo/.git/worktrees/tree/gitdir': '~/tree/.git\n',
      'repo/.git/worktrees/tree/commondir': '../..\n',
    },
    ...{ folder: 'tree' },
    ...removes('projectConfig'),
  },
  {
    title: 'a worktree of which a trusted repository knows nothing',
    files: { ...trusted, ...worktree },
    ...{ folder: 'tree' },
    ...goesOn(),
  },
  // Where a project ends.
  {
    title: 'no root, so that the folder above does not count',
    files: { [user]: trust('repo'), [repo]: api, 'repo/sub/a': '' },
    ...inSub,
    ...goesOn(),
  },
  {
    title: 'an empty .git, which is no root',
    files: { [user]: trust('repo'), [repo]: api, 'repo/.git/config': '', 'repo/sub/a': '' },
    ...inSub,
    ...goesOn(),
  },
  {
    title: 'a .git that is a file',
    files: { [user]: trust('repo'), [repo]: api, 'repo/.git': '', 'repo/sub/a': '' },
    ...inSub,
    ...removes('projectConfig'),
  },
  {
    title: 'another mark of a root',
    files: {
      [user]: `project_root_markers = [".hg"]\n${trust('repo')}`,
      [repo]: api,
      'repo/.hg/a': '',
      'repo/sub/a': '',
    },
    ...inSub,
    ...removes('projectConfig'),
  },
  {
    title: 'no mark of a root',
    files: {
      ...git,
      [user]: `project_root_markers = []\n${trust('repo')}`,
      [repo]: api,
      'repo/sub/a': '',
    },
    ...inSub,
    ...goesOn(),
  },
  {
    title: 'a folder .codex that is the Codex home',
    files: { ...git, [user]: trust('repo'), 'work.config.toml': '' },
    links: { 'repo/.codex': '.' },
    ...inRepo,
    ...goesOn(),
  },
  // What stops Codex.
  {
    title: 'a broken file of a trusted project',
    files: { ...trusted, [repo]: `${api}x = = 1\n` },
    ...{ ...inRepo, cli: 'refuses' },
  },
  {
    title: 'a broken file of a project that is not trusted',
    files: { ...git, [user]: api, [repo]: 'x = = 1\n' },
    ...inRepo,
    ...removes('userConfig'),
  },
  {
    title: 'a wrong value in a project',
    files: { ...trusted, [repo]: `${api}model = 5\n` },
    ...{ ...inRepo, cli: 'refuses' },
  },
  {
    title: 'a wrong value of the user that a project replaces',
    files: { ...git, [user]: `model = 5\n${api}${trust('repo')}`, [repo]: 'model = "m"\n' },
    ...inRepo,
    ...removes('userConfig'),
  },
  {
    title: 'an old profile in a project, which Codex does not read',
    files: { ...trusted, [repo]: `profile = "old"\n${api}` },
    ...inRepo,
    ...removes('projectConfig'),
  },
  {
    title: 'an old profile in a profile',
    files: { [user]: api, 'work.config.toml': 'profile = "old"\n' },
    ...{ ...work, cli: 'refuses' },
  },
  {
    title: 'a table of the same profile',
    files: { [user]: `${api}[profiles.work]\nmodel = "m"\n`, 'work.config.toml': '' },
    ...{ ...work, cli: 'refuses' },
  },
  {
    title: 'a broken profile',
    files: { [user]: api, 'work.config.toml': 'x = = 1\n' },
    ...{ ...work, cli: 'refuses' },
  },
];

cells.forEach((cell, index) => {
  test(`one start: ${cell.title}${sampled(index, 6)}`, async ({ home, issuer }) => {
    const at = (name: string): string => path.join(home.folder, name);
    const filledIn = (text: string): string => text.replaceAll('~', home.folder);
    for (const [name, text] of Object.entries(cell.files)) {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), filledIn(text));
    }
    for (const [name, target] of Object.entries(cell.links ?? {})) {
      await symlink(at(target), at(name));
    }
    const machine = Object.entries(cell.machine ?? { unused: '' });
    const etc = await machineFolder(
      Object.fromEntries(machine.map(([name, text]) => [name, filledIn(text)])),
    );
    await home.writeAuth(await chatgptRecord(issuer, { ...ada, workspaceId: 'W' }));
    const hasRecord = () =>
      access(home.authFile).then(
        () => true,
        () => false,
      );
    const start = (...command: readonly string[]) => {
      const [program = '', ...args] = besideMachineFiles(etc.folder, command);
      return startProgram(program, args, { env: home.env });
    };
    const folder = cell.folder === undefined ? null : at(cell.folder);
    const profile = cell.profile === undefined ? [] : ['--profile', cell.profile];

    const asked = [...(folder === null ? [] : ['--cd', folder]), ...profile];
    const policy = await start(process.execPath, gatehouseScript, 'policy', '--json', ...asked).end;
    const report = policyReportSchema.parse(JSON.parse(policy.stdout));
    const deciding = report.policies.find(
      ({ key, value }) => /^forced_/.test(key) && value !== null,
    );
    const kind = report.sources.find(({ place }) => place === deciding?.source)?.kind;
    const [account] = report.accounts;
    const foretold =
      report.state === 'error'
        ? 'refuses'
        : account?.result === 'toBeSignedOut' && account.withheld === null
          ? 'removes'
          : 'goesOn';
    expect(await hasRecord()).toBe(true);

    const origin = `"${issuer.origin}"`;
    const codex = start(
      ...codexCommand,
      ...['exec', '--skip-git-repo-check', '-C', folder ?? home.settingsFolder, ...profile],
      ...['-c', `openai_base_url=${origin}`, '-c', `chatgpt_base_url=${origin}`, 'Say nothing.'],
    );
    const began = await Promise.race([
      codex.untilStderr(/workdir:/).then(
        () => true,
        () => false,
      ),
      codex.end.then(() => false),
    ]);
    codex.terminate();
    await codex.end;
    const did = !(await hasRecord()) ? 'removes' : began ? 'goesOn' : 'refuses';
    expect({ foretold, did }).toEqual({ foretold: cell.cli, did: cell.cli });
    if (cell.cli !== 'refuses') expect(kind).toBe(cell.by);
    await etc.remove();
  });
});
