import { spawn } from 'node:child_process';
import { exitCodeOf, say } from './commands.mjs';
import { repoFolder } from './paths.mjs';
import { onTermination } from './termination.mjs';

/** @typedef {import('./electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

/**
 * Runs the app to its end and passes on the signals that ask for the end.
 * @param {ElectronRuntime} runtime
 * @param {readonly string[]} args for the app
 * @param {NodeJS.ProcessEnv} [env] added to this environment
 * @returns {Promise<number>} its exit code
 */
export function launch(runtime, args, env = {}) {
  const sandbox = sandboxArguments();
  if (sandbox.length > 0) say(`Running as root, so without Chromium's sandbox (${sandbox.join()})`);
  const app = spawn(runtime.executable, [repoFolder, ...sandbox, ...args], {
    cwd: repoFolder,
    stdio: 'inherit',
    env: { ...process.env, ...runtime.env, ...env },
  });
  onTermination((signal) => void app.kill(signal));
  return new Promise((resolve, reject) => {
    app.on('error', reject);
    app.on('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
}

/** Chromium refuses to run its sandbox as root. */
export function sandboxArguments() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
