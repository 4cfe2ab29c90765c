import { spawn, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { inBenchHome } from './bench-home.ts';
import { medianOf, type BenchRow } from './bench-row.ts';
import { inPairs, type Taken } from './pairs.ts';

const rounds = 7;
const idleMs = 60_000;

const inRepo = (relative: string): string =>
  fileURLToPath(new URL(`../../${relative}`, import.meta.url));

interface Shown {
  readonly app: string;
  /** On the page once it is painted. */
  readonly text: string;
}

const gatehouse: Shown = { app: inRepo('.'), text: ada.email };
const blank: Shown = { app: inRepo('e2e/bench/blank'), text: 'blank' };

interface Running extends Taken {
  readonly group: number;
  /** What is found in the output from then on. */
  readonly output: (pattern: RegExp) => Promise<string>;
}

/** From the start of the process until the account is painted, beside a window that is blank. */
export function benchStartup(): Promise<BenchRow[]> {
  return inBenchHome(async ({ env }) => {
    const once = (shown: Shown) => () => whileShown(shown, env, (running) => running);
    const { wallMs, cpuMs } = await inPairs(once(gatehouse), once(blank), rounds);
    return [
      { ...rowOf('start until the account is painted', wallMs), unit: 'ms' },
      { ...rowOf('processors until then', cpuMs), unit: 'ms of CPU' },
    ];
  });

  function rowOf(what: string, { medians, spread }: Awaited<ReturnType<typeof inPairs>>['cpuMs']) {
    const peer = { what: 'a blank window', median: medians.theirs };
    return {
      what,
      median: medians.ours,
      peer,
      spread,
      requests: null,
      bytesPerCall: null,
    } as const;
  }
}

/** From the start until the account is painted, in a home with many saved accounts and one with few. */
export async function benchStartWith(
  many: Readonly<Record<string, string>>,
  few: Readonly<Record<string, string>>,
  [what, withFew]: readonly [string, string],
): Promise<BenchRow> {
  const once = (env: typeof many) => () => whileShown(gatehouse, env, (running) => running);
  const { wallMs } = await inPairs(once(many), once(few), rounds);
  const { medians, spread } = wallMs;
  const peer = { what: withFew, median: medians.theirs };
  return {
    what,
    unit: 'ms',
    median: medians.ours,
    peer,
    spread,
    requests: null,
    bytesPerCall: null,
  };
}

/** How long the window takes, in milliseconds, until it has painted what a search finds. */
export function searchMs(env: Readonly<Record<string, string>>, words: string): Promise<number> {
  return whileShown(gatehouse, { ...env, BENCH_SEARCH: words }, async ({ output }) =>
    Number(await output(/searched ([\d.]+)/)),
  );
}

/** The memory of all processes, what they share counted once. */
export function benchMemory(): Promise<BenchRow[]> {
  return bothShown('memory with the window open', 'KiB', 3, async ({ group }) => {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    return sumOf(group, (folder) =>
      Number(/^Pss: +(\d+)/m.exec(readFileSync(`${folder}/smaps_rollup`, 'utf8'))?.[1] ?? 0),
    );
  });
}

/** How often a thread of any process was woken in a minute in which nothing was done. */
export function benchIdle(): Promise<BenchRow[]> {
  return bothShown('wake-ups in a minute', 'wake-ups', 1, async ({ group }) => {
    const wakeUps = (): number => sumOf(group, wakeUpsOf);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const before = wakeUps();
    await new Promise((resolve) => setTimeout(resolve, idleMs));
    return wakeUps() - before;
  });
}

async function bothShown(
  what: string,
  unit: BenchRow['unit'],
  times: number,
  measure: (running: Running) => Promise<number>,
): Promise<BenchRow[]> {
  return inBenchHome(async ({ env }) => {
    const found: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
    for (let time = 0; time < times; time += 1) {
      found.theirs.push(await whileShown(blank, env, measure));
      found.ours.push(await whileShown(gatehouse, env, measure));
    }
    const peer = { what: 'a blank window', median: medianOf(found.theirs) };
    const median = medianOf(found.ours);
    return [{ what, unit, median, peer, requests: null, bytesPerCall: null }];
  });
}

async function whileShown<T>(
  { app, text }: Shown,
  env: Readonly<Record<string, string>>,
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
    const output = (pattern: RegExp): Promise<string> =>
      Promise.race([
        found(program, pattern),
        end.then(() => Promise.reject(new Error('it ended'))),
      ]);
    await output(/(painted)/);
    const wallMs = performance.now() - startedAt;
    return await act({ group, wallMs, cpuMs: sumOf(group, cpuMsOf), output });
  } finally {
    process.kill(-group, 'SIGKILL');
    await end;
  }
}

async function found({ stdout }: ChildProcess, pattern: RegExp): Promise<string> {
  if (stdout === null) throw new Error('there is no output');
  for await (const [chunk] of on(stdout, 'data')) {
    const match = pattern.exec(String(chunk))?.[1];
    if (match !== undefined) return match;
  }
  throw new Error('it ended');
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
