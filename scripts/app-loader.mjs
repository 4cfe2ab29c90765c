// Runs inside Electron. A runtime without `default_app.asar` needs something that loads the app named
// on the command line, as Electron's own default app does (electron/default_app/main.ts).
// The top-level await is essential: it holds back `ready` until the app has registered its schemes.
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/**
 * Splits the command line into modules to preload (`-r`, used by Playwright) and the app's folder.
 * @param {string[]} argv without the executable
 */
function readArguments(argv) {
  /** @type {string[]} */
  const preloads = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (argument === '-r' || argument === '--require') preloads.push(argv[(index += 1)] ?? '');
    else if (!argument.startsWith('-')) return { preloads, appPath: path.resolve(argument) };
  }
  return { preloads, appPath: undefined };
}

/** With the methods that Electron keeps for its default app. */
const defaultApp =
  /** @type {typeof app & { setVersion(version: string): void, setAppPath(path: string): void }} */ (
    app
  );
const { preloads, appPath } = readArguments(process.argv.slice(1));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const require = Module.createRequire(import.meta.url);
for (const preload of preloads) require(preload);

if (appPath === undefined) {
  console.error('Usage: electron [options] <folder of the app>');
  process.exit(2);
} else {
  const manifest = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'));
  const name = manifest.productName ?? manifest.name;
  defaultApp.setVersion(manifest.version);
  defaultApp.setName(name);
  defaultApp.setDesktopName(manifest.desktopName ?? `${name}.desktop`);
  defaultApp.setAppPath(appPath);
  await import(pathToFileURL(path.join(appPath, manifest.main)).href);
}
