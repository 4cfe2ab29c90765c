import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const mainFile = 'out/main/index.cjs';

/** Where the app is in the package, in the sources of this kit, and in a build of them. */
const besideThisKit = ['../app', '..', '../..'];

/**
 * The folder of the built app that is tested: `GATEHOUSE_APP`, else the one that came with the kit.
 *
 * @throws {Error} where there is none.
 */
export function appFolder(): string {
  const named = process.env['GATEHOUSE_APP'];
  const folders =
    named === undefined
      ? besideThisKit.map((folder) => path.resolve(import.meta.dirname, folder))
      : [path.resolve(named)];
  const found = folders.find((folder) => existsSync(path.join(folder, mainFile)));
  if (found !== undefined) return found;
  throw new Error(
    `There is no built Gatehouse in ${folders.join(', ')}. Set GATEHOUSE_APP to a folder with ${mainFile}, or run npm run build there.`,
  );
}

/** The built `gatehouse` command, a script for Node. */
export function commandScript(): string {
  return path.join(appFolder(), 'out/cli/gatehouse.cjs');
}

/**
 * The Electron that runs the app: `GATEHOUSE_ELECTRON`, else the `electron` package of the project
 * that tests.
 *
 * @throws {Error} where there is none.
 */
export function electronExecutable(): string {
  const named = process.env['GATEHOUSE_ELECTRON'];
  if (named !== undefined) return path.resolve(named);
  const require = createRequire(path.join(process.cwd(), 'package.json'));
  try {
    const executable: unknown = require('electron');
    if (typeof executable === 'string' && existsSync(executable)) return executable;
  } catch {
    // It is not installed, or its download failed.
  }
  throw new Error(
    'There is no Electron. Run: npm install --save-dev electron. Or set GATEHOUSE_ELECTRON to its executable.',
  );
}
