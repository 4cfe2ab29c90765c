import { watch } from 'node:fs';
import { appendFile, mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { watchFiles, type FolderWatchParts } from './folder-watch.ts';

/** Counts what is told of files below a folder; each wait is for the next time. */
function watching(folder: string, names: readonly string[], parts: Partial<FolderWatchParts> = {}) {
  const log = capturedLog();
  let told = 0;
  let awaited: (() => void) | null = null;
  const onChange = (): void => {
    told += 1;
    awaited?.();
    awaited = null;
  };
  const files = names.map((name) => path.join(folder, name));
  const watched = watchFiles({ files, onChange, log, ...parts });
  onTestFinished(() => watched.close());
  return {
    log,
    close: () => watched.close(),
    told: () => told,
    /** Does something, and resolves when the next change has been told. */
    toldOf: async (act: () => Promise<unknown>): Promise<void> => {
      const next = new Promise<void>((resolve) => {
        awaited = resolve;
      });
      await act();
      await next;
    },
  };
}

async function replace(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}

describe('a watched file', () => {
  it('is told of when it is made, written, replaced, written again, and removed', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'auth.json');
    const { toldOf } = watching(folder, ['auth.json']);
    await toldOf(() => writeFile(file, '1'));
    await toldOf(() => appendFile(file, '2'));
    await toldOf(() => replace(file, '3'));
    await toldOf(() => appendFile(file, '4'));
    await toldOf(() => unlink(file));
  });

  it('is told of once for what happens in one burst, and others are not told of', async () => {
    const folder = await temporaryFolder();
    const { toldOf, told } = watching(folder, ['auth.json', 'config.toml']);
    await toldOf(async () => {
      await writeFile(path.join(folder, 'history.jsonl'), 'other');
      await writeFile(path.join(folder, 'auth.json'), '1');
      await replace(path.join(folder, 'auth.json'), '2');
      await writeFile(path.join(folder, 'config.toml'), '3');
    });
    await toldOf(() => writeFile(path.join(folder, 'auth.json'), '4'));
    expect(told()).toBe(2);
  });

  it('is found in a folder that does not exist yet, nor the one above', async () => {
    const folder = await temporaryFolder();
    const home = path.join(folder, 'home');
    const { toldOf } = watching(folder, ['home/.codex/auth.json']);
    await toldOf(() => mkdir(home));
    await toldOf(() => mkdir(path.join(home, '.codex')));
    await toldOf(() => writeFile(path.join(home, '.codex', 'auth.json'), '1'));
  });

  it('is told of where folder and file are made at once', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'a/b/c/auth.json');
    const { toldOf } = watching(folder, ['a/b/c/auth.json']);
    await toldOf(async () => {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, '1');
    });
    await toldOf(() => replace(file, '2'));
  });

  it.each([
    ['removed', (home: string) => rm(home, { recursive: true })],
    ['moved away', (home: string) => rename(home, `${home}-old`)],
  ])('is found again after its folder was %s and made again', async (_, takeAway) => {
    const folder = await temporaryFolder();
    const home = path.join(folder, 'home');
    const file = path.join(home, 'auth.json');
    await mkdir(home);
    const { toldOf } = watching(folder, ['home/auth.json']);
    await toldOf(() => takeAway(home));
    await toldOf(() => mkdir(home));
    await toldOf(() => writeFile(file, '1'));
    // Again, faster than anybody could look.
    await toldOf(async () => {
      await rm(home, { recursive: true });
      await mkdir(home);
    });
    await toldOf(() => writeFile(file, '2'));
  });
});

describe('a watched symbolic link', () => {
  it('is told of when its target is replaced, and when it points elsewhere', async () => {
    const folder = await temporaryFolder();
    const place = (name: string): string => path.join(folder, name);
    for (const name of ['home', 'first', 'second']) await mkdir(place(name));
    await symlink('../first/kept.json', place('home/auth.json'));
    const { toldOf } = watching(folder, ['home/auth.json']);
    await toldOf(() => writeFile(place('first/kept.json'), '1'));
    await toldOf(() => replace(place('first/kept.json'), '2'));
    await symlink('../second/kept.json', place('home/link'));
    await toldOf(() => rename(place('home/link'), place('home/auth.json')));
    await toldOf(() => replace(place('second/kept.json'), '3'));
  });

  it('is told of also where it is the folder, or one above it', async () => {
    const folder = await temporaryFolder();
    const place = (name: string): string => path.join(folder, name);
    for (const name of ['links', 'first/.codex', 'second/.codex']) {
      await mkdir(place(name), { recursive: true });
    }
    await symlink(place('first'), place('links/home'));
    await symlink('links/home/.codex', place('codex'));
    const { toldOf } = watching(folder, ['codex/auth.json']);
    await toldOf(() => writeFile(place('first/.codex/auth.json'), '1'));
    await symlink('../second', place('links/new'));
    await toldOf(() => rename(place('links/new'), place('links/home')));
    await toldOf(() => writeFile(place('second/.codex/auth.json'), '2'));
    await toldOf(() => unlink(place('codex')));
    await toldOf(() => symlink('first/.codex', place('codex')));
    await toldOf(() => replace(place('first/.codex/auth.json'), '3'));
  });

  it('is told of when what it points to is made', async () => {
    const folder = await temporaryFolder();
    const place = (name: string): string => path.join(folder, name);
    await symlink('kept/codex', place('codex'));
    const { toldOf } = watching(folder, ['codex/auth.json']);
    await toldOf(() => mkdir(place('kept')));
    await toldOf(() => mkdir(place('kept/codex')));
    await toldOf(() => writeFile(place('kept/codex/auth.json'), '1'));
  });
});

describe('where the system refuses to watch', () => {
  const refusing = (() => {
    throw Object.assign(new Error('no more watches'), { code: 'ENOSPC' });
  }) as unknown as typeof watch;

  it('files are looked at now and then, which the log says once', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'auth.json');
    await writeFile(file, '1');
    const { toldOf, log } = watching(folder, ['auth.json', 'secrets/codex_auth.age'], {
      watchFolder: refusing,
    });
    await toldOf(() => replace(file, '22'));
    await toldOf(() => unlink(file));
    expect(log.lines).toEqual([
      { level: 'warn', event: 'watch-refused', fields: { code: 'ENOSPC' } },
    ]);
  });

  it('later, they are looked at from then on', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'auth.json');
    let fail: (() => void) | null = null;
    const failing = ((...args: Parameters<typeof watch>) => {
      const watcher = watch(...args);
      fail = () => watcher.emit('error', Object.assign(new Error('gone'), { code: 'EPERM' }));
      return watcher;
    }) as unknown as typeof watch;
    const { toldOf } = watching(folder, ['auth.json'], { watchFolder: failing });
    await toldOf(() => Promise.resolve(fail?.()));
    await toldOf(() => writeFile(file, '1'));
  });
});

it('nothing is told any more after the end, not even of a burst before it', async () => {
  const folder = await temporaryFolder();
  const ended = watching(folder, ['auth.json']);
  const other = watching(folder, ['auth.json']);
  await other.toldOf(async () => {
    await writeFile(path.join(folder, 'auth.json'), '1');
    ended.close();
  });
  expect(ended.told()).toBe(0);
});
