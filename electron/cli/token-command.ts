import { tokenCommandTexts as texts } from '../../shared/texts/command-line/token.ts';
import { usageTexts } from '../../shared/texts/command-line/usage.ts';
import { credentialSentences } from '../../shared/wording/codex-credentials.ts';
import { bearerOf, isRefreshable } from '../auth/credential-facts.ts';
import { resolveCredential, type Credential } from '../auth/credential.ts';
import { readExpiry } from '../auth/id-token-claims.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import type { RefreshOptions } from '../auth/token-refresh.ts';
import { recoverUnauthorized, type RecoveryOutcome } from '../auth/unauthorized-recovery.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import { verdictText } from '../policy/violation-text.ts';
import type { Core } from '../core.ts';
import type { Now } from '../ports.ts';
import { withAccount } from './accounts-command.ts';
import type { Behaviour } from './command.ts';
import {
  exitCodeOfAccounts,
  exitCodeOfRefresh,
  exitCodeOfRefusal,
  exitCodes,
  isStoreFailure,
  type ExitCode,
} from './exit-codes.ts';
import { isoTime, printJson } from './json-outputs.ts';
import { notSignedIn } from './not-signed-in.ts';
import { tokenOutputSchema, type TokenReport } from './token-schema.ts';
import { refreshLasting, type RefreshDeps } from './refresh-command.ts';
import { readPipedInput } from './terminal.ts';

export const tokenCommand: Behaviour<TokenOptions> = {
  output: () => tokenOutputSchema,
  run: (context, options) => runToken(context.core, context, options),
};

export interface TokenOptions {
  readonly json: boolean;
  readonly show: boolean;
  readonly refused: boolean;
  readonly looksUp: boolean;
  /** By its name, e-mail or id; null for the one in use. */
  readonly account: string | null;
}

interface TokenDeps extends RefreshDeps {
  readonly now: Now;
  /** Aborted where the command is asked to end. */
  readonly signal: AbortSignal;
  /** Opens another Codex home of the person, by its absolute path. */
  readonly openHome: (codexHome: string) => Promise<Core>;
}

/**
 * `gatehouse token`: one valid access token on standard output, refreshed where it is due. Where
 * that fails for now, one that is still valid, or does not say how long (as the Codex CLI
 * 0.171.0 uses it), is printed with a warning. A sign-in that was refused for good has none.
 *
 * With `refused`, the token on standard input got a 401: the stored one is printed where it is
 * another one of the same account, else a refreshed one, else the reason why there is none.
 */
export async function runToken(
  core: Core,
  deps: TokenDeps,
  options: TokenOptions,
): Promise<ExitCode> {
  const { terminal } = deps;
  if (terminal.stdoutIsTerminal && !options.show) {
    terminal.err(usageTexts.token.onTerminal());
    return exitCodes.usage;
  }
  const input = options.refused ? await readUnauthorized(deps) : null;
  const answer =
    input?.kind === 'failed'
      ? input
      : options.account === null
        ? await tokenOf(core, deps, input?.token ?? null, options.looksUp)
        : await tokenOfAccount(core, deps, options.account);
  if (answer.kind === 'failed') {
    terminal.err(answer.message);
    return answer.exitCode;
  }
  if (answer.warning !== null) terminal.err(answer.warning);
  // What Codex here uses is another matter than the account that was asked for.
  const sentences =
    options.account === null ? credentialSentences(core.codexCredentials(), 'terminal') : [];
  for (const sentence of sentences) terminal.err(sentence);
  const { token, accountId } = answer;
  const expiresAt = readExpiry(token);
  const report: TokenReport = {
    schemaVersion: 1,
    access_token: token,
    token_type: 'Bearer',
    expires_at: isoTime(expiresAt),
    account_id: accountId,
  };
  if (options.json) printJson<typeof tokenOutputSchema>(terminal, report);
  else terminal.exact(token);
  return exitCodes.done;
}

type Answer =
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly accountId: string | null;
      readonly warning: string | null;
    }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: ExitCode };

type Failed = Extract<Answer, { kind: 'failed' }>;

/** RFC 6750, section 2.1. */
const bearerToken = /^[A-Za-z0-9\-._~+/]+=*$/;

async function readUnauthorized({
  terminal,
  signal,
}: TokenDeps): Promise<Failed | { readonly kind: 'read'; readonly token: string }> {
  const input = await readPipedInput(terminal, signal);
  switch (input.kind) {
    case 'cancelled':
      return failed(texts.askedToEnd(), exitCodes.notSignedIn);
    case 'unreadable':
      return failed(input.message, exitCodes.usage);
    case 'terminal':
    case 'tooLong':
      return failed(usageTexts.token.refused(), exitCodes.usage);
    case 'text': {
      const token = input.text.trim();
      if (bearerToken.test(token)) return { kind: 'read', token };
      return failed(usageTexts.token.refused(), exitCodes.usage);
    }
  }
}

async function tokenOf(
  core: Core,
  deps: TokenDeps,
  unauthorized: string | null,
  looksUp: boolean,
): Promise<Answer> {
  const { session, commands, rules } = core;
  if (looksUp) {
    const looked = await commands.lookUp();
    if (looked?.kind === 'failed') return failed(looked.message, exitCodes.transientFailure);
    if (looked?.kind === 'refused') return failed(looked.message, exitCodes.permanentFailure);
  }
  // Another program may have stored something else while the pipe was read.
  if (unauthorized !== null) await session.reload();
  const rule = permissionRule('gatehouse.allow_credential_helper', rules.get());
  if (rule.kind !== 'allowed') return failed(rule.reason, exitCodeOfRefusal(rule.kind));
  const verdict = commands.verdict();
  if (verdict.kind !== 'allowed')
    return failed(verdictText(verdict, core.workspaceNames.get()), exitCodeOfRefusal(verdict.kind));
  const before = failureOf(session.get(), core);
  if (before !== null) return before;
  const refresh = (options: RefreshOptions) => refreshLasting(core, options, deps);
  const recovery: RecoveryOutcome =
    unauthorized === null
      ? { kind: 'recovered', refresh: await refresh({ force: false }) }
      : await recoverUnauthorized(unauthorized, session, refresh);
  if (recovery.kind === 'failed') {
    return failed(recovery.failure.message, exitCodeOfRefresh(recovery.failure));
  }
  const failure = recovery.refresh.kind === 'failed' ? recovery.refresh.failure : null;
  const credential = session.get();
  const final = finalFailure(credential, failure, session.lastFailure());
  if (final !== null) return failed(final.message, exitCodes.permanentFailure);
  const token = bearerOf(credential);
  if (credential.kind === 'personalAccessToken') {
    commands.tokenGiven();
    const accountId =
      credential.lookUp?.kind === 'known' ? credential.lookUp.whoami.workspaceId : null;
    return { kind: 'token', token: credential.token, accountId, warning: null };
  }
  if (credential.kind !== 'chatgpt' || token === null) {
    return failureOf(credential, core) ?? failed(texts.lacksLastRefresh(), exitCodes.storeFailure);
  }
  const expiresAt = readExpiry(token);
  if (expiresAt !== null && expiresAt <= deps.now()) {
    if (failure !== null) return failed(failure.message, exitCodeOfRefresh(failure));
    // A refreshed token that seems to have run out shows a clock that is ahead.
    if (!isRefreshable(credential))
      return failed(texts.suppliedRanOut(), exitCodes.transientFailure);
  }
  commands.tokenGiven();
  const { accountId } = credential.tokens;
  return { kind: 'token', token, accountId, warning: warningOf(failure, expiresAt) };
}

/**
 * The access token of an account by name: in use here, as without one; in use in another Codex home,
 * by that home; saved, from its file.
 */
async function tokenOfAccount(core: Core, deps: TokenDeps, text: string): Promise<Answer> {
  const rule = permissionRule('gatehouse.allow_credential_helper', core.rules.get());
  if (rule.kind !== 'allowed') return failed(rule.reason, exitCodeOfRefusal(rule.kind));
  const found = await withAccount(core, text, async (account) => {
    if (account.state.kind === 'inUse') return tokenOf(core, deps, null, false);
    const elsewhere = await tokenOfOtherHome(core, deps, account.id);
    return elsewhere ?? (await tokenOfSaved(core, deps, account.id));
  });
  return 'code' in found ? failed(found.message, exitCodeOfAccounts(found.code)) : found;
}

/** Null where no other home uses it any more. */
async function tokenOfOtherHome(core: Core, deps: TokenDeps, id: string): Promise<Answer | null> {
  for (const home of core.accounts.commands.homesOf(id)) {
    const other = await deps.openHome(home);
    const { accounts } = other.accounts.inHome.view();
    if (!accounts.some((one) => one.id === id && one.state.kind === 'inUse')) continue;
    const found = await core.accounts.commands.redeeming(id, () =>
      tokenOf(other, deps, null, false),
    );
    // The saved file follows what was refreshed.
    await other.accounts.inHome.look();
    return 'code' in found ? failed(found.message, exitCodeOfAccounts(found.code)) : found;
  }
  return null;
}

async function tokenOfSaved(core: Core, deps: TokenDeps, id: string): Promise<Answer> {
  const lent = await core.accounts.commands.lend(id);
  if (lent.kind === 'failed') return failed(lent.message, exitCodeOfAccounts(lent.code));
  const stored = { kind: 'present', record: lent.record, source: 'file' } as const;
  const credential = resolveCredential({ stored, location: texts.savedAccount() });
  const none = failureOf(credential, core);
  if (none !== null) return none;
  const { warning } = lent;
  if (credential.kind === 'personalAccessToken') {
    return { kind: 'token', token: credential.token, accountId: null, warning };
  }
  const token = bearerOf(credential);
  if (credential.kind !== 'chatgpt' || token === null) {
    return failed(texts.savedAccountWithout(), exitCodes.notSignedIn);
  }
  const expiresAt = readExpiry(token);
  if (expiresAt !== null && expiresAt <= deps.now()) {
    return failed(warning ?? texts.suppliedRanOut(), exitCodes.transientFailure);
  }
  return { kind: 'token', token, accountId: credential.tokens.accountId, warning };
}

function warningOf(failure: RefreshFailure | null, expiresAt: number | null): string | null {
  if (failure === null || expiresAt !== null) return failure?.message ?? null;
  return texts.mayHaveRunOut({ failure: failure.message });
}

/**
 * The failure for which a token that is there is not given out. A sign-in without a refresh
 * token is good until its access token runs out.
 */
function finalFailure(
  credential: Credential,
  failure: RefreshFailure | null,
  lasting: RefreshFailure | null,
): RefreshFailure | null {
  if (lasting !== null) return lasting;
  const hasRefreshToken = credential.kind === 'chatgpt' && credential.tokens.refreshToken !== '';
  return failure?.permanent && hasRefreshToken ? failure : null;
}

function failureOf(credential: Credential, core: Core): Answer | null {
  switch (credential.kind) {
    case 'chatgpt':
    case 'personalAccessToken':
      return null;
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return failed(texts.bedrock(), exitCodes.notSignedIn);
    case 'signedOut':
      return failed(notSignedIn(core), exitCodes.notSignedIn);
    case 'apiKey':
      return failed(texts.apiKey(), exitCodes.notSignedIn);
    case 'unusable': {
      const { code, message } = credential.problem;
      const isUnread = isStoreFailure(code);
      return failed(message, isUnread ? exitCodes.storeFailure : exitCodes.notSignedIn);
    }
  }
}

function failed(message: string, exitCode: ExitCode): Failed {
  return { kind: 'failed', message, exitCode };
}
