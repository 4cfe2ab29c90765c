import type { KeyringWait } from '../../shared/keyring-problem.ts';
import { AskingKeyring, type QuestionKind } from './asking-keyring.ts';
import { KeyringError, type Keyring, type KeyringAsking } from './keyring.ts';

export interface Patience {
  /** Milliseconds, prompts included; asked anew for each question. */
  readonly limitMs: (kind: QuestionKind) => number;
  readonly mayPrompt: () => boolean;
  /** Called once a question takes longer than a moment, and with null at its end. */
  readonly onWait: (wait: KeyringWait | null) => void;
}

/** A keyring with a time limit, which says what it waits for. */
export class WaitingKeyring extends AskingKeyring {
  readonly #patience: Patience;
  readonly #waits = new Map<symbol, KeyringWait>();
  #shown: KeyringWait | null = null;
  readonly #readings = new Set<() => void>();

  constructor(keyring: Keyring, patience: Patience) {
    super(keyring);
    this.#patience = patience;
  }

  protected async ask<T>(
    question: (asking: KeyringAsking) => Promise<T>,
    asking: KeyringAsking,
    kind: QuestionKind,
  ): Promise<T> {
    const limitMs = this.#patience.limitMs(kind);
    const mayPrompt = (asking.mayPrompt ?? true) && this.#patience.mayPrompt();
    const limit = new AbortController();
    const abort = (): void => limit.abort();
    if (kind === 'reading') this.#readings.add(abort);
    const id = Symbol();
    let wait: KeyringWait = 'answer';
    const timers = [
      setTimeout(abort, limitMs),
      setTimeout(() => {
        this.#waits.set(id, wait);
        this.#show();
      }, keyringWaits.untilShownMs),
    ];
    const signal = AbortSignal.any([limit.signal, ...(asking.signal ? [asking.signal] : [])]);
    const onPrompt = (): void => {
      wait = 'unlock';
      if (this.#waits.has(id)) this.#waits.set(id, wait);
      this.#show();
      asking.onPrompt?.();
    };
    // A keyring may ignore the signal.
    const over = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () =>
        setTimeout(
          () => reject(new KeyringError(wait === 'unlock' ? 'prompt-unanswered' : 'timed-out', '')),
          keyringWaits.untilLeftMs,
        ).unref(),
      );
    });
    try {
      const answer = question({ ...asking, signal, mayPrompt, onPrompt });
      return await Promise.race([answer, over]);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.#readings.delete(abort);
      this.#waits.delete(id);
      this.#show();
    }
  }

  /** Ends the questions that only read, and takes their prompts back. */
  endReading(): void {
    for (const end of [...this.#readings]) end();
  }

  /** The wait that asks something of the person wins. */
  #show(): void {
    const waits = [...this.#waits.values()];
    const wait = waits.includes('unlock') ? 'unlock' : (waits[0] ?? null);
    if (wait === this.#shown) return;
    this.#shown = wait;
    this.#patience.onWait(wait);
  }
}

/** How long a keyring is waited for: milliseconds for each question, prompts included. */
export const keyringWaits = {
  /** Until the person is shown what is waited for. */
  untilShownMs: 1_000,
  /** Commands that only tell: status, doctor, token, policy and the like. */
  tellingMs: 20_000,
  /** Commands and clicks that change something: a person may have to find a password. */
  changingMs: 120_000,
  appReadingMs: 60_000,
  firstLookMs: 1_500,
  lookMs: 2_000,
  /** Until a keyring that ignores the end of a question is abandoned. */
  untilLeftMs: 500,
  questionMs: 120_000,
} as const;
