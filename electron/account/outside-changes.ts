import { errorTrace } from '../base/error-trace.ts';
import type { Delay, Log } from '../ports.ts';
import { managedPreferencePrefix } from '../policy/layers.ts';
import type { SettingsPlaces } from '../policy/codex-config.ts';

export interface OutsideChangesParts {
  readonly watch: (onChange: () => void) => { close(): void };
  /** Reads everything again. It must not write or send a request where it finds nothing new. */
  readonly look: () => Promise<void>;
  /** For a `gatehouse` command that recorded something, on the same terms. */
  readonly lookAfterCommand: () => Promise<void>;
  readonly delay: Delay;
  readonly log: Log;
}

/** A keyring reports no change, but a `gatehouse` command records what it does. */
export const lookIntervalMs = 5 * 60 * 1000;

type Changed = 'record' | 'anything' | null;

/**
 * OWNER of noticing what other programs do to the sign-in and its rules: at once where they change
 * a file or record it, else now and then. One look at a time.
 */
export class OutsideChanges {
  readonly #parts: OutsideChangesParts;
  readonly #stopping = new AbortController();
  #watching: { close(): void } | null = null;
  #looking: Promise<void> | null = null;
  #changed: Changed = null;

  constructor(parts: OutsideChangesParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#watching ??= this.#parts.watch(() => this.#notice('anything'));
    void this.#lookNowAndThen();
  }

  noticeRecord(): void {
    this.#notice('record');
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#watching?.close();
    await this.#looking;
  }

  #notice(changed: NonNullable<Changed>): void {
    if (this.#stopping.signal.aborted) return;
    if (this.#changed !== 'anything') this.#changed = changed;
    this.#looking ??= this.#lookUntilQuiet();
  }

  async #lookUntilQuiet(): Promise<void> {
    const { look, lookAfterCommand, log } = this.#parts;
    while (this.#changed !== null && !this.#stopping.signal.aborted) {
      const changed = this.#changed;
      this.#changed = null;
      try {
        await (changed === 'record' ? lookAfterCommand() : look());
      } catch (error) {
        log.error('outside-changes.unexpected-error', errorTrace(error));
      }
    }
    this.#looking = null;
  }

  async #lookNowAndThen(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // It rejects only when all is being stopped.
      await this.#parts.delay(lookIntervalMs, signal).catch(() => undefined);
      this.#notice('anything');
    }
  }
}

export function watchedFiles(codexHome: string, settings: SettingsPlaces): readonly string[] {
  const places = [...settings.layers, ...settings.ignored].map(({ place }) => place);
  return [
    `${codexHome}/auth.json`,
    `${codexHome}/auth.json.refresh-refusal`,
    `${codexHome}/secrets/codex_auth.age`,
    settings.dotenv,
    ...places.filter((place) => !place.startsWith(managedPreferencePrefix)),
    settings.cloudCache,
  ];
}
