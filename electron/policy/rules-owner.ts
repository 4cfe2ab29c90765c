import { SerialQueue } from '../base/serial-queue.ts';
import { Listeners } from '../base/listeners.ts';
import type { Now } from '../ports.ts';
import type { CodexConfig } from './codex-config.ts';
import type { KnownRules } from './login-rules.ts';

/** OWNER of the settings of this machine as they were last read. */
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

  /** When that was, in milliseconds since the epoch. */
  readAt(): number {
    return this.#readAt;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Reads all files again and returns the rules as they are now. */
  reload(): Promise<KnownRules> {
    // One after the other, so that what was read last is what is held.
    return this.#queue.run(async () => {
      this.#settings = await this.#read();
      this.#readAt = this.#now();
      this.#listeners.tell();
      return this.#settings.rules;
    });
  }
}
