import { codexClientId, knownScopes } from './client.ts';
import { formMediaType, jsonMediaType } from './http-exchange.ts';
import { createPkcePair } from './pkce.ts';

/** The least that a client does; the issuers' own specs speak through it. */
export interface PlainSignIn {
  readonly link: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  readonly state: string;
}

/** A sign-in link as Codex 0.169.0 makes it. A query parameter set to null is left out. */
export function beginSignIn(
  origin: string,
  query: Readonly<Record<string, string | null>> = {},
): PlainSignIn {
  const { codeVerifier, codeChallenge } = createPkcePair();
  const redirectUri = query['redirect_uri'] ?? 'http://127.0.0.1:1455/auth/callback';
  const state = 'state-of-the-plain-client';
  const link = new URL('/oauth/authorize', origin);
  const parameters = {
    response_type: 'code',
    client_id: codexClientId,
    redirect_uri: redirectUri,
    scope: knownScopes.join(' '),
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    id_token_add_organizations: 'true',
    codex_cli_simplified_flow: 'true',
    state,
    originator: 'codex_cli_rs',
    ...query,
  };
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) link.searchParams.set(name, value);
  return { link: link.href, codeVerifier, redirectUri, state };
}

export interface PlainAnswer {
  readonly status: number;
  /** The JSON object of the body. */
  readonly body: Readonly<Record<string, unknown>>;
}

async function answerOf(response: Response): Promise<PlainAnswer> {
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export async function postForm(
  url: string,
  params: Readonly<Record<string, string>>,
): Promise<PlainAnswer> {
  const headers = { 'content-type': formMediaType };
  return answerOf(
    await fetch(url, { method: 'POST', headers, body: new URLSearchParams(params).toString() }),
  );
}

export async function postJson(url: string, value: unknown): Promise<PlainAnswer> {
  const headers = { 'content-type': jsonMediaType };
  return answerOf(await fetch(url, { method: 'POST', headers, body: JSON.stringify(value) }));
}

/** Exchanges the code of a callback URL. */
export function redeem(
  origin: string,
  signIn: PlainSignIn,
  callback: URL,
  changed: Readonly<Record<string, string>> = {},
): Promise<PlainAnswer> {
  return postForm(`${origin}/oauth/token`, {
    grant_type: 'authorization_code',
    client_id: codexClientId,
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: signIn.redirectUri,
    code_verifier: signIn.codeVerifier,
    ...changed,
  });
}

/** JSON, as Codex refreshes. */
export function refreshWith(origin: string, refreshToken: unknown): Promise<PlainAnswer> {
  return postJson(`${origin}/oauth/token`, {
    client_id: codexClientId,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
}
