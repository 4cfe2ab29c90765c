import { spawn } from 'node:child_process';
import { SetUpError } from './commands.mjs';

const screen = '1280x800x24';

/** Whether windows can be shown to somebody. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * @typedef {object} VirtualDisplay
 * @property {NodeJS.ProcessEnv} env for the programs that shall use it
 * @property {() => void} stop
 */

/**
 * Starts an X server without a screen on a free display number. It ends with this process.
 * @returns {Promise<VirtualDisplay>}
 */
export function startVirtualDisplay() {
  const displayPipe = 3;
  const server = spawn(
    'Xvfb',
    ['-displayfd', String(displayPipe), '-screen', '0', screen, '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const stop = () => void server.kill();
  process.on('exit', stop);
  return new Promise((resolve, reject) => {
    const fail = () => reject(new SetUpError('Xvfb did not start. Run: Xvfb -displayfd 1'));
    server.on('error', fail);
    server.on('exit', fail);
    server.stdio[displayPipe]?.once('data', (/** @type {Buffer} */ number) => {
      // Electron prefers Wayland where there is one.
      const env = {
        DISPLAY: `:${number.toString().trim()}`,
        WAYLAND_DISPLAY: undefined,
        XDG_SESSION_TYPE: 'x11',
      };
      resolve({ env, stop });
    });
  });
}

/**
 * Starts one where there is none, for this process and what it starts.
 * @returns {Promise<VirtualDisplay | null>} null where there is a display
 */
export async function ensureDisplay() {
  if (hasDisplay()) return null;
  const display = await startVirtualDisplay();
  for (const [name, value] of Object.entries(display.env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  return display;
}
