// `npm run pack`: an unpacked build of the app for this platform in dist/, without any download.
// A release is made by `npx electron-builder` with electron-builder.yml alone.
import fs from 'node:fs';
import path from 'node:path';
import { ensureBuild } from './build.mjs';
import { runMain, say } from './commands.mjs';
import { inRepo, repoFolder } from './paths.mjs';
import { setUp } from './setup.mjs';

/** @typedef {import('./electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

/**
 * @param {ElectronRuntime} runtime
 * @returns {import('electron-builder').Configuration} what differs from a release
 */
function configuration(runtime) {
  const release = { extends: inRepo('electron-builder.yml') };
  const installed = { electronDist: runtime.distFolder, electronVersion: runtime.version };
  if (runtime.source === 'official') return { ...release, ...installed };
  return {
    ...release,
    ...installed,
    // The stand-in carries a loader for development, which would win over the packed app.
    afterExtract: ({ appOutDir }) =>
      fs.rmSync(path.join(appOutDir, 'resources/app'), { recursive: true, force: true }),
  };
}

runMain(async () => {
  const runtime = await setUp();
  await ensureBuild();
  const { build, Platform } = await import('electron-builder');
  await build({
    projectDir: repoFolder,
    targets: Platform.current().createTarget('dir'),
    config: configuration(runtime),
  });
  if (runtime.source === 'npm') {
    say(`Packed with a third party's Electron ${runtime.version}: for tests only, not for release`);
  }
  return 0;
});
