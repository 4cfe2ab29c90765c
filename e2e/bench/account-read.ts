import { readFile } from 'node:fs/promises';

import { openRealCore } from '../../electron/testing/real-core.ts';
import { inBenchHome } from './bench-home.ts';
import { medianOf, type BenchRow } from './bench-row.ts';

const samples = 15;
const warmUps = 5;

interface Measured {
  readonly callsPerSecond: number;
  readonly bytesPerCall: number;
}

/** How fast the signed-in account is read, and what that allocates. */
export function benchAccountRead(): Promise<BenchRow[]> {
  return inBenchHome(async ({ authFile, env }) => {
    const { session } = await openRealCore(env);
    const plain = { credential: session.get() };
    const property = await measure(1_000_000, (times) => {
      for (let i = 0; i < times; i += 1) keep(plain.credential);
    });
    const cached = await measure(1_000_000, (times) => {
      for (let i = 0; i < times; i += 1) keep(session.get());
    });
    const resolved = await measure(100_000, async (times) => {
      for (let i = 0; i < times; i += 1) keep(await Promise.resolve(plain.credential));
    });
    const current = await measure(20_000, async (times) => {
      for (let i = 0; i < times; i += 1) keep(await session.current());
    });
    const uncached = await measure(1_000, async (times) => {
      for (let i = 0; i < times; i += 1) keep(JSON.parse(await readFile(authFile, 'utf8')));
    });
    const readAndParse = 'auth.json read and parsed';
    return [
      row('the account, as it is (get)', cached, 'a property of an object', property),
      row('the account, as it is (get)', cached, readAndParse, uncached),
      row('the account for a request (current)', current, 'a resolved promise', resolved),
      row('the account for a request (current)', current, readAndParse, uncached),
    ];
  });
}

function row(what: string, measured: Measured, peer: string, ofPeer: Measured): BenchRow {
  return {
    what,
    unit: 'calls/s',
    median: measured.callsPerSecond,
    peer: { what: peer, median: ofPeer.callsPerSecond },
    requests: null,
    bytesPerCall: measured.bytesPerCall,
  };
}

/** @param times calls in a sample; what they allocate has to fit into the young generation. */
async function measure(
  times: number,
  work: (times: number) => void | Promise<void>,
): Promise<Measured> {
  for (let i = 0; i < warmUps; i += 1) await work(times);
  const speeds: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < samples; i += 1) {
    collectGarbage();
    const heapBefore = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    await work(times);
    speeds.push((times * 1000) / (performance.now() - startedAt));
    sizes.push((process.memoryUsage().heapUsed - heapBefore) / times);
  }
  if (kept.value === undefined) throw new Error('nothing was read');
  return { callsPerSecond: medianOf(speeds), bytesPerCall: Math.round(medianOf(sizes)) };
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('to be run with --expose-gc');
  globalThis.gc();
}

/** So that no read can be left out for having no effect. */
const kept: { value: unknown } = { value: undefined };
function keep(value: unknown): void {
  kept.value = value;
}
