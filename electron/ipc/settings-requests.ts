import { AppFailure } from '../base/app-failure.ts';
import type { StartAtLoginOwner } from '../login-item/start-at-login.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';
import { requireRule } from '../sign-in/rule-check.ts';

export interface SettingsRequestsParts {
  readonly startAtLogin: Pick<StartAtLoginOwner, 'get' | 'wish'>;
  /** Whether the person may choose; see `startAtLoginRule`. */
  readonly mayStartAtLogin: () => RuleAnswer;
}

/** What a person chooses in the settings, accepted at once or refused. The outcome appears as state. */
export class SettingsRequests {
  readonly #parts: SettingsRequestsParts;

  constructor(parts: SettingsRequestsParts) {
    this.#parts = parts;
  }

  /** @throws {AppFailure} `forbidden-by-rule`, `rules-unknown`, or `bad-request` where it cannot be chosen here */
  startAtLogin(isWanted: boolean): void {
    const { startAtLogin, mayStartAtLogin } = this.#parts;
    requireRule(mayStartAtLogin());
    const state = startAtLogin.get();
    if (state.kind === 'unavailable') throw new AppFailure('bad-request', state.reason);
    void startAtLogin.wish(isWanted);
  }
}
