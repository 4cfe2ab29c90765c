import { codexClientId } from './client.ts';
import { codedError, formMediaType, jsonMediaType, jsonReply, textParam } from './http-exchange.ts';
import type { IssuerRequest, Reply } from './http-exchange.ts';
import type { IssuerState } from './issuer-state.ts';
import type { RefreshFamily } from './refresh-families.ts';

async function familyOf(state: IssuerState, token: string): Promise<RefreshFamily | undefined> {
  const byRefreshToken = state.families.byRefreshToken(token);
  if (byRefreshToken !== undefined) return byRefreshToken;
  const sessionId = (await state.mint.verify(token))?.['session_id'];
  return typeof sessionId === 'string' ? state.families.byId(sessionId) : undefined;
}

/**
 * Ends the sign-in that a token belongs to. JSON as Codex sends it, or a form. As in RFC 7009
 * section 2.2 a token that is not known is answered like one that was revoked.
 */
export async function answerRevocation(state: IssuerState, request: IssuerRequest): Promise<Reply> {
  if (request.mediaType !== jsonMediaType && request.mediaType !== formMediaType)
    return codedError(400, 'invalid_request', 'The body must be JSON.');
  const token = textParam(request.params, 'token');
  if (token === undefined) return codedError(400, 'invalid_request', 'token is needed.');
  const clientId = textParam(request.params, 'client_id');
  const hint = textParam(request.params, 'token_type_hint');
  // Codex names itself with a refresh token only: codex-rs/login/src/auth/revoke.rs.
  const clientIsKnown = clientId === codexClientId;
  if (!clientIsKnown && (clientId !== undefined || hint !== 'access_token'))
    return codedError(401, 'invalid_client', 'The client is not known.');
  const family = await familyOf(state, token);
  if (family !== undefined) state.families.revoke(family);
  return jsonReply(200, {});
}
