import { settings, stateOfValue, valueSchemaOf, type SettingState } from '../../shared/settings.ts';
import type { ShownUsage } from '../../shared/usage.ts';
import { Listeners } from '../base/listeners.ts';
import { usageChangesAt, usageShown } from '../codex-server/usage-shown.ts';
import type { UsageLimits } from '../codex-server/usage-limits.ts';
import type { Decided } from '../policy/config-document.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { Delay, Now } from '../ports.ts';
import { notRemembered } from '../settings/remembered-settings.ts';
import type { SettingsFile } from '../settings/settings-file.ts';

export interface ShowUsageLimitsParts {
  readonly file: SettingsFile;
  readonly usage: Pick<UsageLimits, 'get' | 'isAsking' | 'load' | 'look' | 'forget' | 'onChange'>;
  readonly rules: Pick<RulesOwner, 'get' | 'onChange'>;
  readonly now: Now;
  readonly delay: Delay;
}

const { key } = settings.showUsageLimits;

/** OWNER of whether the app shows usage limits: where a person wants it, unless a rule forbids it. */
export class ShowUsageLimits {
  readonly #parts: ShowUsageLimitsParts;
  readonly #listeners = new Listeners();
  #isOn: boolean;
  #failure: string | null = null;
  #waiting = new AbortController();

  constructor(parts: ShowUsageLimitsParts) {
    this.#parts = parts;
    const { data } = valueSchemaOf('showUsageLimits').safeParse(parts.file.load()[key]);
    this.#isOn = data === undefined ? settings.showUsageLimits.default : data === true;
    parts.rules.onChange(() => {
      if (!this.#isShown()) void parts.usage.forget();
      this.#listeners.tell();
    });
    parts.usage.onChange(() => this.#changed());
    void parts.usage.load();
  }

  get(): SettingState {
    const rule = this.#rule();
    const isForbidden = rule.kind === 'set' && !rule.value;
    // A rule that allows it leaves the choice to the person.
    const lock = isForbidden || rule.kind === 'unknown' ? rule : null;
    const state = stateOfValue(this.#isOn && lock === null);
    const problem = this.#failure === null ? null : notRemembered(this.#failure);
    return { kind: 'known', state, lock, problem };
  }

  /** What is shown; null for nothing. */
  shown(): (ShownUsage & { readonly isAsking: boolean }) | null {
    if (!this.#isShown()) return null;
    const { usage, now } = this.#parts;
    return { ...usageShown(usage.get(), now()), isAsking: usage.isAsking() };
  }

  /** Somebody looks. Reads them where that is due. */
  async look(): Promise<void> {
    if (this.#isShown()) await this.#parts.usage.look();
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  async wish(value: boolean | string): Promise<void> {
    const isOn = value === true;
    this.#isOn = isOn;
    this.#failure = this.#parts.file.save({ [key]: isOn });
    this.#listeners.tell();
    if (!isOn) await this.#parts.usage.forget();
  }

  stop(): void {
    this.#waiting.abort();
  }

  #changed(): void {
    this.#waitForReset();
    this.#listeners.tell();
  }

  /** What was read stops to count by itself. */
  #waitForReset(): void {
    this.#waiting.abort();
    this.#waiting = new AbortController();
    const { usage, now, delay } = this.#parts;
    const at = usageChangesAt(usage.get(), now());
    if (at === null) return;
    void delay(Math.min(at - now(), longestTimerMs), this.#waiting.signal).then(
      () => this.#changed(),
      () => undefined,
    );
  }

  #isShown(): boolean {
    const state = this.get();
    return state.kind === 'known' && state.state === 'on';
  }

  #rule() {
    const { gatehouse } = this.#parts.rules.get();
    const { 'gatehouse.allow_usage_limits': rule }: Decided<'usageLimits'> = gatehouse;
    return rule;
  }
}

/** Node takes no longer timers than some 24 days. */
const longestTimerMs = 24 * 60 * 60 * 1000;
