import { errorTrace } from '../base/error-trace.ts';
import type { Delay, Log } from '../ports.ts';
import { managedPreferencePrefix } from '../policy/layers.ts';
import type { SettingsPlaces } from '../policy/codex-config.ts';

export interface OutsideChangesParts {
  /** Tells from now on when a file that matters was changed. */
  readonly watch: (onChange: () => void) => { close(): void };
  /** Reads everything again. It must not write or ask anybody because of what it did not find new. */
  readonly look: () => Promise<void>;
  /** Reads the store alone again where a `gatehouse` command recorded something, on the same terms. */
  readonly lookAfterCommand: () => Promise<void>;
  readonly delay: Delay;
  readonly log: Log;
}

/** A keyring tells nobody that it was changed, but a `gatehouse` command records what it does. */
export const lookIntervalMs = 5 * 60 * 1000;

/** What may have changed since the last look. */
type Changed = 'record' | 'anything' | null;

/**
 * OWNER of noticing what other programs do to the sign-in and its rules: at once
 * where they change a file or record what they did, and now and then for the rest. One look at a time; a
 * change during a look is followed by another look.
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

  /** There may be a new record of what was done with the sign-in, of this program or a command. */
  noticeRecord(): void {
    this.#notice('record');
  }

  /** Resolves when nothing is looked at any more. */
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

/**
 * Files whose change may be another sign-in, what became of one, or another rule.
 *
 * @param codexHome absolute.
 */
export function watchedFiles(codexHome: string, settings: SettingsPlaces): readonly string[] {
  const places = settings.layers.map(({ place }) => place);
  return [
    `${codexHome}/auth.json`,
    `${codexHome}/auth.json.refresh-refusal`,
    `${codexHome}/secrets/codex_auth.age`,
    ...places.filter((place) => !place.startsWith(managedPreferencePrefix)),
  ];
}
