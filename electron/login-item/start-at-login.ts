import type { SettingState } from '../../shared/settings.ts';
import { loginItemTexts as texts } from '../../shared/texts/login-item.ts';
import { SerialQueue } from '../base/serial-queue.ts';
import { errorTrace } from '../base/error-trace.ts';
import { Listeners } from '../base/listeners.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { Decided, Setting } from '../policy/config-document.ts';
import type { Log } from '../ports.ts';
import { LoginItemError, type LoginItem, type LoginItemState } from './login-item.ts';

export type InstalledLoginItem =
  | { readonly kind: 'available'; readonly item: LoginItem }
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface StartAtLoginParts {
  readonly loginItem: InstalledLoginItem;
  readonly rules: Pick<RulesOwner, 'get' | 'onChange'>;
  readonly log: Log;
}

interface Failure {
  readonly asked: boolean;
  readonly message: string;
}

/**
 * OWNER of starting at login: makes the operating system follow the rule, else the wish of a
 * person. It looks again whenever the rules are read, as when the window gets the focus.
 */
export class StartAtLoginOwner {
  readonly #parts: StartAtLoginParts;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #state: KnownState | null = null;
  #unreadable: string | null = null;
  #failure: Failure | null = null;
  #stopListening: () => void = () => undefined;

  constructor(parts: StartAtLoginParts) {
    this.#parts = parts;
  }

  get(): SettingState {
    const { loginItem } = this.#parts;
    if (loginItem.kind === 'unavailable') return loginItem;
    return shown(this.#rule(), this.#state, this.#unreadable ?? this.#failure?.message ?? null);
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  start(): void {
    this.#stopListening = this.#parts.rules.onChange(() => void this.#bringAbout(null));
    void this.#follow();
    void this.#bringAbout(null);
  }

  /** Does what a person wants, unless a rule decides. Never rejects. */
  wish(startAtLogin: boolean | string): Promise<void> {
    return this.#bringAbout(startAtLogin === true);
  }

  /** Resolves when all that has begun so far is done. */
  settled(): Promise<void> {
    return this.#queue.run(() => Promise.resolve());
  }

  /** Ends it; resolves as {@link settled}. */
  stop(): Promise<void> {
    this.#stopListening();
    return this.settled();
  }

  #follow(): Promise<void> {
    const { loginItem, log } = this.#parts;
    if (loginItem.kind === 'unavailable') return Promise.resolve();
    return this.#queue.run(async () => {
      const problem = await this.#messageOf(async () => {
        if (await loginItem.item.follow()) log.info('login-item.followed');
      });
      if (problem !== null) log.warn('login-item.not-followed', { reason: problem });
    });
  }

  #rule(): Setting<boolean> {
    const { gatehouse } = this.#parts.rules.get();
    const { 'gatehouse.start_at_login': rule }: Decided<'startAtLogin'> = gatehouse;
    return rule;
  }

  #bringAbout(wish: boolean | null): Promise<void> {
    const { loginItem } = this.#parts;
    if (loginItem.kind === 'unavailable') return Promise.resolve();
    // One after the other, so that what is read back belongs to what was asked last.
    return this.#queue.run(async () => {
      const before = JSON.stringify(this.get());
      await this.#read(loginItem.item);
      const rule = this.#rule();
      const asked = planned(rule, this.#state ?? 'unknown', wish);
      if (asked !== null)
        await this.#ask(loginItem.item, asked, rule.kind === 'set' ? 'rule' : 'person');
      else if (this.#failure && isMet(this.#failure.asked, this.#state ?? 'unknown')) {
        this.#failure = null;
      }
      if (JSON.stringify(this.get()) === before) return;
      this.#listeners.tell();
    });
  }

  async #ask(item: LoginItem, asked: boolean, by: 'rule' | 'person'): Promise<void> {
    const problem = await this.#messageOf(() => item.set(asked));
    await this.#read(item);
    const state = this.#state ?? 'unknown';
    const message = problem ?? (isMet(asked, state) ? null : notTakenOver(asked));
    const { log } = this.#parts;
    if (message === null) log.info('login-item.set', { startAtLogin: asked, by, state });
    // A rule is tried again at every look, and logged once.
    else if (message !== this.#failure?.message) {
      log.warn('login-item.not-set', { startAtLogin: asked, by, state, reason: message });
    }
    this.#failure = message === null ? null : { asked, message };
  }

  async #read(item: LoginItem): Promise<void> {
    const before = this.#unreadable;
    this.#unreadable = await this.#messageOf(async () => {
      this.#state = await item.read();
    });
    if (this.#unreadable === null) return;
    this.#state = 'unknown';
    if (this.#unreadable !== before) {
      this.#parts.log.warn('login-item.unreadable', { reason: this.#unreadable });
    }
  }

  async #messageOf(work: () => Promise<void>): Promise<string | null> {
    try {
      await work();
      return null;
    } catch (error) {
      if (error instanceof LoginItemError) return error.message;
      this.#parts.log.error('login-item.unexpected-error', errorTrace(error));
      return texts.unexpected();
    }
  }
}

function notTakenOver(asked: boolean): string {
  return asked ? texts.stillOff() : texts.stillOn();
}

/** `unknown` where the operating system could not be asked. */
export type KnownState = LoginItemState | 'unknown';

/** What to ask of the operating system, null for nothing; a rule goes before a person's wish. */
export function planned(
  rule: Setting<boolean>,
  state: KnownState,
  wish: boolean | null,
): boolean | null {
  switch (rule.kind) {
    // There may be a rule, either way.
    case 'unknown':
      return null;
    case 'unset':
      return wish;
    case 'set':
      return isMet(rule.value, state) ? null : rule.value;
  }
}

/** Whether the operating system has done its part; only the person can give an approval. */
export function isMet(startAtLogin: boolean, state: KnownState): boolean {
  return startAtLogin ? state === 'on' || state === 'requiresApproval' : state === 'off';
}

/** What the window shows; the failure is why the state is not as asked for, else null. */
export function shown(
  rule: Setting<boolean>,
  state: KnownState | null,
  failure: string | null,
): SettingState {
  return {
    kind: 'known',
    // It will not start, whatever was asked for.
    state: state === 'requiresApproval' ? 'off' : (state ?? 'reading'),
    lock: rule.kind === 'unset' ? null : rule,
    problem: problemOf(state, failure),
  };
}

function problemOf(state: KnownState | null, failure: string | null) {
  if (failure !== null) {
    return state === 'unknown'
      ? { title: texts.problems.notKnown(), text: failure }
      : { title: texts.problems.notChanged(), text: failure };
  }
  if (state !== 'requiresApproval') return null;
  return { title: texts.problems.approval(), text: texts.problems.approve() };
}
