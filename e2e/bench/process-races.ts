import { startRacers, type Program } from '../fixtures/racers.ts';
import { runRound, type Round } from '../torture/race-round.ts';
import { rangeOf } from '../torture/results.ts';
import { inBenchHome } from './bench-home.ts';
import { medianOf, type BenchRow } from './bench-row.ts';

const rounds = 7;
const warmUps = 2;

/** How long the issuer keeps its answers back, as one that is not on this machine would. */
const latencyMs = 100;

/** Many processes refresh one sign-in at once: those of Gatehouse, and those of the Codex CLI. */
export async function benchProcessRaces(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const count of [2, 8, 32]) {
    const gatehouse = await race('gatehouse', count);
    const codex = await race('codex', count);
    const codexMedian = medianOf(codex.map(({ wallMs }) => wallMs));
    rows.push(
      {
        what: `${count} processes of Gatehouse`,
        unit: 'ms',
        median: medianOf(gatehouse.map(({ wallMs }) => wallMs)),
        peer: { what: `${count} of the Codex CLI`, median: codexMedian },
        requests: requestsIn(gatehouse),
        bytesPerCall: null,
      },
      {
        what: `${count} processes of the Codex CLI, ${lostShareOf(codex)} left without a token`,
        unit: 'ms',
        median: codexMedian,
        peer: null,
        requests: requestsIn(codex),
        bytesPerCall: null,
      },
    );
  }
  return rows;
}

function race(program: Program, count: number): Promise<Round[]> {
  return inBenchHome(async (home) => {
    const racers = await startRacers(program, count, home);
    try {
      const course = { ...home, racers };
      for (let i = 0; i < warmUps; i += 1) await runRound(course, latencyMs);
      const results: Round[] = [];
      for (let i = 0; i < rounds; i += 1) results.push(await runRound(course, latencyMs));
      return results;
    } finally {
      await Promise.all(racers.map((racer) => racer.stop()));
    }
  });
}

function requestsIn(results: readonly Round[]): readonly number[] {
  const [least, most] = rangeOf(results.map(({ requests }) => requests.all.length));
  return least === most ? [least] : [least, most];
}

function lostShareOf(results: readonly Round[]): string {
  const ends = results.flatMap((round) => round.ends);
  return `${ends.filter(({ isLost }) => isLost).length} of ${ends.length}`;
}
