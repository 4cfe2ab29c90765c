// `npm run pack:qa`: the kit for those who test with Gatehouse, as dist/gatehouse-qa-VERSION.tgz. It
// carries the built app of the same sources, but no Electron.
import fs from 'node:fs';
import path from 'node:path';
import { ensureBuild } from './build.mjs';
import { runCommand, runMain, runNpm, say, SetUpError } from './commands.mjs';
import { inRepo } from './paths.mjs';
import { setUp } from './setup.mjs';

const folder = inRepo('dist/qa');

/** What of the build the app is made of; the rest of it is for tests or is the kit. */
const partsOfTheApp = ['main', 'preload', 'renderer', 'cli', 'assets'];

/** @param {string} file */
const readJson = (file) => JSON.parse(fs.readFileSync(inRepo(file), 'utf8'));

/** @param {string} from in the repository @param {string} to in the package */
function copy(from, to) {
  fs.cpSync(inRepo(from), path.join(folder, to), {
    recursive: true,
    filter: (source) => !source.endsWith('.map'),
  });
}

/** The manifest, with versions from that of the repository, which is the one that is kept. */
function writeManifest() {
  const { version, dependencies, devDependencies } = readJson('package.json');
  const kit = readJson('qa/package.json');
  const pinned = { ...dependencies, ...devDependencies };
  const own = Object.keys(kit.dependencies).map((name) => [name, pinned[name]]);
  const manifest = { ...kit, version, dependencies: Object.fromEntries(own) };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
}

/** The manifest of the app, as far as Electron reads it. */
function writeAppManifest() {
  const { name, productName, desktopName, version, type, main } = readJson('package.json');
  const manifest = { name, productName, desktopName, version, type, main };
  fs.writeFileSync(path.join(folder, 'app/package.json'), JSON.stringify(manifest, null, 2));
}

async function writeTypes() {
  const compiler = inRepo('node_modules/ts7/bin/tsc');
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'];
  const places = ['--rootDir', inRepo(), '--outDir', path.join(folder, 'types')];
  const args = [compiler, '-p', inRepo('qa'), '--incremental', 'false', ...options, ...places];
  const { exitCode, output } = await runCommand(process.execPath, args, { quiet: true });
  fs.rmSync(path.join(folder, 'types/qa/examples'), { recursive: true, force: true });
  if (exitCode !== 0) throw new SetUpError(`${output}\nThe types of the kit could not be written.`);
}

runMain(async () => {
  await setUp();
  await ensureBuild();
  fs.rmSync(folder, { recursive: true, force: true });
  copy('out/qa', 'lib');
  for (const part of partsOfTheApp) copy(`out/${part}`, `app/out/${part}`);
  copy('qa/examples', 'examples');
  copy('docs/testing.md', 'README.md');
  copy('LICENSE', 'LICENSE');
  writeManifest();
  writeAppManifest();
  await writeTypes();
  const args = ['pack', folder, '--pack-destination', inRepo('dist'), '--ignore-scripts'];
  const { exitCode, output } = await runNpm(args, { quiet: true });
  if (exitCode !== 0) throw new SetUpError(`${output}\nnpm pack failed.`);
  say(`Wrote dist/gatehouse-qa-${readJson('package.json').version}.tgz`);
  return 0;
});
