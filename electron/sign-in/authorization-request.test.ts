import { describe, expect, it } from 'vitest';

import { codeChallenge, createAuthorizationRequest } from './authorization-request.ts';

const endpoints = {
  issuer: 'https://auth.openai.com',
  clientId: 'app_client',
  originator: 'codex_cli_rs',
};

/** Bytes that differ between calls, so that values cannot be mixed up. */
function countingBytes() {
  let calls = 0;
  return (size: number) => {
    calls += 1;
    return new Uint8Array(size).fill(calls);
  };
}

function requestFor(workspaces: readonly string[] = []) {
  return createAuthorizationRequest({ endpoints, port: 1455, workspaces }, countingBytes());
}

describe('the authorize URL', () => {
  it('carries the parameters of the Codex CLI in its order', () => {
    const request = requestFor();
    const url = new URL(request.url);
    expect(url.origin + url.pathname).toBe('https://auth.openai.com/oauth/authorize');
    expect([...url.searchParams]).toEqual([
      ['response_type', 'code'],
      ['client_id', 'app_client'],
      ['redirect_uri', 'http://127.0.0.1:1455/auth/callback'],
      ['scope', 'openid profile email offline_access api.connectors.read api.connectors.invoke'],
      ['code_challenge', codeChallenge(request.codeVerifier)],
      ['code_challenge_method', 'S256'],
      ['id_token_add_organizations', 'true'],
      ['codex_cli_simplified_flow', 'true'],
      ['state', request.state],
      ['originator', 'codex_cli_rs'],
    ]);
  });

  it('percent-encodes spaces', () => {
    expect(requestFor().url).toContain('scope=openid%20profile%20email');
  });

  it('joins the workspaces of a rule in one parameter', () => {
    const parameters = new URL(requestFor(['ws-a', 'ws-b']).url).searchParams;
    expect(parameters.getAll('allowed_workspace_id')).toEqual(['ws-a,ws-b']);
  });

  it('does not hold the verifier', () => {
    const request = requestFor();
    expect(request.url).not.toContain(request.codeVerifier);
  });
});

describe('its secrets', () => {
  it('are 64 random bytes for the verifier and 32 others for the state', () => {
    const request = requestFor();
    expect(request.codeVerifier).toBe(Buffer.alloc(64, 1).toString('base64url'));
    expect(request.state).toBe(Buffer.alloc(32, 2).toString('base64url'));
  });

  it('follow the example of RFC 7636, appendix B', () => {
    expect(codeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});
