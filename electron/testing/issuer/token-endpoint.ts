import { randomBytes } from 'node:crypto';
import { codexClientId } from './client.ts';
import {
  codedError,
  formMediaType,
  jsonMediaType,
  jsonReply,
  oauthError,
  textParam,
} from './http-exchange.ts';
import type { IssuerRequest, Reply } from './http-exchange.ts';
import type { IssuerState } from './issuer-state.ts';
import type { RefreshFamily, RefreshRefusal } from './refresh-families.ts';
import { grantOf } from './request-log.ts';

const refusalMessages: Record<RefreshRefusal, string> = {
  refresh_token_expired: 'Your refresh token has expired. Please sign in again.',
  refresh_token_reused: 'Your refresh token has already been used. Please sign in again.',
  refresh_token_invalidated: 'Your refresh token has been invalidated. Please sign in again.',
};

async function tokenReply(
  state: IssuerState,
  family: RefreshFamily,
  refreshToken: string | undefined,
  nonce?: string,
): Promise<Reply> {
  const { idToken, accessToken, expiresInSeconds } = await state.mint.mint({
    account: family.account,
    clientId: family.clientId,
    scope: family.scope,
    familyId: family.id,
    nonce,
  });
  return jsonReply(200, {
    id_token: idToken,
    access_token: accessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    scope: family.scope,
  });
}

/** RFC 6749 section 4.1.3 with RFC 7636; form-encoded only. */
async function redeemCode(state: IssuerState, request: IssuerRequest): Promise<Reply> {
  const { params } = request;
  const code = textParam(params, 'code');
  const redirectUri = textParam(params, 'redirect_uri');
  const clientId = textParam(params, 'client_id');
  const codeVerifier = textParam(params, 'code_verifier');
  if (codeVerifier !== undefined) state.ledger.remember(codeVerifier);
  if (!code || !redirectUri || !clientId || !codeVerifier)
    return oauthError(
      400,
      'invalid_request',
      'code, redirect_uri, client_id and code_verifier are needed, each once.',
    );
  const redeemed = state.codes.redeem({ code, redirectUri, clientId, codeVerifier }, (grant) =>
    state.families.open({
      account: grant.account,
      clientId: grant.clientId,
      scope: grant.scope,
      lifetimeSeconds: state.settings.refreshTokenLifetimeSeconds,
    }),
  );
  if (redeemed.outcome === 'refused') {
    // RFC 6749 section 4.1.2: tokens from a code that is shown twice are revoked.
    if (redeemed.compromised !== undefined) state.families.revoke(redeemed.compromised);
    return oauthError(400, 'invalid_grant', redeemed.reason);
  }
  const offline = redeemed.grant.scope.split(' ').includes('offline_access');
  const refreshToken = offline ? state.families.issue(redeemed.family) : undefined;
  return tokenReply(state, redeemed.family, refreshToken, redeemed.grant.nonce);
}

/** JSON as Codex sends it, or a form; error codes as in codex-rs/core/src/auth.rs. */
async function refresh(state: IssuerState, request: IssuerRequest): Promise<Reply> {
  const clientId = textParam(request.params, 'client_id');
  const refreshToken = textParam(request.params, 'refresh_token');
  if (clientId !== codexClientId)
    return codedError(401, 'invalid_client', 'The client is not known.');
  if (refreshToken === undefined)
    return codedError(400, 'missing_required_parameter', 'refresh_token is needed.');
  const rotation = state.families.rotate(refreshToken, clientId);
  if (rotation.outcome === 'refused')
    return codedError(401, rotation.code, refusalMessages[rotation.code]);
  return tokenReply(state, rotation.family, rotation.refreshToken);
}

/** The API key that a browser sign-in asks for: codex-rs/login/src/server.rs. */
async function exchangeForApiKey(state: IssuerState, request: IssuerRequest): Promise<Reply> {
  const { params } = request;
  if (
    textParam(params, 'requested_token') !== 'openai-api-key' ||
    textParam(params, 'subject_token_type') !== 'urn:ietf:params:oauth:token-type:id_token'
  )
    return oauthError(400, 'invalid_request', 'Only an ID token can become an openai-api-key.');
  const claims = await state.mint.verify(textParam(params, 'subject_token') ?? '');
  const clientId = textParam(params, 'client_id');
  if (clientId !== codexClientId || ![claims?.aud].flat().includes(clientId))
    return codedError(401, 'invalid_subject_token', 'Invalid ID token.');
  if (state.settings.apiKeyExchange === 'refused')
    return codedError(401, 'invalid_subject_token', 'Invalid ID token: missing organization_id');
  const apiKey = state.ledger.remember(`sk-proj-${randomBytes(36).toString('base64url')}`);
  return jsonReply(200, { access_token: apiKey });
}

export async function answerTokenRequest(
  state: IssuerState,
  request: IssuerRequest,
): Promise<Reply> {
  const grant = grantOf('token', request);
  const isForm = request.mediaType === formMediaType;
  if (!isForm && !(request.mediaType === jsonMediaType && grant === 'refresh_token'))
    return oauthError(400, 'invalid_request', 'The body must be form-encoded.');
  switch (grant) {
    case 'authorization_code':
      return redeemCode(state, request);
    case 'refresh_token':
      return refresh(state, request);
    case 'token_exchange':
      return exchangeForApiKey(state, request);
    case undefined:
      return oauthError(400, 'unsupported_grant_type', 'That grant_type is not known.');
  }
}
