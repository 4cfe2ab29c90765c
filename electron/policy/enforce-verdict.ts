import { loginRuleTexts as texts } from '../../shared/texts/login-rules.ts';
import { stopText, type LoadDoubt } from './config-check.ts';
import type { Verdict, Violation } from './verdict.ts';

export type Enforcement =
  | { readonly kind: 'nothing' }
  /** Another sign-in is stored by now, which is to be judged. */
  | { readonly kind: 'changed' }
  /** To be done once the person has read why, or the time for that is up. */
  | { readonly kind: 'announced'; readonly violation: Violation }
  | { readonly kind: 'withheld'; readonly violation: Violation }
  | {
      readonly kind: 'signedOut';
      readonly violation: Violation;
      /** Upstream's sentence, and why the removal failed if it did. */
      readonly message: string;
      readonly removed: boolean;
    };

export interface Removal {
  readonly kind: string;
  /** Whether the credential may be left in a place that was not reached. */
  readonly mayRemain?: boolean;
  readonly unreached?: readonly string[];
}

/**
 * Acts on a verdict: only a violated rule of config.toml removes the stored credential, on this
 * device and without a revocation. Source: codex-rs/core/src/auth.rs `logout_with_message`.
 */
export async function enforceVerdict(
  verdict: Verdict,
  removeStored: () => Promise<Removal>,
): Promise<Exclude<Enforcement, { kind: 'announced' }>> {
  if (verdict.kind !== 'violated' || verdict.remedy !== 'signOut') return { kind: 'nothing' };
  if (verdict.withheld !== null) return { kind: 'withheld', violation: verdict };
  try {
    const outcome = await removeStored();
    if (outcome.kind === 'changed') return { kind: 'changed' };
    const signedOut = { kind: 'signedOut', violation: verdict } as const;
    if (outcome.mayRemain !== true) {
      return { ...signedOut, message: verdict.message, removed: true };
    }
    const left = (outcome.unreached ?? []).join(' ');
    const notReached = texts.removal.notReached({ places: left });
    return { ...signedOut, message: `${verdict.message} ${notReached}`, removed: false };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    const message = texts.removal.failed({ reason: verdict.message, fault });
    return { kind: 'signedOut', violation: verdict, message, removed: false };
  }
}

/** Withholds a removal that Codex is not certain to do, unless something else does already. */
export function withDoubt(verdict: Verdict, doubt: LoadDoubt | null): Verdict {
  if (doubt === null || verdict.kind !== 'violated' || verdict.remedy !== 'signOut') return verdict;
  if (verdict.withheld !== null) return verdict;
  const reason = withoutLoggingOut(verdict.message);
  const said = doubtText(doubt);
  return {
    ...verdict,
    message: `${reason} ${said}`,
    ...(verdict.broken && { broken: { ...verdict.broken, doubt: said } }),
    withheld: doubt,
  };
}

/** Without the CLI's word that it removes the sign-in, where it does not. */
function withoutLoggingOut(message: string): string {
  const loggingOut = ` ${texts.codex.loggingOut()}`;
  return message.endsWith(loggingOut) ? message.slice(0, -loggingOut.length) : message;
}

/** Whether a rule demands a removal that nothing withholds. */
export function asksForRemoval(verdict: Verdict): boolean {
  return verdict.kind === 'violated' && verdict.remedy === 'signOut' && verdict.withheld === null;
}

/** Why a removal does not happen now, and when it will, for people. */
function doubtText(doubt: LoadDoubt): string {
  if (doubt.because === 'unproven') {
    return texts.removal.withDoubt({ message: doubt.message });
  }
  return `${stopText(doubt)} ${texts.removal.afterStop()}`;
}
