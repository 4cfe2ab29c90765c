import { programTexts } from '../../shared/texts/command-line/program.ts';

interface SignalledProcess {
  readonly platform: NodeJS.Platform;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  removeAllListeners(signal: NodeJS.Signals): unknown;
}

/**
 * The signals that ask a program to end and can be caught. On Windows, Node turns a closed
 * console into SIGHUP, and Ctrl-Break into SIGBREAK.
 */
export function endingSignals(platform: NodeJS.Platform): readonly NodeJS.Signals[] {
  const everywhere = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  return [...everywhere, platform === 'win32' ? 'SIGBREAK' : 'SIGQUIT'];
}

export interface EndingParts {
  /** Ends the program at once. */
  readonly end: (signal: NodeJS.Signals) => void;
  /** Says why the program goes on, where it is asked again. */
  readonly say: (sentence: string) => void;
}

/** For what does not end by itself, such as reading from a pipe. */
const patienceMs = 5_000;
/** A request, a lock and the tries to save take less. */
const longestMs = 120_000;
const lookMs = 250;

/**
 * OWNER of how a command ends. A signal ends it at once until it attends to them. Then the first one
 * cancels what waits for a person; another one ends the program, but not while something is at
 * stake, such as a spent refresh token whose successor is on no disk yet: for two minutes at most.
 */
export class Ending {
  readonly #parts: EndingParts;
  readonly #stakes: (() => boolean)[] = [];
  readonly #listeners: (() => void)[] = [];
  /** Made where somebody asks for its signal. */
  #cancellation: AbortController | null = null;
  /** Null until signals can be listened to. */
  #signalled: SignalledProcess | null = null;
  #isAttending = false;
  #isAsked = false;
  #hasSaid = false;

  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    this.#cancellation ??= new AbortController();
    if (this.#isAsked) this.#cancellation.abort();
    return this.#cancellation.signal;
  }

  /** Calls back at the first signal. */
  whenAsked(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Nothing ends the program while this is true. */
  protect(isAtStake: () => boolean): void {
    this.#stakes.push(isAtStake);
  }

  /** Names the process whose signals count, from `attend` on. */
  listenTo(signalled: SignalledProcess): void {
    this.#signalled = signalled;
    this.#listen();
  }

  /**
   * From here on a signal is a request: something is at stake, or has to be tidied up. Before, the
   * system ends the program, also while that waits for a file system that does not answer.
   */
  attend(): void {
    if (this.#isAttending) return;
    this.#isAttending = true;
    this.#listen();
  }

  /** Leaves signals to the system again: nothing is left to be done. */
  leave(): void {
    const signalled = this.#signalled;
    this.#signalled = null;
    if (signalled === null) return;
    for (const signal of endingSignals(signalled.platform)) signalled.removeAllListeners(signal);
  }

  ask(signal: NodeJS.Signals): void {
    if (!this.#isAsked) {
      this.#isAsked = true;
      this.#cancellation?.abort();
      for (const listener of this.#listeners) listener();
      this.#waitForEnd(signal);
    } else if (!this.#isAtStake()) {
      this.#parts.end(signal);
    } else if (!this.#hasSaid) {
      this.#hasSaid = true;
      this.#parts.say(programTexts.saving());
    }
  }

  #listen(): void {
    const signalled = this.#signalled;
    if (signalled === null || !this.#isAttending) return;
    for (const signal of endingSignals(signalled.platform)) {
      signalled.on(signal, () => this.ask(signal));
    }
  }

  #waitForEnd(signal: NodeJS.Signals): void {
    let waitedMs = 0;
    const timer = setInterval(() => {
      waitedMs += lookMs;
      const isOver = waitedMs >= (this.#isAtStake() ? longestMs : patienceMs);
      if (isOver) this.#parts.end(signal);
    }, lookMs);
    timer.unref();
  }

  #isAtStake(): boolean {
    return this.#stakes.some((isAtStake) => isAtStake());
  }
}
