import { z } from 'zod';

import { refreshTexts as texts } from '../../shared/texts/refreshing.ts';
import { isSuccess } from '../base/http-answer.ts';
import { HttpError, type HttpClient, type HttpErrorCode, type HttpResponse } from '../ports.ts';
import type { RefreshedTokens, TokenData } from './auth-record.ts';
import type { TokenDestination } from './endpoints.ts';
import { parseJson } from '../base/json.ts';
import { errorCodeOf } from './error-codes.ts';
import {
  failureOfRefusal,
  permanentFailure,
  refusalCodes,
  transientFailure,
  type RefreshFailure,
  type RefusalCode,
} from './refresh-failure.ts';
import { answerText, misfitText, noAnswerText } from './service-answer.ts';

// Upstream has no limit; a hanging refresh queued every other request behind it.
const refreshTimeoutMs = 30_000;
// Source: codex-rs/login/src/auth/revoke.rs.
const revokeTimeoutMs = 10_000;

export interface TokenRequestContext {
  readonly http: HttpClient;
  readonly destination: TokenDestination;
  readonly originator: string;
}

export function tokenRequestHeaders(originator: string): Readonly<Record<string, string>> {
  return { 'content-type': 'application/json', originator };
}

const nobodyAnswered = new Set<HttpErrorCode>(['unreachable', 'timed-out']);

export type RefreshAnswer =
  | { readonly kind: 'tokens'; readonly tokens: RefreshedTokens }
  | {
      readonly kind: 'failed';
      readonly failure: RefreshFailure;
      readonly refusedBy?: RefusalCode;
    };

const refreshResponse = z.looseObject({
  id_token: z.string().nullish(),
  access_token: z.string().nullish(),
  refresh_token: z.string().nullish(),
});

/** Redeems a refresh token (RFC 6749 section 6). Never repeated, since it may be spent. */
export async function requestRefresh(
  context: TokenRequestContext,
  refreshToken: string,
): Promise<RefreshAnswer> {
  let response;
  try {
    const body = {
      client_id: context.destination.clientId,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    };
    response = await post(context, body, refreshTimeoutMs);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const reason = nobodyAnswered.has(error.code) ? 'offline' : null;
    return failed(transientFailure(noAnswerText(error), reason));
  }
  if (!isSuccess(response)) {
    const failure = classifyRefreshFailure(response);
    const refusedBy = refusalCodeOf(response);
    return refusedBy === null ? failed(failure) : { kind: 'failed', failure, refusedBy };
  }
  const parsed = refreshResponse.safeParse(parseJson(response.body));
  if (!parsed.success) {
    return failed(transientFailure(texts.failed({ reason: misfitText() })));
  }
  const tokens: RefreshedTokens = {
    idToken: parsed.data.id_token ?? null,
    accessToken: parsed.data.access_token || null,
    refreshToken: parsed.data.refresh_token || null,
  };
  // Upstream notes a refresh for it.
  if (Object.values(tokens).every((token) => token === null)) {
    return failed(transientFailure(texts.failed({ reason: misfitText() })));
  }
  return { kind: 'tokens', tokens };
}

/** Permanent for a refusal code and for 401. The body is not quoted: it may echo the token. */
export function classifyRefreshFailure(response: HttpResponse): RefreshFailure {
  const code = refusalCodeOf(response);
  if (code !== null) return failureOfRefusal(code);
  if (response.status === 401 && couldBeOfIssuer(response.body)) return permanentFailure('other');
  const failure = transientFailure(texts.failed({ reason: answerText(response) }));
  const { retryAfterMs, status } = response;
  return {
    ...failure,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(outageStatuses.has(status) ? { isOutage: true } : {}),
  };
}

/** RFC 9110 section 15.6. */
const outageStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** The page of a proxy or captive portal is neither; upstream takes any 401. */
function couldBeOfIssuer(body: string): boolean {
  return body.trim() === '' || parseJson(body) !== undefined;
}

/** The provider's codes count with any status, `invalid_grant` with 400 or 401 alone. */
function refusalCodeOf({ status, body }: HttpResponse): RefusalCode | null {
  const code = errorCodeOf(body)?.toLowerCase();
  const known = refusalCodes.find((name) => name === code) ?? null;
  return known === 'invalid_grant' && status !== 400 && status !== 401 ? null : known;
}

export type RevokeOutcome =
  | { readonly kind: 'revoked' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly message: string };

/** Revokes a sign-in (RFC 7009). Source: codex-rs/login/src/auth/revoke.rs. */
export async function requestRevocation(
  context: TokenRequestContext,
  tokens: TokenData,
): Promise<RevokeOutcome> {
  const body = revocationBody(context.destination.clientId, tokens);
  if (body === null) return { kind: 'nothing' };
  try {
    const response = await post(context, body, revokeTimeoutMs);
    if (isSuccess(response)) return { kind: 'revoked' };
    return { kind: 'failed', message: answerText(response) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { kind: 'failed', message: noAnswerText(error) };
  }
}

function post(
  { http, destination, originator }: TokenRequestContext,
  body: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<HttpResponse> {
  return http({
    method: 'POST',
    url: destination.url,
    headers: tokenRequestHeaders(originator),
    body: JSON.stringify(body),
    timeoutMs,
  });
}

function revocationBody(clientId: string, tokens: TokenData): Record<string, string> | null {
  if (tokens.refreshToken !== '') {
    return { token: tokens.refreshToken, token_type_hint: 'refresh_token', client_id: clientId };
  }
  if (tokens.accessToken !== '') {
    return { token: tokens.accessToken, token_type_hint: 'access_token' };
  }
  return null;
}

function failed(failure: RefreshFailure): RefreshAnswer {
  return { kind: 'failed', failure };
}
