import { openRealCore } from '../../electron/testing/real-core.ts';
import { isAccepted, refreshRequestsSince } from '../fixtures/refresh-requests.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { inBenchHome } from './bench-home.ts';
import { medianOf, type BenchRow } from './bench-row.ts';

const samples = 11;
const warmUps = 3;

/** One process refreshes, however many of its parts ask for that at once. */
export function benchConcurrentCallers(): Promise<BenchRow[]> {
  return inBenchHome(async ({ issuer, env }) => {
    const { session } = await openRealCore(env);
    const plain = await medianOfRounds(async () => {
      const { refresh_token } = await issuer.issueTokens(ada);
      return timed(() => isAccepted(issuer, refresh_token));
    });
    const rows: BenchRow[] = [];
    for (const callers of [1, 100, 10_000]) {
      const median = await medianOfRounds(async () => {
        const before = issuer.requests.length;
        const tookMs = await timed(() =>
          Promise.all(Array.from({ length: callers }, () => session.refresh({ force: true }))),
        );
        const { length } = refreshRequestsSince(issuer, before).all;
        if (length !== 1) throw new Error(`${callers} callers sent ${length} requests`);
        return tookMs;
      });
      rows.push({
        what: `a refresh that ${callers} ask for at once`,
        unit: 'ms',
        median,
        peer: { what: 'the bare request', median: plain },
        requests: [1],
        bytesPerCall: null,
      });
    }
    return rows;
  });
}

async function medianOfRounds(round: () => Promise<number>): Promise<number> {
  for (let i = 0; i < warmUps; i += 1) await round();
  const took: number[] = [];
  for (let i = 0; i < samples; i += 1) took.push(await round());
  return medianOf(took);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
