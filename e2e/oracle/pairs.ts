import type { Random } from './random.ts';

/** One value for each of several facts. */
export type Row<F extends string> = Readonly<Record<F, string>>;
type Values<F extends string> = Readonly<Record<F, readonly string[]>>;
type Choice<F extends string> = readonly [fact: F, value: string];

const tries = 30;

/** The pairs of values of two facts that no row has had so far. */
export class MissingPairs<F extends string> {
  readonly #values: Values<F>;
  readonly #facts: readonly F[];
  readonly #missing = new Map<string, readonly [Choice<F>, Choice<F>]>();

  constructor(values: Values<F>) {
    this.#values = values;
    this.#facts = Object.keys(values) as F[];
    for (const [fact, other] of pairsOf(this.#facts)) {
      for (const value of values[fact]) {
        for (const another of values[other]) {
          const pair = [
            [fact, value],
            [other, another],
          ] as const;
          this.#missing.set(keyOf(...pair), pair);
        }
      }
    }
  }

  get count(): number {
    return this.#missing.size;
  }

  /** Takes away the pairs of a row. */
  take(row: Row<F>): void {
    for (const key of this.#keysOf(row)) this.#missing.delete(key);
  }

  /** Draws a row: of some tries, each begun with a missing pair, the one with the most of them. */
  draw(random: Random): Row<F> {
    const open = [...this.#missing.values()];
    const rows = Array.from({ length: tries }, () => this.#rowWith(random.pick(open), random));
    const [best] = rows
      .map(
        (row) => [row, this.#keysOf(row).filter((key) => this.#missing.has(key)).length] as const,
      )
      .sort(([, one], [, other]) => other - one);
    return best![0];
  }

  /** The facts besides the pair one after the other, in any order, each by its most missing pairs. */
  #rowWith(pair: readonly [Choice<F>, Choice<F>], random: Random): Row<F> {
    const chosen: Choice<F>[] = [...pair];
    const left = this.#facts.filter((fact) => !chosen.some(([name]) => name === fact));
    while (left.length > 0) {
      const [fact] = left.splice(random.below(left.length), 1);
      const gain = (value: string): number =>
        chosen.filter((one) => this.#missing.has(keyOf(one, [fact!, value]))).length;
      const most = Math.max(...this.#values[fact!].map(gain));
      chosen.push([
        fact!,
        random.pick(this.#values[fact!].filter((value) => gain(value) === most)),
      ]);
    }
    return Object.fromEntries(chosen) as Record<F, string>;
  }

  #keysOf(row: Row<F>): string[] {
    return pairsOf(this.#facts).map(([fact, other]) =>
      keyOf([fact, row[fact]], [other, row[other]]),
    );
  }
}

function pairsOf<T>(all: readonly T[]): (readonly [T, T])[] {
  return all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const));
}

/** The same in either order. */
function keyOf(...pair: readonly [Choice<string>, Choice<string>]): string {
  return pair
    .map((choice) => choice.join('='))
    .sort()
    .join(' ');
}
