import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { ada, alan } from './accounts.ts';
import { codexClientId } from './client.ts';
import type { EmbeddedIssuer } from './embedded-issuer.ts';
import { issuerInTest, steppedClock } from './issuer-in-test.ts';
import { s256Challenge } from './pkce.ts';
import { postForm, postJson } from './plain-client.ts';
import type { EmbeddedIssuerOptions } from './issuer-options.ts';
import { approveDevice, denyDevice } from './user-agent.ts';

const requestCode = ({ origin }: EmbeddedIssuer, clientId = codexClientId) =>
  postJson(`${origin}/api/accounts/deviceauth/usercode`, { client_id: clientId });

async function beginDevice(options: EmbeddedIssuerOptions = {}) {
  const issuer = await issuerInTest(options);
  const { body } = await requestCode(issuer);
  const userCode = String(body['user_code']);
  const poll = () =>
    postJson(`${issuer.origin}/api/accounts/deviceauth/token`, {
      device_auth_id: body['device_auth_id'],
      user_code: userCode,
    });
  return { issuer, body, userCode, poll, verificationUrl: `${issuer.origin}/codex/device` };
}

describe('asking for a device code', () => {
  it('gives a code to type, a handle and the interval as text', async () => {
    const { body, issuer } = await beginDevice({ deviceIntervalSeconds: 7 });
    expect(body).toEqual({
      device_auth_id: expect.stringMatching(/^deviceauth_/) as string,
      user_code: expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{5}$/) as string,
      interval: '7',
    });
    expect(issuer.secrets()).toContain(body['device_auth_id']);
  });

  it('is 404 where device codes are switched off', async () => {
    const issuer = await issuerInTest({ deviceCode: 'disabled' });
    expect((await requestCode(issuer)).status).toBe(404);
  });

  it('is refused for another client', async () => {
    const issuer = await issuerInTest();
    expect((await requestCode(issuer, 'app_another')).status).toBe(401);
  });
});

describe('waiting for the person', () => {
  it('is 403 until approved, then gives a code with a PKCE pair that redeems once', async () => {
    const { issuer, userCode, poll, verificationUrl } = await beginDevice();
    expect((await poll()).status).toBe(403);

    // People type in their own way.
    const page = await approveDevice(
      verificationUrl,
      userCode.toLowerCase().replace('-', ' '),
      ada.email,
    );
    expect(page.html).toContain('Device approved');

    const { status, body } = await poll();
    expect(status).toBe(200);
    expect(body['code_challenge']).toBe(s256Challenge(String(body['code_verifier'])));
    const tokens = await postForm(`${issuer.origin}/oauth/token`, {
      grant_type: 'authorization_code',
      client_id: codexClientId,
      code: String(body['authorization_code']),
      redirect_uri: `${issuer.origin}/deviceauth/callback`,
      code_verifier: String(body['code_verifier']),
    });
    expect(decodeJwt(String(tokens.body['id_token']))).toMatchObject({ email: ada.email });
    expect(tokens.body).toHaveProperty('refresh_token');
    expect((await poll()).status).toBe(400);
  });

  it('ends with Deny', async () => {
    const { userCode, poll, verificationUrl } = await beginDevice();
    await denyDevice(verificationUrl, userCode);
    expect(await poll()).toMatchObject({ status: 400, body: { error: { code: 'access_denied' } } });
  });

  it('ends for a workspace without Codex', async () => {
    const { userCode, poll, verificationUrl } = await beginDevice();
    const page = await approveDevice(verificationUrl, userCode, alan.email);
    expect(page.status).toBe(403);
    expect(await poll()).toMatchObject({
      status: 400,
      body: { error: { code: 'missing_codex_entitlement' } },
    });
  });

  it('ends after fifteen minutes, for the device and on the page', async () => {
    const clock = steppedClock();
    const { userCode, poll, verificationUrl } = await beginDevice({ clock: clock.now });
    clock.advanceSeconds(15 * 60);
    expect((await poll()).status).toBe(400);
    await expect(approveDevice(verificationUrl, userCode, ada.email)).rejects.toThrow(
      'does not accept',
    );
  });

  it('does not know a handle with the code of another device', async () => {
    const { issuer, body } = await beginDevice();
    const other = await requestCode(issuer);
    const answer = await postJson(`${issuer.origin}/api/accounts/deviceauth/token`, {
      device_auth_id: body['device_auth_id'],
      user_code: other.body['user_code'],
    });
    expect(answer.status).toBe(404);
  });

  it('lets nobody approve a code that was not given out', async () => {
    const { verificationUrl } = await beginDevice();
    await expect(approveDevice(verificationUrl, 'AAAA-AAAAA', ada.email)).rejects.toThrow(
      'does not accept',
    );
  });
});
