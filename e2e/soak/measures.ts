import { readdir, readFile, readlink } from 'node:fs/promises';

import type { SoakSample } from '../../scripts/soak-table.mjs';
import type { RunningApp } from '../fixtures/running-app.ts';

/** What the app takes at this moment. Source: proc(5). */
export async function measure(app: RunningApp, atMs: number): Promise<SoakSample> {
  const { pid } = app;
  const pids = await withDescendants(pid);
  const rss = await Promise.all(pids.map(residentKib));
  const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(
    handles.map((handle) => readlink(`/proc/${pid}/fd/${handle}`).catch(() => '')),
  );
  return {
    atMs,
    mainMib: Math.round((await residentKib(pid)) / 1024),
    allMib: Math.round(rss.reduce((sum, kib) => sum + kib, 0) / 1024),
    handles: handles.length,
    sockets: targets.filter((target) => target.startsWith('socket:')).length,
    blockedMs: await longestBlockMs(app),
  };
}

/** Begins to measure for how long the main process answers nobody. */
export async function watchMainProcess({ electron }: RunningApp): Promise<void> {
  const watch = (): Promise<void> =>
    electron.evaluate(() => {
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
      const histogram = monitorEventLoopDelay({ resolution: 10 });
      histogram.enable();
      (globalThis as unknown as { soakDelay: typeof histogram }).soakDelay = histogram;
    });
  try {
    await watch();
  } catch (error) {
    // While an app starts, V8 may collect the promise that the inspector waits for.
    if (!(error instanceof Error) || !error.message.includes('was garbage collected')) throw error;
    await watch();
  }
}

/** Milliseconds of the longest time in which nothing else ran there, since the last look. */
export async function longestBlockMs({ electron }: RunningApp): Promise<number> {
  const nanoseconds = await electron.evaluate(() => {
    const { soakDelay } = globalThis as unknown as { soakDelay: { max: number; reset(): void } };
    const { max } = soakDelay;
    soakDelay.reset();
    return max;
  });
  return Math.round(nanoseconds / 1e6);
}

/** Forgets what was measured while the app was made to stand still. */
export async function forgetBlock(app: RunningApp): Promise<void> {
  await longestBlockMs(app);
}

async function withDescendants(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = children.split(' ').filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(pids.map(withDescendants))).flat()];
}

async function residentKib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
