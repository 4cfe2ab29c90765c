import type { StartAtLogin } from '../../shared/app-state.ts';
import type { Setting } from '../policy/config-document.ts';
import type { LoginItemState } from './login-item.ts';

/** What the operating system said last; `unknown` where it could not be asked. */
export type KnownState = LoginItemState | 'unknown';

/**
 * What has to be asked of the operating system, null for nothing. The rule goes before
 * the wish of a person, which is null where nobody has just used the switch: without a
 * rule and a wish nothing is changed.
 */
export function planned(
  rule: Setting<boolean>,
  state: KnownState,
  wish: boolean | null,
): boolean | null {
  switch (rule.kind) {
    // Neither what the rule wants is known, nor that there is none.
    case 'unknown':
      return null;
    case 'unset':
      return wish;
    case 'set':
      return isMet(rule.value, state) ? null : rule.value;
  }
}

/** Whether the operating system has done its part; what the person has to allow is theirs. */
export function isMet(startAtLogin: boolean, state: KnownState): boolean {
  return startAtLogin ? state === 'on' || state === 'requiresApproval' : state === 'off';
}

/** What the window shows. @param problem why the state is not what it ought to be, else null. */
export function shown(
  rule: Setting<boolean>,
  state: KnownState,
  problem: string | null,
): StartAtLogin {
  return { kind: 'known', state, lock: rule.kind === 'unset' ? null : rule, problem };
}
