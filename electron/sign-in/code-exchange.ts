import { z } from 'zod';

import type { IssuedTokens } from '../auth/auth-record.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import { readIdTokenClaims } from '../auth/id-token-claims.ts';
import { parseJson } from '../auth/json.ts';
import { redact } from '../auth/redact.ts';
import { errorCodeOf } from '../auth/refresh-failure.ts';
import { describeStatus, isSuccess } from '../http-answer.ts';
import { HttpError, type HttpClient, type HttpResponse } from '../ports.ts';
import { oneLine } from './one-line.ts';
import { SignInError, throwIfCancelled } from './sign-in-error.ts';

export interface ExchangeDeps {
  readonly endpoints: Pick<Endpoints, 'issuer' | 'clientId'>;
  readonly http: HttpClient;
}

export interface AuthorizationCode {
  readonly code: string;
  /** Exactly the address that the code was issued for. */
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

const exchangeTimeoutMs = 30_000;
/** The key is an extra, so a person should not wait long for it. */
const apiKeyTimeoutMs = 10_000;

const tokensSchema = z.looseObject({
  id_token: z.string().min(1),
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
});

const apiKeySchema = z.looseObject({ access_token: z.string().min(1) });

/**
 * Exchanges an authorization code for tokens (RFC 6749 section 4.1.3, RFC 7636
 * section 4.5).
 *
 * Source: codex-rs/login/src/server.rs `exchange_code_for_tokens`. Unlike there,
 * an answer that is not understood is never quoted, since it could hold tokens.
 *
 * @param failedText how an error message begins, such as "Token exchange failed".
 * @throws {SignInError} `exchange-failed`, `network` or `cancelled`.
 */
export async function exchangeCode(
  deps: ExchangeDeps,
  { code, redirectUri, codeVerifier }: AuthorizationCode,
  failedText: string,
  signal: AbortSignal,
): Promise<IssuedTokens> {
  const fail = (reason: string) => new SignInError('exchange-failed', `${failedText}: ${reason}`);
  const response = await postForm(
    deps,
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: deps.endpoints.clientId,
      code_verifier: codeVerifier,
    },
    exchangeTimeoutMs,
    signal,
  ).catch((error: unknown) => {
    throwIfCancelled(signal);
    if (!(error instanceof HttpError)) throw error;
    throw new SignInError('network', `${failedText}: ${error.message}`);
  });
  if (!isSuccess(response)) throw fail(describeRefusal(response, [code, codeVerifier]));
  const tokens = tokensSchema.safeParse(parseJson(response.body));
  if (!tokens.success) throw fail(describeMisfit(tokens.error));
  const claims = readIdTokenClaims(tokens.data.id_token);
  if (!claims.ok) throw fail(claims.message);
  return {
    idToken: tokens.data.id_token,
    claims: claims.claims,
    accessToken: tokens.data.access_token,
    refreshToken: tokens.data.refresh_token,
    provenance: { issuer: deps.endpoints.issuer, clientId: deps.endpoints.clientId },
  };
}

/**
 * Asks for an API key that belongs to the ID token (RFC 8693). Best effort, as
 * it is upstream: null whatever goes wrong.
 *
 * Source: codex-rs/login/src/server.rs `obtain_api_key`.
 */
export async function exchangeForApiKey(
  deps: ExchangeDeps,
  idToken: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const response = await postForm(
      deps,
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        client_id: deps.endpoints.clientId,
        requested_token: 'openai-api-key',
        subject_token: idToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      },
      apiKeyTimeoutMs,
      signal,
    );
    if (!isSuccess(response)) return null;
    return apiKeySchema.safeParse(parseJson(response.body)).data?.access_token ?? null;
  } catch {
    return null;
  }
}

function postForm(
  { endpoints, http }: ExchangeDeps,
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

/** Upstream's sentence. What was sent is taken out, should the endpoint echo it. */
function describeRefusal(response: HttpResponse, sent: readonly string[]): string {
  const status = `token endpoint returned ${describeStatus(response)}`;
  const detail = readErrorDetail(response.body);
  return detail === null ? status : `${status}: ${oneLine(redact(detail, sent))}`;
}

const describedError = z.looseObject({ error_description: z.string().min(1) });
const errorWithMessage = z.looseObject({
  error: z.looseObject({ message: z.string().min(1) }),
});

/** `error_description`, else `error.message`, else the error code; null where there is none. */
function readErrorDetail(body: string): string | null {
  const json = parseJson(body);
  return (
    describedError.safeParse(json).data?.error_description ??
    errorWithMessage.safeParse(json).data?.error.message ??
    errorCodeOf(body)
  );
}

function describeMisfit(error: z.ZodError): string {
  const member = error.issues[0]?.path.join('.') ?? '';
  return member === ''
    ? 'the answer of the token endpoint is not a JSON object'
    : `the answer of the token endpoint has no usable ${member}`;
}
