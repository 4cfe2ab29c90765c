import { medianOf } from './bench-row.ts';

/** What a run took, in milliseconds; the time of processors is that of all its processes. */
export interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export interface Pairs {
  readonly medians: { readonly ours: number; readonly theirs: number };
  /** The least and the most of the middle half of the ratios, each of a run to the one beside it. */
  readonly spread: readonly [number, number];
}

/** Runs both in turn, A B A B, after one of each that does not count. @param rounds at least four. */
export async function inPairs(
  ours: () => Promise<Taken>,
  theirs: () => Promise<Taken>,
  rounds: number,
): Promise<Record<keyof Taken, Pairs>> {
  await theirs();
  await ours();
  const taken: { readonly ours: Taken; readonly theirs: Taken }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    taken.push({ theirs: await theirs(), ours: await ours() });
  }
  const of = (key: keyof Taken): Pairs =>
    pairsOf(
      taken.map(({ ours }) => ours[key]),
      taken.map(({ theirs }) => theirs[key]),
    );
  return { wallMs: of('wallMs'), cpuMs: of('cpuMs') };
}

/** The medians of both, and the ratios of those side by side. */
export function pairsOf(ours: readonly number[], theirs: readonly number[]): Pairs {
  const ratios = ours.map((value, index) => value / (theirs[index] ?? NaN)).sort((a, b) => a - b);
  const quarter = Math.floor(ratios.length / 4);
  return {
    medians: { ours: medianOf(ours), theirs: medianOf(theirs) },
    spread: [ratios[quarter] ?? NaN, ratios[ratios.length - 1 - quarter] ?? NaN],
  };
}
