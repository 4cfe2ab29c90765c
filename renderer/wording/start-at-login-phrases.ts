import type { StartAtLogin } from '../../shared/app-state.ts';

/** The switch for starting at login, in words. */
export interface StartAtLoginText {
  readonly isOn: boolean;
  /** Whether it cannot be used, be it for a moment only. */
  readonly isDisabled: boolean;
  /** Why it cannot be used, and whether a rule is why; null where nothing is to be said. */
  readonly reason: { readonly text: string; readonly isRule: boolean } | null;
  /** What stands in the way of what is wanted, or what to do about it; else null. */
  readonly problem: { readonly title: string; readonly text: string } | null;
}

/** @param organization who manages this machine, by name; null where nobody is named. */
export function startAtLoginText(
  setting: StartAtLogin,
  organization: string | null,
): StartAtLoginText {
  switch (setting.kind) {
    case 'reading':
      return { isOn: false, isDisabled: true, reason: null, problem: null };
    case 'unavailable': {
      const reason = { text: setting.reason, isRule: false };
      return { isOn: false, isDisabled: true, reason, problem: null };
    }
    case 'known': {
      const { state, lock } = setting;
      return {
        isOn: state === 'on',
        isDisabled: lock !== null,
        reason: lock === null ? null : { text: lockText(lock, organization), isRule: true },
        problem: problemOf(setting),
      };
    }
  }
}

type Known = Extract<StartAtLogin, { kind: 'known' }>;

function lockText(lock: NonNullable<Known['lock']>, organization: string | null): string {
  const { source } = lock;
  const whose = organization ?? 'your organisation';
  return lock.kind === 'set'
    ? `Set by ${whose} (${source}): always ${lock.value ? 'on' : 'off'}.`
    : `The rule of ${whose} is not known: ${source} cannot be used (${lock.message}).`;
}

function problemOf({ state, problem }: Known): StartAtLoginText['problem'] {
  if (problem !== null) {
    return state === 'unknown'
      ? { title: 'It is not known whether Gatehouse starts at login', text: problem }
      : { title: 'It could not be changed', text: problem };
  }
  if (state !== 'requiresApproval') return null;
  return {
    title: 'macOS waits for your approval',
    text: 'Open System Settings > General > Login Items and allow Gatehouse there.',
  };
}
