import { errorTrace } from '../error-trace.ts';
import type { Delay, Log } from '../ports.ts';

export interface OutsideChangesParts {
  /** Tells from now on when a file that matters was changed. */
  readonly watch: (onChange: () => void) => { close(): void };
  /** Reads everything again. It must not write or ask anybody because of what it did not find new. */
  readonly look: () => Promise<void>;
  readonly delay: Delay;
  readonly log: Log;
}

/** A keyring tells nobody that it was changed. */
export const lookIntervalMs = 5 * 60 * 1000;

/**
 * OWNER of noticing what other programs do to the sign-in and its rules: at once
 * where they change a file, and now and then for the rest. One look at a time; a
 * change during a look is followed by another look.
 */
export class OutsideChanges {
  readonly #parts: OutsideChangesParts;
  readonly #stopping = new AbortController();
  #watching: { close(): void } | null = null;
  #looking: Promise<void> | null = null;
  #hasChangedAgain = false;

  constructor(parts: OutsideChangesParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#watching ??= this.#parts.watch(() => this.#notice());
    void this.#lookNowAndThen();
  }

  /** Resolves when nothing is looked at any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#watching?.close();
    await this.#looking;
  }

  #notice(): void {
    if (this.#stopping.signal.aborted) return;
    this.#hasChangedAgain = true;
    this.#looking ??= this.#lookUntilQuiet().finally(() => {
      this.#looking = null;
    });
  }

  async #lookUntilQuiet(): Promise<void> {
    while (this.#hasChangedAgain && !this.#stopping.signal.aborted) {
      this.#hasChangedAgain = false;
      try {
        await this.#parts.look();
      } catch (error) {
        this.#parts.log.error('outside-changes.unexpected-error', errorTrace(error));
      }
    }
  }

  async #lookNowAndThen(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // It rejects only when all is being stopped.
      await this.#parts.delay(lookIntervalMs, signal).catch(() => undefined);
      this.#notice();
    }
  }
}
