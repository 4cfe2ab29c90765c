import { describe, expect, it } from 'vitest';

import {
  howToReplace,
  mountAt,
  obstacleText,
  type ReplacedFile,
  type ReplacementFacts,
} from './replacement.ts';

const ada = 1000;
const bob = 1001;

const plain: ReplacedFile = {
  isRegular: true,
  ownerId: ada,
  names: 1,
  mount: null,
  writeRefusal: null,
};

function facts(
  file: Partial<ReplacedFile> | null,
  more: Partial<ReplacementFacts> = {},
): ReplacementFacts {
  const folder = { ownerId: ada, isSticky: false };
  return { file: file && { ...plain, ...file }, folder, userId: ada, ...more };
}

describe('a file is replaced by another one', () => {
  it.each([
    ['that is not there yet', facts(null)],
    ['of our own', facts({})],
    ['of our own that we may not write (0400)', facts({ writeRefusal: 'EACCES' })],
    ['that root has left in our folder', facts({ ownerId: 0, writeRefusal: 'EACCES' })],
    ['on a read-only disk, which the attempt tells', facts({ writeRefusal: 'EROFS' })],
    ['of anybody, by root', facts({ ownerId: bob }, { userId: 0 })],
  ])('%s', (_, given) => {
    expect(howToReplace(given)).toEqual({ kind: 'rename' });
  });
});

describe('a file is written in place', () => {
  it.each([
    ['that is a mount of its own', facts({ mount: { isReadOnly: false } }), 'mount'],
    [
      'that is a mount with a second name outside',
      facts({ mount: { isReadOnly: false }, names: 2 }),
      'mount',
    ],
    ['of another user who lets us write', facts({ ownerId: bob }), 'owner'],
  ])('%s', (_, given, because) => {
    expect(howToReplace(given)).toEqual({ kind: 'inPlace', because });
  });
});

describe('a file is not replaced', () => {
  const mount = { isReadOnly: false };
  const foreign = { ownerId: bob, writeRefusal: 'EACCES' };
  const inFolderOfBob = { folder: { ownerId: bob, isSticky: false } };

  it.each([
    ['that is a mount and was replaced outside', facts({ mount, names: 0 }), 'replacedOutside'],
    ['that is a read-only mount', facts({ mount: { isReadOnly: true } }), 'readOnlyMount'],
    ['of a mount that refuses', facts({ mount, writeRefusal: 'EROFS' }), 'readOnlyMount'],
    ['of a mount that may not be changed', facts({ mount, writeRefusal: 'EPERM' }), 'immutable'],
    ['of a mount that we may not write', facts({ mount, writeRefusal: 'EACCES' }), 'otherOwner'],
    [
      'that is immutable, also by root',
      facts({ writeRefusal: 'EPERM' }, { userId: 0 }),
      'immutable',
    ],
    ['with a second name', facts({ names: 2 }), 'hardLink'],
    ['with a second name, by root', facts({ names: 2 }, { userId: 0 }), 'hardLink'],
    ['of another user in their folder', facts(foreign, inFolderOfBob), 'otherOwner'],
    ['that is a folder, a pipe or a device', facts({ isRegular: false }), 'notRegular'],
  ] as const)('%s', (_, given, because) => {
    expect(howToReplace(given)).toEqual({ kind: 'impossible', because });
    expect(obstacleText(because, '/home/ada/.codex/auth.json', 'linux')).toMatch(
      /^\/home\/ada\/\.codex\/auth\.json .*\. .+/,
    );
  });
});

describe('the mount of one file', () => {
  const mountinfo = `42 1 254:0 / / rw,relatime - ext4 /dev/vda rw
61 42 0:38 / /home/ada/.codex rw,nosuid shared:7 - tmpfs t rw
62 61 254:0 /srv/auth.json /home/ada/.codex/auth.json rw,relatime - ext4 /dev/vda rw
63 42 254:0 /a /with\\040space/auth.json ro,relatime - ext4 /dev/vda rw
64 42 254:0 /b /on/a/disk/auth.json rw,relatime - ext4 /dev/vdb ro
65 42 254:0 /old//deleted /replaced/auth.json rw - ext4 /dev/vda rw
66 42 254:0 /c /twice/auth.json rw - ext4 /dev/vda rw
67 66 254:0 /d /twice/auth.json ro - ext4 /dev/vda rw
`;

  it.each([
    ['/home/ada/.codex/auth.json', false],
    ['/with space/auth.json', true],
    ['/on/a/disk/auth.json', true],
    ['/replaced/auth.json', false],
    ['/twice/auth.json', true],
  ])('is found at %s', (file, isReadOnly) => {
    expect(mountAt(file, mountinfo)).toEqual({ at: file, isReadOnly });
  });

  it.each(['/home/ada/.codex/auth.json.lock', '/home/ada/.codex/auth', '/srv/auth.json', ''])(
    'is not the one of "%s"',
    (file) => {
      expect(mountAt(file, mountinfo)).toBeNull();
    },
  );
});
