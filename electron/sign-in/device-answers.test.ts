import { describe, expect, it } from 'vitest';

import { deviceAnswer, pollIntervalMs, readDeviceCode } from './device-answers.ts';

describe('the poll interval', () => {
  it.each([
    ['5', 5_000],
    ['1', 1_000],
    [' 10 ', 10_000],
    ['60', 60_000],
    ['61', 60_000],
    ['99999999999999999999', 60_000],
    ['0', 5_000],
    ['', 5_000],
    ['soon', 5_000],
    ['-3', 5_000],
    ['2.5', 5_000],
    [undefined, 5_000],
    [null, 5_000],
    [7, 7_000],
    [0, 5_000],
    [Number.NaN, 5_000],
    [{}, 5_000],
  ])('%o is %i ms', (interval, intervalMs) => {
    expect(pollIntervalMs(interval)).toBe(intervalMs);
  });
});

describe('the device code', () => {
  it('is read under both names of the user code', () => {
    const device = { deviceAuthId: 'id', userCode: 'ABCD-EFGHJ', intervalMs: 5_000 };
    expect(readDeviceCode('{"device_auth_id":"id","user_code":"ABCD-EFGHJ"}')).toEqual(device);
    expect(readDeviceCode('{"device_auth_id":"id","usercode":"ABCD-EFGHJ"}')).toEqual(device);
  });

  it.each([
    ['no JSON', '<html>'],
    ['no user code', '{"device_auth_id":"id"}'],
    ['no id', '{"user_code":"ABCD"}'],
    ['a user code that steers a terminal', '{"device_auth_id":"id","user_code":"\\u001b[2J"}'],
    ['a user code of absurd length', `{"device_auth_id":"id","user_code":"${'A'.repeat(65)}"}`],
  ])('is nothing where there is %s', (_what, body) => {
    expect(readDeviceCode(body)).toBeNull();
  });
});

describe('the answer to a poll', () => {
  const answer = (status: number, body: unknown) =>
    deviceAnswer({ status, statusText: 'Reason', body: JSON.stringify(body) });

  it('gives the code and the verifier', () => {
    expect(
      answer(200, { authorization_code: 'c', code_challenge: 'x', code_verifier: 'v' }),
    ).toEqual({ kind: 'authorized', code: 'c', codeVerifier: 'v' });
  });

  it.each([
    [403, {}],
    [404, {}],
    [403, { error: { code: 'deviceauth_authorization_pending' } }],
    [400, { error: 'authorization_pending' }],
  ])('%i %o means that the person has not answered', (status, body) => {
    expect(answer(status, body)).toEqual({ kind: 'pending' });
  });

  it.each([
    [400, { error: 'slow_down' }],
    [403, { error: { code: 'slow_down' } }],
    [429, {}],
  ])('%i %o asks for patience', (status, body) => {
    expect(answer(status, body)).toEqual({ kind: 'slowDown' });
  });

  it.each([
    ['a success without a code', 200, '{}'],
    ['a success without a verifier', 200, '{"authorization_code":"c"}'],
    ['a web page as a success', 200, '<html>Welcome to the hotel</html>'],
    ['nothing as a success', 204, ''],
    ['a request that is not liked', 400, '{"error":"invalid_request"}'],
    ['a client that is not liked', 401, '{"error":"invalid_client"}'],
    ['a proxy that wants a password', 407, 'Proxy Authentication Required'],
    ['a request that took too long', 408, ''],
    ['a page of a teapot', 418, '<h1>418</h1>'],
    ['a code that nobody knows', 400, '{"error":"access_denied_by_moon"}'],
    ['a defect', 500, '{"secret":"body"}'],
    ['a defect that speaks of a denial', 500, '{"error":"access_denied"}'],
    ['a bad gateway', 502, '<html>502</html>'],
    ['a service that is not ready', 503, '<html>503</html>'],
    ['a gateway that waited too long', 504, ''],
    ['a status that does not exist', 599, 'odd'],
    ['a page that was not modified', 304, ''],
  ])('says nothing about the code where it is %s', (_what, status, body) => {
    const decision = deviceAnswer({ status, statusText: 'Reason', body });
    expect(decision).toMatchObject({ kind: 'pending' });
    expect(JSON.stringify(decision)).not.toMatch(/secret|html|odd|moon/);
  });

  it.each([429, 503])('%i puts off the next poll for as long as it says', (status) => {
    const response = { status, statusText: '', body: '', retryAfterMs: 20_000 };
    expect(deviceAnswer(response)).toMatchObject({ kind: 'pending', putOffMs: 20_000 });
  });

  it.each([
    [400, { error: 'access_denied' }, 'denied', '(access_denied)'],
    [403, { error: { code: 'access_denied' } }, 'denied', '(access_denied)'],
    [400, { error: { code: 'missing_codex_entitlement' } }, 'not-entitled', 'Codex is not enabled'],
    [400, { error: 'expired_token' }, 'timed-out', 'expired'],
    [400, { error: { code: 'deviceauth_expired' } }, 'timed-out', 'expired'],
    [400, { error: 'invalid_grant' }, 'timed-out', 'not valid any more'],
  ])('%i %o is final', (status, body, code, message) => {
    const decision = answer(status, body);
    expect(decision.kind === 'failed' && decision.error).toMatchObject({
      code,
      message: expect.stringContaining(message) as unknown,
    });
  });
});
