import type { Verdict, Violation } from './verdict.ts';

export type Enforcement =
  | { readonly kind: 'nothing' }
  /** What is stored is another sign-in by now, which is to be judged. */
  | { readonly kind: 'changed' }
  /** It is to be carried out as soon as the person has read why, or the time for that is up. */
  | { readonly kind: 'announced'; readonly violation: Violation }
  /** Codex would not remove it now, and so it stays. The rule is violated all the same. */
  | { readonly kind: 'withheld'; readonly violation: Violation }
  | {
      readonly kind: 'signedOut';
      readonly violation: Violation;
      /** What to tell the person: upstream's sentence, and why the removal failed if it did. */
      readonly message: string;
      readonly removed: boolean;
    };

/** What became of a removal. */
export interface Removal {
  readonly kind: string;
  /** Whether a place that was not reached may still hold the credential. */
  readonly mayRemain?: boolean;
  readonly unreached?: readonly string[];
}

/**
 * Acts on a verdict: only a violated rule of config.toml removes the stored
 * credential, on this device and without a revocation. Everything else is told
 * and nothing more.
 *
 * Source: codex-rs/core/src/auth.rs `logout_with_message`.
 *
 * @param removeStored rejects where the credential cannot be removed.
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
    return { ...signedOut, message: `${verdict.message} Not reached: ${left}`, removed: false };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${verdict.message}. Failed to remove auth.json: ${reason}`;
    return { kind: 'signedOut', violation: verdict, message, removed: false };
  }
}
