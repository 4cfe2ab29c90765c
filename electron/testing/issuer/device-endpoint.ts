import { codexClientId, knownScopes } from './client.ts';
import type { DeviceGrant } from './device-grants.ts';
import { codedError, jsonMediaType, jsonReply, textParam } from './http-exchange.ts';
import type { IssuerRequest, Reply } from './http-exchange.ts';
import type { IssuerState } from './issuer-state.ts';
import { createPkcePair } from './pkce.ts';

export const deviceUserCodePath = '/api/accounts/deviceauth/usercode';
export const deviceTokenPath = '/api/accounts/deviceauth/token';

/** The redirect URI that a device code is redeemed with: codex-rs/login/src/device_code_auth.rs. */
export function deviceRedirectUri(origin: string): string {
  return `${origin}/deviceauth/callback`;
}

/** Starts a device sign-in; 404 where an administrator has switched it off. */
export function answerUserCodeRequest(state: IssuerState, request: IssuerRequest): Reply {
  if (state.settings.deviceCode === 'disabled')
    return codedError(404, 'not_found', 'Device code sign-in is not enabled.');
  if (request.mediaType !== jsonMediaType)
    return codedError(400, 'invalid_request', 'The body must be JSON.');
  const clientId = textParam(request.params, 'client_id');
  if (clientId !== codexClientId)
    return codedError(401, 'invalid_client', 'The client is not known.');
  const grant = state.devices.open(clientId);
  return jsonReply(200, {
    device_auth_id: grant.deviceAuthId,
    user_code: grant.userCode,
    // Text, not a number: that is what upstream reads.
    interval: String(state.settings.deviceIntervalSeconds),
  });
}

function collect(state: IssuerState, grant: DeviceGrant): Reply {
  if (grant.decision.state !== 'approved')
    return codedError(403, 'deviceauth_authorization_pending', 'Not approved yet.');
  const { account } = grant.decision;
  grant.decision = { state: 'collected' };
  const { codeVerifier, codeChallenge } = createPkcePair();
  const code = state.codes.issue({
    account,
    clientId: grant.clientId,
    redirectUri: deviceRedirectUri(state.origin),
    codeChallenge,
    scope: knownScopes.join(' '),
  });
  return jsonReply(200, {
    authorization_code: code,
    code_challenge: codeChallenge,
    code_verifier: state.ledger.remember(codeVerifier),
  });
}

/**
 * Polled by the device. 403 = not decided yet. 404, which clients also take for "not yet", when
 * nothing fits; 400 once no approval can follow any more.
 */
export function answerDeviceTokenRequest(state: IssuerState, request: IssuerRequest): Reply {
  if (request.mediaType !== jsonMediaType)
    return codedError(400, 'invalid_request', 'The body must be JSON.');
  const grant = state.devices.find(textParam(request.params, 'device_auth_id') ?? '');
  if (grant === undefined || grant.userCode !== textParam(request.params, 'user_code'))
    return codedError(404, 'not_found', 'No such device sign-in.');
  switch (grant.decision.state) {
    case 'refused':
      return codedError(400, grant.decision.reason, 'The sign-in was refused.');
    case 'collected':
      return codedError(400, 'deviceauth_already_used', 'The sign-in was already collected.');
    case 'approved':
    case 'pending':
      if (state.devices.hasExpired(grant))
        return codedError(400, 'deviceauth_expired', 'The code has expired.');
      return collect(state, grant);
  }
}
