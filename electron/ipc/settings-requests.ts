import { AppFailure } from '../base/app-failure.ts';
import type { StartAtLoginOwner } from '../login-item/start-at-login.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';
import { requireRule } from '../sign-in/rule-check.ts';

/**
 * The setting of the app that the window changes.
 *
 * @throws {AppFailure} `forbidden-by-rule`, `rules-unknown`, or `bad-request` where it is not
 * available.
 */
export function requestStartAtLogin(
  startAtLogin: Pick<StartAtLoginOwner, 'get' | 'wish'>,
  mayStartAtLogin: RuleAnswer,
  isWanted: boolean,
): void {
  requireRule(mayStartAtLogin);
  const state = startAtLogin.get();
  if (state.kind === 'unavailable') throw new AppFailure('bad-request', state.reason);
  void startAtLogin.wish(isWanted);
}
