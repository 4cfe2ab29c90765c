import type { PolicyAccount } from '../policy.ts';

/** How far the workspace of an account is proven; null where there is nothing to prove. */
export function evidenceText({
  evidence,
  evidenceMessage,
}: Pick<PolicyAccount, 'evidence' | 'evidenceMessage'>): string | null {
  if (evidence === 'none') return null;
  if (evidence === 'verified') return 'Workspace verified by a key of the sign-in service.';
  const said = evidence === 'pending' ? 'and not verified yet' : 'but not verified';
  return evidenceMessage === null
    ? `Workspace read, ${said}.`
    : `Workspace read, ${said}: ${evidenceMessage}.`;
}
