import { bearerOf, isRefreshable } from '../auth/credential-facts.ts';
import type { Credential } from '../auth/credential.ts';
import { readExpiry } from '../auth/id-token-claims.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import { credentialHelperRule } from '../policy/gatehouse-rules.ts';
import type { Core } from '../core.ts';
import type { Now } from '../ports.ts';
import { exitCodeOfRefusal, exitCodes, isStoreFailure, type ExitCode } from './exit-codes.ts';
import { refreshLasting, type RefreshSurroundings } from './lasting-refresh.ts';

export interface TokenOptions {
  readonly json: boolean;
  /** Print it although a person would see it. */
  readonly show: boolean;
}

interface TokenSurroundings extends RefreshSurroundings {
  readonly now: Now;
}

/** What `gatehouse token --json` prints. */
export interface TokenReport {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** ISO 8601; null for an opaque token. */
  readonly expires_at: string | null;
  readonly account_id: string | null;
}

/**
 * `gatehouse token`: one valid access token on standard output, refreshed first
 * where it is due, so that scripts need not touch refresh tokens. Where it cannot
 * be refreshed now, one that is still valid is given out all the same, and so is one that
 * does not say how long it is valid, with a warning: the Codex CLI (0.171.0) goes on with it
 * as well. A sign-in that the issuer refused for good has no token to give, whoever met that
 * and when.
 */
export async function runToken(
  core: Core,
  surroundings: TokenSurroundings,
  options: TokenOptions,
): Promise<ExitCode> {
  const { terminal } = surroundings;
  if (terminal.stdoutIsTerminal && !options.show) {
    terminal.err(
      'The access token is not printed on a terminal, where it would stay to be read. Send the output to a program, or add --show.',
    );
    return exitCodes.usage;
  }
  const answer = await tokenOf(core, surroundings);
  if (answer.kind === 'refused') {
    terminal.err(answer.message);
    return answer.exitCode;
  }
  if (answer.warning !== null) terminal.err(answer.warning);
  const { token, accountId } = answer;
  const expiresAt = readExpiry(token);
  const report: TokenReport = {
    access_token: token,
    token_type: 'Bearer',
    expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    account_id: accountId,
  };
  terminal.out(options.json ? JSON.stringify(report) : token);
  return exitCodes.done;
}

type Answer =
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly accountId: string | null;
      readonly warning: string | null;
    }
  | { readonly kind: 'refused'; readonly message: string; readonly exitCode: ExitCode };

async function tokenOf(core: Core, surroundings: TokenSurroundings): Promise<Answer> {
  const { session, commands, rules } = core;
  const rule = credentialHelperRule(rules.get());
  if (rule.kind !== 'allowed') return refused(rule.reason, exitCodeOfRefusal(rule.kind));
  const verdict = commands.verdict();
  if (verdict.kind !== 'allowed') return refused(verdict.message, exitCodeOfRefusal(verdict.kind));
  const before = refusalOf(session.get());
  if (before !== null) return before;
  const outcome = await refreshLasting(core, { force: false }, surroundings);
  const failure = outcome.kind === 'failed' ? outcome.failure : null;
  const credential = session.get();
  const final = finalFailure(credential, failure, session.lastFailure());
  if (final !== null) return refused(final.message, exitCodes.permanentFailure);
  const token = bearerOf(credential);
  if (credential.kind !== 'chatgpt' || token === null) {
    return (
      refusalOf(credential) ??
      refused(
        'The stored sign-in lacks last_refresh and cannot be used. Run "gatehouse refresh --force".',
        exitCodes.storeFailure,
      )
    );
  }
  const expiresAt = readExpiry(token);
  if (expiresAt !== null && expiresAt <= surroundings.now()) {
    if (failure !== null) return refused(failure.message, exitCodeOf(failure));
    // After a refresh, a token that seems to have run out came under a clock that is ahead.
    if (!isRefreshable(credential)) return refused(suppliedRanOut, exitCodes.transientFailure);
  }
  commands.tokenGiven();
  const { accountId } = credential.tokens;
  return { kind: 'token', token, accountId, warning: warningOf(failure, expiresAt) };
}

const suppliedRanOut =
  'The access token ran out. The program that supplies it has to renew it: open that program, then try again.';

function warningOf(failure: RefreshFailure | null, expiresAt: number | null): string | null {
  if (failure === null || expiresAt !== null) return failure?.message ?? null;
  return `${failure.message} The token does not say how long it is valid, and may have run out.`;
}

/**
 * The failure that leaves nothing to give out, although a token is there: a refusal that
 * stands, or that another account is stored by now. A sign-in that never had a refresh token
 * was refused by nobody, and is good until its access token runs out.
 */
function finalFailure(
  credential: Credential,
  failure: RefreshFailure | null,
  standing: RefreshFailure | null,
): RefreshFailure | null {
  if (standing !== null) return standing;
  const hasRefreshToken = credential.kind === 'chatgpt' && credential.tokens.refreshToken !== '';
  return failure?.permanent && hasRefreshToken ? failure : null;
}

/** Why a credential has no access token to give; null where it has one. */
function refusalOf(credential: Credential): Answer | null {
  switch (credential.kind) {
    case 'chatgpt':
      return null;
    case 'signedOut':
      return refused('Not signed in. Run "gatehouse login".', exitCodes.notSignedIn);
    case 'apiKey':
      return refused(
        'The sign-in is an API key and has no access token. Sign in with ChatGPT, or use the key itself.',
        exitCodes.notSignedIn,
      );
    case 'unusable': {
      const { code, message } = credential.problem;
      return refused(
        message,
        isStoreFailure(code) ? exitCodes.storeFailure : exitCodes.notSignedIn,
      );
    }
  }
}

function exitCodeOf({ permanent }: RefreshFailure): ExitCode {
  return permanent ? exitCodes.permanentFailure : exitCodes.transientFailure;
}

function refused(message: string, exitCode: ExitCode): Answer {
  return { kind: 'refused', message, exitCode };
}
