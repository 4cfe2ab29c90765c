import { isKeyringProblem, type KeyringProblemCode } from '../../shared/keyring-problem.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import { errorTrace } from '../base/error-trace.ts';
import type { Delay, Log } from '../ports.ts';

export interface KeyringReturnParts {
  readonly session: Pick<AuthSession, 'get' | 'onChange'>;
  /** See `KeyringState.mark`; cheap, and shows no prompt. */
  readonly mark: () => Promise<string>;
  readonly reload: () => Promise<void>;
  readonly delay: Delay;
  readonly log: Log;
}

/** Between two looks at a keyring that hides the sign-in; the last one repeats. */
const looksMs = [1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** These pass with no visible change. */
const passing: readonly KeyringProblemCode[] = [
  'keyring-timed-out',
  'keyring-refused',
  'keyring-failed',
];

/** OWNER of noticing that a keyring, which reports nothing, may show a hidden sign-in again. */
export class KeyringReturn {
  readonly #parts: KeyringReturnParts;
  readonly #stopping = new AbortController();
  #stopListening: (() => void) | null = null;
  #looking: Promise<void> | null = null;
  #isStarted = false;

  constructor(parts: KeyringReturnParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#stopListening = this.#parts.session.onChange(() => this.#lookWhileHidden());
    this.#lookWhileHidden();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#stopListening?.();
    await this.#looking;
  }

  #lookWhileHidden(): void {
    if (this.#stopping.signal.aborted || this.#problem() === null) return;
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
  }

  async #look(): Promise<void> {
    const { delay, mark, reload, log } = this.#parts;
    const { signal } = this.#stopping;
    // The first time at once: so far it may have been asked without a prompt.
    let seen = this.#isStarted ? await mark() : null;
    this.#isStarted = true;
    for (let look = 0; !signal.aborted; look += 1) {
      const waitMs = seen === null ? 0 : (looksMs[Math.min(look, looksMs.length - 1)] ?? 0);
      // It rejects only when all is being stopped.
      await delay(waitMs, signal).catch(() => undefined);
      const problem = this.#problem();
      if (signal.aborted || problem === null) return;
      const now = await mark();
      if (now === seen && !passing.includes(problem)) continue;
      seen = now;
      await reload().catch((error: unknown) => {
        log.error('keyring-return.unexpected-error', errorTrace(error));
      });
    }
  }

  #problem(): KeyringProblemCode | null {
    const held = this.#parts.session.get();
    if (held.kind !== 'unusable') return null;
    return isKeyringProblem(held.problem.code) ? held.problem.code : null;
  }
}
