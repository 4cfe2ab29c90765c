import type { Now } from '../ports.ts';
import { AskingKeyring } from './asking-keyring.ts';
import {
  KeyringError,
  type Keyring,
  type KeyringAsking,
  type KeyringErrorCode,
} from './keyring.ts';

/** These come of a prompt, or would show one. */
const promptCodes: readonly KeyringErrorCode[] = [
  'locked',
  'prompt-dismissed',
  'prompt-unanswered',
];

/** Before a slow keyring is asked again: after the first time, the second and so on. */
const slowWaitsMs = [2_000, 5_000, 10_000, 20_000] as const;

interface Refusal {
  readonly error: KeyringError;
  /** It ends with another {@link KeyringState.mark}; null where it ends by time. */
  readonly mark: string | null;
  readonly endsAt: number;
}

/**
 * A keyring that is not asked again for what it has just refused, until it was unlocked, restarted
 * or answers, the person asks, or, of a slow one, a while has passed.
 */
export class PromptSparingKeyring extends AskingKeyring {
  readonly #now: Now;
  #refusal: Refusal | null = null;
  #slowTimes = 0;

  constructor(keyring: Keyring, now: Now) {
    super(keyring);
    this.#now = now;
  }

  allowPrompt(): void {
    this.#refusal = null;
  }

  protected async ask<T>(
    question: (asking: KeyringAsking) => Promise<T>,
    asking: KeyringAsking,
  ): Promise<T> {
    if (this.#refusal !== null && (await this.#lasts(this.#refusal))) throw this.#refusal.error;
    this.#refusal = null;
    try {
      const answer = await question(asking);
      this.#slowTimes = 0;
      return answer;
    } catch (error) {
      if (error instanceof KeyringError) await this.#keep(error);
      throw error;
    }
  }

  async #keep(error: KeyringError): Promise<void> {
    if (promptCodes.includes(error.code)) {
      const { mark } = await this.keyring.state();
      this.#refusal = { error, mark, endsAt: Infinity };
    } else if (error.code === 'timed-out') {
      const waitMs = slowWaitsMs[Math.min(this.#slowTimes, slowWaitsMs.length - 1)] ?? 0;
      this.#slowTimes += 1;
      this.#refusal = { error, mark: null, endsAt: this.#now() + waitMs };
    }
  }

  async #lasts({ mark, endsAt }: Refusal): Promise<boolean> {
    if (mark === null) return this.#now() < endsAt;
    return (await this.keyring.state()).mark === mark;
  }
}
