import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { repoFolder } from './paths.mjs';

/** A failure that the user can act on: its message is all that is shown. */
export class SetUpError extends Error {}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs the body of a command and turns its outcome into this process's exit code.
 * @param {() => Promise<number>} body resolves to the exit code
 */
export function runMain(body) {
  body().then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (/** @type {unknown} */ error) => {
      const text = error instanceof SetUpError ? error.message : inspectError(error);
      process.stderr.write(`${text}\n`);
      process.exitCode = 1;
    },
  );
}

/** @param {unknown} error */
const inspectError = (error) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] the repository when absent
 * @property {NodeJS.ProcessEnv} [env] added to this environment; undefined removes a variable
 * @property {AbortSignal} [signal] SIGTERM when aborted
 * @property {boolean} [quiet] collect the output rather than show it
 */

/**
 * Runs a program to its end. Never rejects because of the program.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ exitCode: number, output: string }>} exit code 127 when the program is not
 *   there and 128 + n when signal n ended it, as in a shell; `output` is empty unless `quiet`
 */
export function runCommand(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? repoFolder,
      env: { ...process.env, ...options.env },
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    options.signal?.addEventListener('abort', () => child.kill(), { once: true });
    child.on('error', (error) => resolve({ exitCode: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => resolve({ exitCode: exitCodeOf(code, signal), output }));
  });
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export const exitCodeOf = (code, signal) =>
  code ?? 128 + (signal === null ? 0 : constants.signals[signal]);

/**
 * Runs npm: the one that runs this script, when there is one.
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export function runNpm(args, options) {
  const npmCli = process.env['npm_execpath'];
  if (npmCli !== undefined && /\.c?js$/.test(npmCli)) {
    return runCommand(process.execPath, [npmCli, ...args], options);
  }
  return runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}
