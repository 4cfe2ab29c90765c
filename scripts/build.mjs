import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runCommand, say, SetUpError } from './commands.mjs';
import { inRepo } from './paths.mjs';

const stampFile = inRepo('out/sources.sha256');
const sources = [
  'shared',
  'electron',
  'renderer',
  'qa',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'scripts/compile-app.mjs',
  'scripts/compile-program.mjs',
  'scripts/keep-compiled.cjs',
  'scripts/on-demand-modules.mjs',
];
const notBuilt = /\.test\.tsx?$|\.tsbuildinfo$|[\\/]electron[\\/]dev[\\/].*\.mjs$/;

/** Builds the app unless out/ was built from exactly these sources. */
export async function ensureBuild() {
  if (readStamp() === fingerprint()) return;
  await build();
}

/** @throws {SetUpError} with Vite's words when it fails */
export async function build() {
  const current = fingerprint();
  const started = performance.now();
  // Whole, so that nothing of an earlier version is left.
  fs.rmSync(inRepo('out'), { recursive: true, force: true });
  const vite = inRepo('node_modules/vite/bin/vite.js');
  const { exitCode, output } = await runCommand(process.execPath, [vite, 'build', '--app'], {
    quiet: true,
  });
  if (exitCode !== 0) throw new SetUpError(`${output}\nThe build failed. Run: npm run build`);
  // Taken before the build: what was changed during it counts as newer.
  fs.writeFileSync(stampFile, current);
  say(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function readStamp() {
  return fs.existsSync(stampFile) ? fs.readFileSync(stampFile, 'utf8') : undefined;
}

/** Name, size and time of every source: enough to notice a change, a removal and another branch. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) {
    const root = inRepo(source);
    for (const file of fs.statSync(root).isDirectory() ? filesIn(root) : [root]) {
      if (notBuilt.test(file)) continue;
      const { size, mtimeMs } = fs.statSync(file);
      hash.update(`${file}\n${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** @param {string} folder */
const filesIn = (folder) =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
