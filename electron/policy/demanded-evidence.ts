import type { AuthSession } from '../auth/auth-session.ts';
import type { WorkspaceEvidence } from './key-set.ts';
import type { RulesOwner } from './rules-owner.ts';

interface Parts {
  readonly rules: Pick<RulesOwner, 'get' | 'onChange'>;
  readonly session: Pick<AuthSession, 'get' | 'onChange'>;
  readonly evidence: Pick<WorkspaceEvidence, 'look'>;
}

/**
 * Has the sign-in verified now, and after every change, while a rule demands that.
 * Without such a rule the issuer is asked for nothing.
 *
 * @returns a promise that resolves when it was verified, or not, for the first time.
 */
export async function verifyWhereDemanded({ rules, session, evidence }: Parts): Promise<void> {
  const look = async (): Promise<void> => {
    const known = rules.get().rules;
    if (known.kind === 'unknown' || known.rules.requireVerified === null) return;
    await evidence.look(session.get());
  };
  await look();
  rules.onChange(() => void look());
  session.onChange(() => void look());
}
