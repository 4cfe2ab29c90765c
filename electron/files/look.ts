import fs from 'node:fs';
import * as promises from 'node:fs/promises';

/** What is asked about files here. None of it changes anything. */
type Look = 'access' | 'lstat' | 'readdir' | 'readFile' | 'readlink' | 'realpath' | 'stat';

let isDirect = false;

/**
 * From now on this program waits while the system answers, as a command may that has nothing else to
 * do: a thread for each answer takes ten times as long. The app has a window that must not wait.
 */
export function lookDirectly(): void {
  isDirect = true;
}

/** From now on nothing waits: this program has to hear of what happens meanwhile. */
export function lookThroughThreads(): void {
  isDirect = false;
}

/** Whether this program waits while the system answers. */
export function looksDirectly(): boolean {
  return isDirect;
}

const direct: Readonly<Record<Look, (...args: never[]) => unknown>> = {
  access: fs.accessSync,
  lstat: fs.lstatSync,
  readdir: fs.readdirSync,
  readFile: fs.readFileSync,
  readlink: fs.readlinkSync,
  realpath: fs.realpathSync.native,
  stat: fs.statSync,
};

function look<N extends Look>(name: N): (typeof promises)[N] {
  const ask = async (...args: never[]): Promise<unknown> =>
    isDirect
      ? direct[name](...args)
      : await (promises[name] as (...args: never[]) => Promise<unknown>)(...args);
  return ask as (typeof promises)[N];
}

/** As in `node:fs/promises`. */
export const access = look('access');
export const lstat = look('lstat');
export const readdir = look('readdir');
export const readFile = look('readFile');
export const readlink = look('readlink');
export const realpath = look('realpath');
export const stat = look('stat');
