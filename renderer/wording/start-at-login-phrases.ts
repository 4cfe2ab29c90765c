import type { StartAtLogin } from '../../shared/app-state.ts';

/** The switch for starting at login, in words. */
export interface StartAtLoginText {
  readonly isOn: boolean;
  readonly isDisabled: boolean;
  /** Why it cannot be used, and whether a rule is why. */
  readonly reason: { readonly text: string; readonly isRule: boolean } | null;
  readonly problem: { readonly title: string; readonly text: string } | null;
}

/** `organization` manages this machine; null where nobody is named. */
export function startAtLoginText(
  setting: StartAtLogin,
  organization: string | null,
): StartAtLoginText {
  if (setting.kind !== 'known') {
    const reason = setting.kind === 'reading' ? null : { text: setting.reason, isRule: false };
    return { isOn: false, isDisabled: true, reason, problem: null };
  }
  const { state, lock } = setting;
  return {
    isOn: state === 'on',
    isDisabled: lock !== null,
    reason: lock && { text: lockText(lock, organization), isRule: true },
    problem: problemOf(setting),
  };
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
