import { z } from 'zod';

import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import type { IssuedTokens } from '../auth/auth-record.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import { readIdTokenClaims } from '../auth/id-token-claims.ts';
import { AppFailure } from '../base/app-failure.ts';
import { parseJson } from '../base/json.ts';
import { answerText, misfitText, noAnswerText } from '../auth/service-answer.ts';
import { isSuccess } from '../base/http-answer.ts';
import { HttpError, type Delay, type HttpClient, type HttpResponse } from '../ports.ts';
import { throwIfCancelled } from './sign-in-failure.ts';

export interface ExchangeDeps {
  readonly endpoints: Pick<Endpoints, 'issuer' | 'clientId'>;
  readonly http: HttpClient;
  readonly delay: Delay;
}

export interface AuthorizationCode {
  readonly code: string;
  /** Exactly the address that the code was issued for. */
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

const exchangeTimeoutMs = 30_000;
const apiKeyTimeoutMs = 10_000;

const tokensSchema = z.looseObject({
  id_token: z.string().min(1),
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
});

const apiKeySchema = z.looseObject({ access_token: z.string().min(1) });

/**
 * Exchanges a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). Messages quote only known codes
 * of an answer, which could hold tokens.
 * @throws {AppFailure} `exchange-failed`, `network` or `cancelled`.
 */
export async function exchangeCode(
  deps: ExchangeDeps,
  { code, redirectUri, codeVerifier }: AuthorizationCode,
  signal: AbortSignal,
): Promise<IssuedTokens> {
  const fail = (reason: string) =>
    new AppFailure('exchange-failed', texts.exchangeFailed({ reason }));
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: deps.endpoints.clientId,
    code_verifier: codeVerifier,
  };
  const response = await postOnce(deps, form, signal).catch((error: unknown) => {
    throwIfCancelled(signal);
    if (!(error instanceof HttpError)) throw error;
    throw new AppFailure('network', texts.exchangeFailed({ reason: noAnswerText(error) }));
  });
  if (!isSuccess(response)) throw fail(answerText(response));
  const tokens = tokensSchema.safeParse(parseJson(response.body));
  if (!tokens.success) throw fail(misfitText(tokens.error.issues[0]?.path.join('.')));
  const claims = readIdTokenClaims(tokens.data.id_token);
  if (!claims.ok) throw fail(misfitText('id_token'));
  return {
    idToken: tokens.data.id_token,
    claims: claims.claims,
    accessToken: tokens.data.access_token,
    refreshToken: tokens.data.refresh_token,
    provenance: { issuer: deps.endpoints.issuer, clientId: deps.endpoints.clientId },
  };
}

/** An API key for the ID token (RFC 8693), as codex-rs/login/src/server.rs; null if it fails. */
export async function exchangeForApiKey(
  deps: ExchangeDeps,
  idToken: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_id: deps.endpoints.clientId,
      requested_token: 'openai-api-key',
      subject_token: idToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    };
    const response = await postForm(deps, form, apiKeyTimeoutMs, signal);
    if (!isSuccess(response)) return null;
    return apiKeySchema.safeParse(parseJson(response.body)).data?.access_token ?? null;
  } catch {
    return null;
  }
}

async function postOnce(
  deps: ExchangeDeps,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await postForm(deps, form, exchangeTimeoutMs, signal).catch(
      (error: unknown) => error,
    );
    const waitMs = signal.aborted ? null : waitBeforeNextMs(outcome, attempt);
    if (waitMs !== null) await deps.delay(waitMs, signal);
    else if (isResponse(outcome)) return outcome;
    else throw outcome;
  }
}

const mostAttempts = 4;
const longestWaitMs = 30_000;

/**
 * A code works once. It is sent again only where it was surely not spent: unsent, 429 (RFC 6585
 * section 4), or 503 with `Retry-After` (RFC 9110 section 15.6.4); null for all else.
 */
function waitBeforeNextMs(outcome: unknown, attempt: number): number | null {
  if (attempt >= mostAttempts) return null;
  if (outcome instanceof HttpError) return outcome.isUnsent ? backOffMs(attempt) : null;
  if (!isResponse(outcome)) return null;
  const { status, retryAfterMs } = outcome;
  const isPutOff = status === 429 || (status === 503 && retryAfterMs !== undefined);
  return isPutOff ? Math.min(backOffMs(attempt, retryAfterMs), longestWaitMs) : null;
}

/** From 1 s, doubled with each attempt, but not less than a server asks for; in milliseconds. */
export function backOffMs(attempt: number, retryAfterMs = 0): number {
  return Math.max(retryAfterMs, 1000 * 2 ** (attempt - 1));
}

function isResponse(outcome: unknown): outcome is HttpResponse {
  return typeof outcome === 'object' && outcome !== null && 'status' in outcome;
}

function postForm(
  { endpoints, http }: Pick<ExchangeDeps, 'endpoints' | 'http'>,
  form: Readonly<Record<string, string>>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return http({
    method: 'POST',
    url: `${endpoints.issuer}/oauth/token`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    timeoutMs,
    signal,
  });
}
