import { SerialQueue } from '../auth/serial-queue.ts';
import { Listeners } from '../listeners.ts';
import type { Settings } from './settings.ts';
import type { KnownRules } from './login-rules.ts';

/** OWNER of the settings of this machine as they were last read. */
export class RulesOwner {
  readonly #read: () => Promise<Settings>;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #settings: Settings;

  private constructor(read: () => Promise<Settings>, settings: Settings) {
    this.#read = read;
    this.#settings = settings;
  }

  static async open(read: () => Promise<Settings>): Promise<RulesOwner> {
    return new RulesOwner(read, await read());
  }

  get(): Settings {
    return this.#settings;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Reads all files again and returns the rules as they are now. */
  reload(): Promise<KnownRules> {
    // One after the other, so that what was read last is what is held.
    return this.#queue.run(async () => {
      this.#settings = await this.#read();
      this.#listeners.tell();
      return this.#settings.rules;
    });
  }
}
