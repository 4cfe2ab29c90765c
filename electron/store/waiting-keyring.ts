import type { KeyringWait } from '../../shared/keyring-problem.ts';
import { AskingKeyring, type QuestionKind } from './asking-keyring.ts';
import { KeyringError, type Keyring, type KeyringAsking } from './keyring.ts';

export interface Patience {
  /** Milliseconds for a question, prompts included; asked anew for each. */
  readonly limitMs: (kind: QuestionKind) => number;
  /** Whether the person may be prompted; asked anew for each question. */
  readonly mayPrompt: () => boolean;
  /** Told what is waited for once a question takes longer than a moment, and null at its end. */
  readonly onWait: (wait: KeyringWait | null) => void;
}

/** A keyring that is waited for no longer than is good for what is done, and not without a word. */
export class WaitingKeyring extends AskingKeyring {
  readonly #patience: Patience;
  /** What each question that takes long waits for. */
  readonly #waits = new Map<symbol, KeyringWait>();
  #told: KeyringWait | null = null;
  /** Ends each question that changes nothing. */
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
        this.#tell();
      }, keyringWaits.untilToldMs),
    ];
    asking.signal?.addEventListener('abort', abort);
    if (asking.signal?.aborted) abort();
    const onPrompt = (): void => {
      wait = 'unlock';
      if (this.#waits.has(id)) this.#waits.set(id, wait);
      this.#tell();
      asking.onPrompt?.();
    };
    // A keyring that heeds no signal is left behind all the same.
    const over = new Promise<never>((_, reject) => {
      limit.signal.addEventListener('abort', () =>
        setTimeout(
          () => reject(new KeyringError(wait === 'unlock' ? 'prompt-unanswered' : 'timed-out', '')),
          keyringWaits.untilLeftMs,
        ).unref(),
      );
    });
    try {
      const answer = question({ ...asking, signal: limit.signal, mayPrompt, onPrompt });
      return await Promise.race([answer, over]);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      asking.signal?.removeEventListener('abort', abort);
      this.#readings.delete(abort);
      this.#waits.delete(id);
      this.#tell();
    }
  }

  /** Ends the questions of this moment that change nothing, and takes their prompts back. */
  endReading(): void {
    for (const end of [...this.#readings]) end();
  }

  /** What a person has to do comes first. */
  #tell(): void {
    const waits = [...this.#waits.values()];
    const wait = waits.includes('unlock') ? 'unlock' : (waits[0] ?? null);
    if (wait === this.#told) return;
    this.#told = wait;
    this.#patience.onWait(wait);
  }
}

/** For how long a keyring is waited for, in milliseconds: for each question, prompts included. */
export const keyringWaits = {
  /** Until it is said for what is waited. */
  untilToldMs: 1_000,
  /** Commands that only tell: status, doctor, token, policy and the like. */
  tellingMs: 20_000,
  /** Commands and clicks that change something, where a person may have to find a password. */
  changingMs: 120_000,
  /** The app, for what it only reads. */
  appReadingMs: 60_000,
  /** The first look of the app, before there is a window. */
  firstLookMs: 1_500,
  /** A look at the state of the service, which has nothing to decrypt. */
  lookMs: 2_000,
  /** Until a keyring that does not heed the end of a question is left behind. */
  untilLeftMs: 500,
  /** Where nobody has set another limit. */
  questionMs: 120_000,
} as const;
