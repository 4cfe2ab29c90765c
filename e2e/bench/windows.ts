import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { openActivityFile } from '../../electron/adapters/activity-file.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { startTrayHost } from '../../qa/tray-host.ts';
import { accountsIn } from './accounts-in.ts';
import { inBenchHome, type BenchHome } from './bench-home.ts';
import type { BenchRow } from './bench-row.ts';
import { inPairs, pairsOf, type Pairs, type Taken } from './pairs.ts';

const rounds = 9;
const idleMs = 60_000;

/** Until Chromium and V8 have tidied up after a start. */
const settleMs = 100_000;

const reopenings = 9;

const blockingRounds = 5;

/** For whatever a program is to say. */
const patienceMs = 240_000;

const inRepo = (relative: string): string =>
  fileURLToPath(new URL(`../../${relative}`, import.meta.url));

interface Shown {
  readonly app: string;
  /** On the page once it is painted. */
  readonly text: string;
}

type Env = Readonly<Record<string, string>>;

const gatehouse: Shown = { app: inRepo('.'), text: ada.email };
const blank: Shown = { app: inRepo('e2e/bench/blank'), text: 'blank' };
const blankWindow = 'a blank window';

interface Running extends Taken {
  readonly group: number;
  /** What is found in the output, once it is there. */
  readonly output: (pattern: RegExp) => Promise<string>;
}

/** From the start of the process until the account is painted, beside a window that is blank. */
export function benchStartup(): Promise<BenchRow[]> {
  return inBenchHome(async (home) => {
    const once = (shown: Shown) => () => whileShown(shown, home.env, (running) => running);
    const { wallMs, cpuMs } = await inPairs(once(gatehouse), once(blank), rounds);
    const { ours, theirs } = await reopened(home.env);
    return [
      rowOf('start until the account is painted', 'ms', wallMs, blankWindow),
      rowOf('processors until then', 'ms of CPU', cpuMs, blankWindow),
      rowOf(
        'back from the tray until the account is painted',
        'ms',
        pairsOf(ours, theirs),
        blankWindow,
      ),
      await inBenchHome(async (full) => {
        await fill(full);
        const what = 'start with 1,000 lines of activity, 1 MiB of config.toml, 200 accounts';
        return benchStartWith(full.env, home.env, [what, 'with none of these']);
      }),
    ];
  });
}

async function fill(home: BenchHome): Promise<void> {
  await accountsIn(home, 200);
  const note = `# ${'what was agreed on about this folder '.repeat(5)}\n`;
  const project = (number: number): string =>
    `${note}[projects."/home/ada/work/project-${number}"]\ntrust_level = "trusted"\n\n`;
  const projects = Array.from({ length: 4_100 }, (_, number) => project(number)).join('');
  await writeFile(path.join(path.dirname(home.authFile), 'config.toml'), projects);
  const dataFolder = home.env['GATEHOUSE_DATA'] ?? '';
  const activity = openActivityFile({ dataFolder });
  for (let line = 0; line < 1_000; line += 1) {
    activity.record({
      v: 1,
      at: new Date(Date.now() - (1_000 - line) * 60_000).toISOString(),
      actor: 'user',
      action: 'refresh',
      account: null,
      outcome: 'done',
      detail: null,
    });
  }
}

/** How long a closed window takes to be back, in milliseconds. */
async function reopened(env: Env): Promise<Record<'ours' | 'theirs', readonly number[]>> {
  const tray = await startTrayHost();
  const all = { ...env, ...tray.env, BENCH_REOPEN: String(reopenings) };
  const times = (shown: Shown): Promise<readonly number[]> =>
    whileShown(shown, all, async ({ output }) =>
      (await output(/reopened ([\d.,]+)\n/)).split(',').map(Number),
    );
  try {
    return { theirs: await times(blank), ours: await times(gatehouse) };
  } finally {
    await tray.stop();
  }
}

function rowOf(what: string, unit: BenchRow['unit'], pairs: Pairs, peer: string): BenchRow {
  const { medians, spread } = pairs;
  return {
    what,
    unit,
    median: medians.ours,
    peer: { what: peer, median: medians.theirs },
    spread,
    requests: null,
    bytesPerCall: null,
  };
}

/** From the start until the account is painted, in a home with many saved accounts and one with few. */
export async function benchStartWith(
  many: Readonly<Record<string, string>>,
  few: Env,
  [what, withFew]: readonly [string, string],
): Promise<BenchRow> {
  const once = (env: typeof many) => () => whileShown(gatehouse, env, (running) => running);
  const { wallMs } = await inPairs(once(many), once(few), rounds);
  return rowOf(what, 'ms', wallMs, withFew);
}

/** How long the window takes, in milliseconds, until it has painted what a search finds. */
export function searchMs(env: Env, words: string): Promise<number> {
  return whileShown(gatehouse, { ...env, BENCH_SEARCH: words }, async ({ output }) =>
    Number(await output(/searched ([\d.]+)\n/)),
  );
}

/** The longest time for which the main process hears nobody, while sections are opened and the sign-in is refreshed. */
export function benchBlocking(): Promise<BenchRow[]> {
  return inBenchHome(async ({ env }) => {
    const longest = (shown: Shown): Promise<number> =>
      whileShown(shown, { ...env, BENCH_BLOCK: 'yes' }, async ({ output }) =>
        Number(await output(/blocked ([\d.]+)\n/)),
      );
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < blockingRounds; round += 1) {
      theirs.push(await longest(blank));
      ours.push(await longest(gatehouse));
    }
    const what = 'longest that the main process hears nobody, after the start';
    return [rowOf(what, 'ms', pairsOf(ours, theirs), blankWindow)];
  });
}

/** The memory of all processes, what they share counted once, with the window and without it. */
export async function benchMemory(): Promise<BenchRow[]> {
  const tray = await startTrayHost();
  try {
    return await inBenchHome(async ({ env }) => [
      await memoryRow('memory with the window open', blankWindow, env),
      await memoryRow('memory in the tray, the window closed', 'Electron without a window', {
        ...env,
        ...tray.env,
        BENCH_CLOSE: 'yes',
      }),
    ]);
  } finally {
    await tray.stop();
  }
}

async function memoryRow(what: string, peer: string, env: Env): Promise<BenchRow> {
  const measure = async ({ group, output }: Running): Promise<number> => {
    if (env['BENCH_CLOSE'] !== undefined) await output(/(closed)/);
    await delay(5_000);
    return sumOf(group, pssOf);
  };
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    theirs.push(await whileShown(blank, env, measure));
    ours.push(await whileShown(gatehouse, env, measure));
  }
  return rowOf(what, 'KiB', pairsOf(ours, theirs), peer);
}

/** How often a thread of any process was woken in a minute in which nothing was done, side by side. */
export function benchIdle(): Promise<BenchRow[]> {
  return inBenchHome((home) =>
    inBenchHome(async (other) => {
      const [ours, theirs] = await Promise.all([idle(gatehouse, home.env), idle(blank, other.env)]);
      const rows = (['wakeUps', 'timers'] as const).map((key): BenchRow => {
        const what = { wakeUps: 'wake-ups in an idle minute', timers: 'timers that ring in it' }[
          key
        ];
        const peer = { what: blankWindow, median: theirs[key] };
        return { what, unit: 'times', median: ours[key], peer, requests: null, bytesPerCall: null };
      });
      return rows;
    }),
  );
}

function idle(shown: Shown, env: Env): Promise<Record<'wakeUps' | 'timers', number>> {
  const times = { BENCH_SETTLE_MS: String(settleMs), BENCH_IDLE_MS: String(idleMs) };
  return whileShown(shown, { ...env, ...times }, async ({ group, output }) => {
    await output(/(settled)/);
    const before = sumOf(group, wakeUpsOf);
    const timers = Number(await output(/timers (\d+)\n/));
    return { wakeUps: sumOf(group, wakeUpsOf) - before, timers };
  });
}

async function whileShown<T>(
  { app, text }: Shown,
  env: Env,
  act: (running: Running) => T | Promise<T>,
): Promise<T> {
  const { BENCH_ELECTRON: electron, DISPLAY = '', PATH = '' } = process.env;
  if (electron === undefined) throw new Error('Run it by npm run bench');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = ['-r', inRepo('e2e/bench/tell-painted.cjs'), app, ...sandbox];
  const startedAt = performance.now();
  const program = spawn(electron, args, {
    cwd: env['HOME'],
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH, DISPLAY, XDG_SESSION_TYPE: 'x11', BENCH_TEXT: text, ...env },
  });
  const group = program.pid;
  if (group === undefined) throw new Error('Electron did not start');
  const end = once(program, 'exit');
  try {
    const found = reader(program);
    const output = (pattern: RegExp): Promise<string> =>
      Promise.race([
        found(pattern),
        end.then(() => Promise.reject(new Error('it ended'))),
        delay(patienceMs, undefined, { ref: false }).then(() =>
          Promise.reject(new Error(`it has not said ${pattern.source}`)),
        ),
      ]);
    await output(/(painted)/);
    const wallMs = performance.now() - startedAt;
    return await act({ group, wallMs, cpuMs: sumOf(group, cpuMsOf), output });
  } finally {
    process.kill(-group, 'SIGKILL');
    await end;
  }
}

/** Finds a pattern in all that the program has written, as soon as it is there. */
function reader({ stdout }: ChildProcess): (pattern: RegExp) => Promise<string> {
  let said = '';
  stdout?.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  return async (pattern) => {
    for (;;) {
      const match = pattern.exec(said)?.[1];
      if (match !== undefined) return match;
      if (stdout === null) throw new Error('there is no output');
      await once(stdout, 'data');
    }
  };
}

/** Of a process folder of Linux, summed over all processes of a group. */
function sumOf(group: number, measure: (folder: string) => number): number {
  let sum = 0;
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (Number(fieldsOf(`/proc/${name}/stat`)[2]) === group) sum += measure(`/proc/${name}`);
    } catch {
      // It has ended.
    }
  }
  return sum;
}

function pssOf(folder: string): number {
  const [, kib] = /^Pss: +(\d+)/m.exec(readFileSync(`${folder}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kib ?? 0);
}

/** proc(5): what follows the name, which may have spaces. */
function fieldsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

const tickMs = 10;

function cpuMsOf(folder: string): number {
  const [user = 0, system = 0] = fieldsOf(`${folder}/stat`).slice(11, 13).map(Number);
  return (user + system) * tickMs;
}

function wakeUpsOf(folder: string): number {
  const tasks = readdirSync(`${folder}/task`);
  const counts = tasks.map((task) =>
    Number(
      /^voluntary_ctxt_switches:\s*(\d+)/m.exec(
        readFileSync(`${folder}/task/${task}/status`, 'utf8'),
      )?.[1] ?? 0,
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
