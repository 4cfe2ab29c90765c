import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import zlib from 'node:zlib';

import { repoFolder } from '../../scripts/paths.mjs';
import { expect, test } from '../fixtures/app.ts';
import { startProgram } from '../fixtures/programs.ts';
import { electronExecutable, sandboxArguments } from '../fixtures/running-app.ts';

const tellCompiled = path.join(import.meta.dirname, '../fixtures/tell-compiled.cjs');

/** What the program of another Electron begins with: the hash of its version comes second. */
function ofAnotherVersion(compiled: Buffer): Buffer {
  const changed = Buffer.from(compiled);
  changed.writeUInt32LE((changed.readUInt32LE(4) ^ 0xffff_ffff) >>> 0, 4);
  return changed;
}

const cases: readonly (readonly [string, 'taken' | 'refused' | 'missing', Change])[] = [
  ['that this build has made', 'taken', () => Promise.resolve()],
  [
    'of another version',
    'refused',
    async (file) => {
      const compiled = ofAnotherVersion(zlib.inflateRawSync(await readFile(file)));
      await writeFile(file, zlib.deflateRawSync(compiled));
    },
  ],
  ['that is not there', 'missing', (file) => rm(file)],
];
type Change = (file: string) => Promise<void>;

for (const [which, answer, change] of cases) {
  test(`a compiled program ${which} is ${answer}, and the app starts`, async ({
    desktop,
    home,
  }) => {
    const folder = path.join(desktop.folder, 'app');
    await mkdir(folder);
    for (const part of ['package.json', 'out/main', 'out/preload', 'out/renderer', 'out/assets']) {
      await cp(path.join(repoFolder, part), path.join(folder, part), { recursive: true });
    }
    await symlink(path.join(repoFolder, 'node_modules'), path.join(folder, 'node_modules'));
    const main = path.join(folder, 'out/main');
    const compiled = (await readdir(main)).find((name) => name.endsWith('.compiled.deflated'));
    await change(path.join(main, compiled ?? 'none'));
    const args = ['-r', tellCompiled, folder, ...sandboxArguments()];
    const app = startProgram(electronExecutable(), args, { env: { ...home.env, ...desktop.env } });
    expect((await app.untilStdout(/compiled: (\w+)/))[1]).toBe(answer);
    // Once its window is drawn.
    await expect.poll(() => desktop.log()).toContain('"event":"core-dumps"');
    app.interrupt();
    expect((await app.end).exitCode).toBe(0);
  });
}
