import { numberOf, numberOfResult } from './intern.ts';

/**
 * One step of a program on what it shares with others: between two of them any other program may
 * take its own, and the program may be killed.
 */
export interface Effect<T> {
  readonly label: string;
  readonly act: () => T;
  /** What it reads or changes that other programs may reach; left out for what is its own. */
  readonly touches?: string;
  /** Whether it leaves something behind that outlives the program. */
  readonly isLasting?: boolean;
  /** Left out for always. */
  readonly isReady?: () => boolean;
  /** By name, what may happen in place of `act`: an error, or less than was asked for. */
  readonly faults?: Readonly<Record<string, () => T>>;
}

export type ProgramState = 'running' | 'ended' | 'killed';

interface Parked {
  readonly effect: Effect<unknown>;
  readonly go: (act: () => unknown) => void;
}

/** Faults that any effect of a program may meet at the moment, beside its own. */
export type FaultsNow = (effect: Effect<unknown>) => Effect<unknown>['faults'];

export interface ProgramOptions {
  readonly mayBeKilled?: boolean;
  /** False for one whose effects happen at once. */
  readonly isStepped?: boolean;
  readonly reaches?: (touched: string) => boolean;
}

/** A program whose every effect waits until the walk lets it happen. */
export class Program {
  readonly name: string;
  readonly mayBeKilled: boolean;
  /** What other programs may meet it at. */
  readonly reaches: (touched: string) => boolean;
  state: ProgramState = 'running';
  /** An error that the program did not expect. */
  error: unknown = null;
  faultsNow: FaultsNow = () => undefined;
  readonly #parked: Parked[] = [];
  readonly #isStepped: boolean;
  #history = 0;
  /** To be killed where nothing was left behind since is the same as to be killed before. */
  #hasLeftSomething = false;

  constructor(name: string, options: ProgramOptions = {}) {
    const { mayBeKilled = true, isStepped = true, reaches = () => true } = options;
    this.name = name;
    this.mayBeKilled = mayBeKilled;
    this.reaches = reaches;
    this.#isStepped = isStepped;
  }

  start(main: (program: Program) => Promise<void>): void {
    main(this).then(
      () => void (this.state = 'ended'),
      (error: unknown) => {
        this.state = 'ended';
        this.error = error;
      },
    );
  }

  perform<T>(effect: Effect<T>): Promise<T> {
    if (!this.#isStepped) {
      if (effect.isReady?.() === false) throw new TypeError(`${this.name} would wait for ever`);
      return Promise.resolve().then(effect.act);
    }
    return new Promise<T>((resolve, reject) => {
      const go = (act: () => unknown): void => {
        try {
          const result = act() as T;
          this.#note(effect.label, result);
          resolve(result);
        } catch (error) {
          this.#note(effect.label, String(error));
          reject(error instanceof Error ? error : new TypeError(String(error)));
        }
      };
      this.#parked.push({ effect, go });
    });
  }

  /** What may happen next, in an order that is always the same. */
  choices({ withFaults }: { readonly withFaults: boolean }): readonly Choice[] {
    if (this.state !== 'running') return [];
    return this.#parked.flatMap(({ effect }, at): Choice[] => {
      const of = { program: this, at, label: effect.label };
      const go: Choice[] = effect.isReady?.() === false ? [] : [{ ...of, what: 'go' }];
      if (!withFaults) return go;
      const names = Object.keys(this.#faultsOf(effect)).map((what) => ({ ...of, what }));
      const isNew = this.mayBeKilled && this.#hasLeftSomething && at === 0;
      const kill: Choice[] = isNew ? [{ ...of, what: 'killed' }] : [];
      return [...go, ...(go.length > 0 ? names : []), ...kill];
    });
  }

  take({ at, what }: Choice): void {
    if (what === 'killed') {
      this.state = 'killed';
      return;
    }
    const [parked] = this.#parked.splice(at, 1);
    if (parked === undefined) throw new TypeError('a choice that is not there');
    const act = what === 'go' ? parked.effect.act : this.#faultsOf(parked.effect)[what];
    if (act === undefined) throw new TypeError(`no such fault: ${what}`);
    this.#hasLeftSomething = parked.effect.isLasting === true;
    parked.go(act);
  }

  /** The effect that it waits for; null for none, and for several. */
  next(): Effect<unknown> | null {
    const [parked, ...more] = this.state === 'running' ? this.#parked : [];
    return parked === undefined || more.length > 0 ? null : parked.effect;
  }

  /** Whether the next effect is the one of this name. */
  awaits(label: string): boolean {
    return this.#parked.some(({ effect }) => effect.label === label);
  }

  /** Equal for two runs whose program has seen the same, and will do the same. */
  key(): string {
    if (this.state === 'killed') return 'killed';
    return `${this.state} ${this.#history} ${this.#parked.map(({ effect }) => effect.label).join()}`;
  }

  #faultsOf(effect: Effect<unknown>): NonNullable<Effect<unknown>['faults']> {
    return { ...effect.faults, ...this.faultsNow(effect) };
  }

  #note(label: string, result: unknown): void {
    this.#history = numberOf(`${this.#history} ${label} ${numberOfResult(result)}`);
  }
}

export interface Choice {
  readonly program: Program;
  /** Of the effects that the program waits for. */
  readonly at: number;
  readonly label: string;
  /** `go`, `killed`, or the name of a fault. */
  readonly what: string;
}
