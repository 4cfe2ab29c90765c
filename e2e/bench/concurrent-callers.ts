import { mkdtempSync, rmSync } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';

import { openRealCore } from '../../electron/testing/real-core.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { isAccepted, refreshRequestsSince } from '../fixtures/refresh-requests.ts';
import { inBenchHome } from './bench-home.ts';
import type { BenchRow } from './bench-row.ts';
import { pairsOf } from './pairs.ts';

const rounds = 21;
const warmUps = 3;

/** One process refreshes, however many of its parts ask for that at once. */
export function benchConcurrentCallers(): Promise<BenchRow[]> {
  return inBenchHome(async ({ issuer, env, authFile }) => {
    const { session } = await openRealCore(env);
    const folder = mkdtempSync(path.join(path.dirname(authFile), 'floor-'));
    const bare = () => bareRequest(issuer);
    const durable = async (): Promise<number> => (await bare()) + (await timed(() => keep(folder)));
    const refresh = (callers: number) => async (): Promise<number> => {
      const before = issuer.requests.length;
      const tookMs = await timed(() =>
        Promise.all(Array.from({ length: callers }, () => session.refresh({ force: true }))),
      );
      const { length } = refreshRequestsSince(issuer, before).all;
      if (length !== 1) throw new Error(`${callers} callers sent ${length} requests`);
      return tookMs;
    };
    const rows: BenchRow[] = [];
    for (const [callers, what, peer] of [
      [1, 'the bare request', bare],
      [1, 'that, with what must be on disk', durable],
      [100, 'the bare request', bare],
      [10_000, 'the bare request', bare],
    ] as const) {
      rows.push(await compared(callers, refresh(callers), { what, work: peer }));
    }
    rmSync(folder, { recursive: true });
    return rows;
  });
}

async function compared(
  callers: number,
  work: () => Promise<number>,
  peer: { readonly what: string; readonly work: () => Promise<number> },
): Promise<BenchRow> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const pair = [await peer.work(), await work()] as const;
    if (round < warmUps) continue;
    theirs.push(pair[0]);
    ours.push(pair[1]);
  }
  const { medians, spread } = pairsOf(ours, theirs);
  return {
    what: `a refresh that ${callers} ask for at once`,
    unit: 'ms',
    median: medians.ours,
    peer: { what: peer.what, median: medians.theirs },
    spread,
    requests: [1],
    bytesPerCall: null,
  };
}

async function bareRequest(issuer: EmbeddedIssuer): Promise<number> {
  const { refresh_token } = await issuer.issueTokens(ada);
  return timed(() => isAccepted(issuer, refresh_token));
}

/**
 * The least that a refresh which loses no token writes: a trial that there is room, the journal
 * before the request and with its answer, and the record; each file whole, and on disk.
 */
async function keep(folder: string): Promise<void> {
  const trial = path.join(folder, 'trial');
  await writeDurably(trial, 32_768);
  await unlink(trial);
  for (const [name, bytes] of [
    ['journal', 2_800],
    ['journal', 5_400],
    ['record', 2_800],
  ] as const) {
    const made = path.join(folder, 'new');
    await writeDurably(made, bytes);
    await rename(made, path.join(folder, name));
    const handle = await open(folder);
    await handle.sync();
    await handle.close();
  }
}

async function writeDurably(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  await handle.writeFile(Buffer.alloc(bytes));
  await handle.sync();
  await handle.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
