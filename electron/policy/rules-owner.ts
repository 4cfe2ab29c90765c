import { SerialQueue } from '../base/serial-queue.ts';
import { settledRead } from '../base/settled-read.ts';
import { Listeners } from '../base/listeners.ts';
import type { Delay, Now } from '../ports.ts';
import type { CodexConfig } from './codex-config.ts';
import type { KnownRules } from './login-rules.ts';

/** The settings of this machine as they were last read. */
export class RulesOwner {
  readonly #read: () => Promise<CodexConfig>;
  readonly #now: Now;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #settings: CodexConfig;
  #readAt: number;

  private constructor(read: () => Promise<CodexConfig>, now: Now, settings: CodexConfig) {
    this.#read = read;
    this.#now = now;
    this.#settings = settings;
    this.#readAt = now();
  }

  static async open(read: () => Promise<CodexConfig>, now: Now): Promise<RulesOwner> {
    return new RulesOwner(read, now, await read());
  }

  get(): CodexConfig {
    return this.#settings;
  }

  /** In milliseconds since the epoch. */
  readAt(): number {
    return this.#readAt;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Reads all files again and returns the rules as they are now. */
  reload(): Promise<KnownRules> {
    // One after the other, so that the last reading is the one held.
    return this.#queue.run(async () => {
      this.#settings = await this.#read();
      this.#readAt = this.#now();
      this.#listeners.tell();
      return this.#settings.rules;
    });
  }
}

/** In all half a second, in which new sign-ins are blocked and nothing is removed. */
export const unknownWaitsMs: readonly number[] = [50, 100, 150, 200];

/** The Codex config, read again when it stops being understood: a file may be half-written. */
export function rereadConfig(
  read: () => Promise<CodexConfig>,
  delay: Delay,
): () => Promise<CodexConfig> {
  let wereUnknown = false;
  return async () => {
    const waitsMs = (found: CodexConfig): readonly number[] =>
      isUnknown(found) && !wereUnknown ? unknownWaitsMs : [];
    const settings = await settledRead({ read, waitsMs, delay });
    wereUnknown = isUnknown(settings);
    return settings;
  };
}

function isUnknown({ rules, storeMode, encryptedStore }: CodexConfig): boolean {
  return [rules, storeMode, encryptedStore].some(({ kind }) => kind === 'unknown');
}
