import type { SwitchState } from '../../shared/switches.ts';

/**
 * Why a person cannot use a switch, and whether a rule is why; else null. `organization` manages
 * this machine; null where nobody is named.
 */
export function switchLock(state: SwitchState, organization: string | null) {
  if (state.kind === 'unavailable') return { text: state.reason, isRule: false };
  const { lock } = state;
  if (lock === null) return null;
  const whose = organization ?? 'your organisation';
  const text =
    lock.kind === 'set'
      ? `Set by ${whose} (${lock.source}): always ${lock.value ? 'on' : 'off'}.`
      : `The rule of ${whose} is not known: ${lock.source} cannot be used (${lock.message}).`;
  return { text, isRule: true };
}
