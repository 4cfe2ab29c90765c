import { ada, type IssuerAccount } from '../../electron/testing/issuer/accounts.ts';
import { memoryKeyring } from '../../electron/testing/memory-keyring.ts';
import { openRealCore } from '../../electron/testing/real-core.ts';
import { grantOf } from '../torture/accounts/grant.ts';
import type { BenchHome } from './bench-home.ts';

export interface Place {
  readonly env: Readonly<Record<string, string>>;
}

/** Saves accounts beside that of Ada, so that there are `count`. */
export async function accountsIn({ env, issuer }: BenchHome, count: number): Promise<Place> {
  const keyring = memoryKeyring();
  const core = await openRealCore(env, { keyring });
  // The commands reach no keyring here.
  await core.accounts.commands.choosePlainFiles(true);
  for (let number = 1; number < count; number += 1) {
    const outcome = await core.accounts.commands.keepForLater(
      await grantOf(issuer, personOf(number)),
    );
    if (outcome.kind !== 'done') throw new Error(outcome.message);
  }
  return { env };
}

function personOf(number: number): IssuerAccount {
  const email = `person-${number}@example.com`;
  return { ...ada, email, userId: `user-${number}`, workspaceId: `workspace-${number}` };
}
