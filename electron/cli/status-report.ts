import type { AccountState } from '../../shared/app-state.ts';
import type { TokenOverride } from '../auth/endpoints.ts';
import type { KeptSignIn } from '../../shared/kept-sign-ins.ts';
import type { StoreMode } from '../auth/credential-store.ts';
import type { Verdict } from '../policy/verdict.ts';
import { keptOutput } from './kept-command.ts';
import type { StatusReport } from './json-outputs.ts';
import { exitCodeOfRefusal, exitCodes, isStoreFailure, type ExitCode } from './exit-codes.ts';

/** What a person should know of besides the sign-in itself. */
export interface BesideTheSignIn {
  readonly tokenOverrides: readonly TokenOverride[];
  readonly kept: readonly KeptSignIn[];
}

/** The report of an account as the window would show it. */
export function statusReport(
  account: AccountState,
  verdict: Verdict,
  store: { readonly mode: StoreMode; readonly location: string },
  { tokenOverrides, kept }: BesideTheSignIn,
): StatusReport {
  return {
    schema: 1,
    schemaVersion: 1,
    ...signInPart(account),
    store: { mode: store.mode, location: store.location },
    restrictions: {
      verdict: verdict.kind,
      message: verdict.kind === 'allowed' ? null : verdict.message,
    },
    problem: account.kind === 'loading' || account.kind === 'signedOut' ? null : account.problem,
    tokenOverrides: [...tokenOverrides],
    kept: kept.map(keptOutput),
  };
}

/**
 * An unreadable store, or what cannot be judged, comes before a violated rule, and that
 * before being signed in or not.
 */
export function exitCodeOfStatus(report: StatusReport): ExitCode {
  if (report.problem && isStoreFailure(report.problem.code)) return exitCodes.storeFailure;
  const { verdict } = report.restrictions;
  if (verdict !== 'allowed') return exitCodeOfRefusal(verdict);
  return report.signedIn ? exitCodes.done : exitCodes.notSignedIn;
}

type SignInPart = Pick<StatusReport, 'signedIn' | 'method' | 'source' | 'account' | 'token'>;

function signInPart(account: AccountState): SignInPart {
  switch (account.kind) {
    case 'loading':
    case 'signedOut':
    case 'unusable':
      return { signedIn: false, method: null, source: null, account: null, token: null };
    case 'apiKey': {
      const { source } = account;
      return { signedIn: true, method: 'apiKey', source, account: null, token: null };
    }
    case 'chatgpt': {
      const { email, plan, planRaw, workspaceId, accountId, userId } = account.account;
      return {
        signedIn: true,
        method: 'chatgpt',
        source: account.source,
        account: { email, plan, planRaw, workspaceId, accountId, userId },
        token: {
          expiresAt: toIso(account.token.expiresAt),
          lastRefresh: toIso(account.token.lastRefresh),
          stale: account.token.stale,
        },
      };
    }
  }
}

function toIso(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
