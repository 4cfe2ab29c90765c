import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { entriesOnTheWayTo, whoElseCanReplace, type PathEntry } from './location-access.ts';

const ada = { userId: 1000, groupId: 1000 };
const bob = 1001;

const way: readonly PathEntry[] = [
  { path: '/', kind: 'folder', ownerId: 0, groupId: 0, mode: 0o755 },
  { path: '/home', kind: 'folder', ownerId: 0, groupId: 0, mode: 0o755 },
  { path: '/home/ada', kind: 'folder', ownerId: 1000, groupId: 1000, mode: 0o750 },
  { path: '/home/ada/.codex', kind: 'folder', ownerId: 1000, groupId: 1000, mode: 0o700 },
  { path: '/home/ada/.codex/auth.json', kind: 'file', ownerId: 1000, groupId: 1000, mode: 0o600 },
];

function changed(at: string, change: Partial<PathEntry>): readonly PathEntry[] {
  return way.map((entry) => (entry.path === at ? { ...entry, ...change } : entry));
}

describe('nobody else can replace a file', () => {
  it.each([
    ['in a home as systems make them', way],
    ['in a home that the own group may write', changed('/home/ada', { mode: 0o775 })],
    ['below a folder that is sticky', changed('/home', { mode: 0o1777 })],
    ['that is not there yet', way.slice(0, -1)],
    ['by a link of root', changed('/home/ada', { kind: 'link', ownerId: 0, mode: 0o777 })],
    [
      'that others may read, which is another matter',
      changed('/home/ada/.codex/auth.json', { mode: 0o644 }),
    ],
  ])('%s', (_, entries) => {
    expect(whoElseCanReplace(entries, ada)).toBeNull();
  });
});

describe('somebody else can replace a file', () => {
  it.each([
    ['in a home of mode 0777', '/home/ada', { mode: 0o777 }, 'writableByOthers'],
    ['in a folder of Codex of mode 0777', '/home/ada/.codex', { mode: 0o777 }, 'writableByOthers'],
    ['below a folder of mode 0777', '/home', { mode: 0o777 }, 'writableByOthers'],
    [
      'in a folder that another group may write',
      '/home/ada/.codex',
      { mode: 0o770, groupId: 50 },
      'writableByOthers',
    ],
    ['in a folder of another user', '/home/ada', { ownerId: bob }, 'otherOwner'],
    ['by a link of another user', '/home/ada/.codex', { kind: 'link', ownerId: bob }, 'otherOwner'],
    ["that is another user's", '/home/ada/.codex/auth.json', { ownerId: bob }, 'otherOwner'],
    ["that is root's", '/home/ada/.codex/auth.json', { ownerId: 0 }, 'otherOwner'],
  ] as const)('%s', (_, at, change, because) => {
    expect(whoElseCanReplace(changed(at, change), ada)).toMatchObject({ path: at, because });
  });
});

describe('the way to a file', () => {
  it('has every folder above it, the links, and the folders above what they lead to', async () => {
    const [folder, other] = [await temporaryFolder(), await temporaryFolder()];
    await mkdir(path.join(other, 'kept'));
    await writeFile(path.join(other, 'kept/auth.json'), '');
    await chmod(path.join(other, 'kept'), 0o777);
    await symlink(path.join(other, 'kept/auth.json'), path.join(folder, 'auth.json'));
    const entries = await entriesOnTheWayTo(path.join(folder, 'auth.json'));
    const paths = entries.map((entry) => entry.path);
    expect(paths[0]).toBe('/');
    expect(paths).toEqual(
      expect.arrayContaining([folder, path.join(folder, 'auth.json'), path.join(other, 'kept')]),
    );
    expect(entries.at(-1)).toMatchObject({
      path: path.join(other, 'kept/auth.json'),
      kind: 'file',
    });
    const userId = process.geteuid?.() ?? 0;
    expect(whoElseCanReplace(entries, { userId, groupId: process.getegid?.() ?? 0 })).toMatchObject(
      {
        path: path.join(other, 'kept'),
        because: 'writableByOthers',
      },
    );
  });

  it('ends where links go round in circles, or nothing is there', async () => {
    const folder = await temporaryFolder();
    await symlink('b', path.join(folder, 'a'));
    await symlink('a', path.join(folder, 'b'));
    expect((await entriesOnTheWayTo(path.join(folder, 'a'))).length).toBeGreaterThan(2);
    const missing = await entriesOnTheWayTo(path.join(folder, 'missing/auth.json'));
    expect(missing.at(-1)?.path).toBe(folder);
  });
});
