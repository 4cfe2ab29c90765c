import { describe, expect, it } from 'vitest';

import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest, type CodexHome } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import {
  accessToken,
  chatgptDocument,
  dayMs,
  hourMs,
  minuteMs,
  testNow,
} from '../testing/credentials.ts';
import { jsonAnswer, scriptedHttp, type ScriptedAnswer } from '../testing/scripted-http.ts';
import { runToken, type TokenOptions } from './token-command.ts';

const expired = chatgptDocument({ tokens: { access_token: accessToken(testNow - hourMs) } });

async function token(
  document: Parameters<typeof codexHomeInTest>[0],
  answer: ScriptedAnswer,
  options: Partial<TokenOptions> & { readonly onTerminal?: boolean } = {},
) {
  return tokenIn(await codexHomeInTest(document), answer, options);
}

async function tokenIn(
  home: CodexHome,
  answer: ScriptedAnswer,
  options: Partial<TokenOptions> & { readonly onTerminal?: boolean } = {},
) {
  const { http, requests } = scriptedHttp(answer);
  const { core } = await coreInTest(home, { http });
  const { terminal, said } = capturedTerminal({ stdoutIsTerminal: options.onTerminal ?? false });
  const exitCode = await runToken(
    core,
    { terminal, now: () => testNow, delay: () => Promise.resolve() },
    {
      json: options.json ?? false,
      show: options.show ?? false,
    },
  );
  return { ...said, exitCode, requests: requests.length };
}

const never = jsonAnswer(500, {});

describe('gatehouse token', () => {
  it('prints nothing where a person would see it', async () => {
    const { out, err, exitCode } = await token(chatgptDocument(), never, { onTerminal: true });
    expect(out).toEqual([]);
    expect(err.join()).toContain('add --show');
    expect(exitCode).toBe(2);
  });

  it('prints it to a person who asks to see it', async () => {
    const options = { onTerminal: true, show: true };
    const { out, exitCode } = await token(chatgptDocument(), never, options);
    expect(out).toEqual([accessToken()]);
    expect(exitCode).toBe(0);
  });

  it('says when it expires, and for which account it is', async () => {
    const { out } = await token(chatgptDocument(), never, { json: true });
    expect(JSON.parse(out.join())).toEqual({
      access_token: accessToken(),
      token_type: 'Bearer',
      expires_at: new Date(Math.floor((testNow + hourMs) / 1000) * 1000).toISOString(),
      account_id: 'ws-ada',
    });
  });

  it('does not know when an opaque one expires', async () => {
    const opaque = chatgptDocument({ tokens: { access_token: 'opaque' } });
    const { out } = await token(opaque, never, { json: true });
    expect(JSON.parse(out.join())).toMatchObject({ expires_at: null });
  });

  it.each([
    ['for now', jsonAnswer(503, {}), 5],
    ['for good', jsonAnswer(401, { error: { code: 'refresh_token_expired' } }), 4],
  ] as const)('gives no expired one where the refresh fails %s', async (_, answer, code) => {
    const { out, err, exitCode } = await token(expired, answer);
    expect(out).toEqual([]);
    expect(err).toHaveLength(1);
    expect(exitCode).toBe(code);
  });

  const opaque = { tokens: { access_token: 'opaque' } };
  const due = { tokens: { access_token: accessToken(testNow + 2 * minuteMs) } };
  const longAgo = { members: { last_refresh: new Date(testNow - 9 * dayMs).toISOString() } };
  const refusals = [
    ['an expired refresh token', jsonAnswer(401, { error: { code: 'refresh_token_expired' } })],
    ['one that was used already', jsonAnswer(401, { error: { code: 'refresh_token_reused' } })],
    ['one that was revoked', jsonAnswer(400, { error: { code: 'refresh_token_invalidated' } })],
    ['invalid_grant', jsonAnswer(400, { error: 'invalid_grant' })],
    ['a 401 without a word', { status: 401, body: '' }],
  ] as const;

  describe.each(refusals)('after the refusal of %s', (_, answer) => {
    it.each([
      ['that is still valid', due],
      ['that does not say how long it is valid', { ...opaque, ...longAgo }],
      ['that has run out', { tokens: { access_token: accessToken(testNow - hourMs) } }],
    ])('gives no token %s, and ends with 4', async (__, changes) => {
      const { out, err, exitCode } = await token(chatgptDocument(changes), answer);
      expect(out).toEqual([]);
      expect(err.join()).toContain('Your access token could not be refreshed');
      expect(exitCode).toBe(4);
    });
  });

  it('gives none after a refusal that another program met, be it due or not, and asks nobody', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const [, refusal] = refusals[1];
    const { core } = await coreInTest(home, { http: scriptedHttp(refusal).http });
    await core.commands.refresh({ force: true });
    const { out, exitCode, requests } = await tokenIn(home, never);
    expect([out, exitCode, requests]).toEqual([[], 4, 0]);
  });

  it('gives one again once other tokens are there', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const { core } = await coreInTest(home, { http: scriptedHttp(refusals[0][1]).http });
    await core.commands.refresh({ force: true });
    await home.write(chatgptDocument({ tokens: { refresh_token: 'refresh-2' } }));
    expect((await tokenIn(home, never)).out).toEqual([accessToken()]);
  });

  it.each([
    ['one that is still valid', due, 'could not be reached|no answer'],
    ['an opaque one, which may have run out', { ...opaque, ...longAgo }, 'may have run out'],
  ])('gives %s where nobody answers, with a warning', async (_, changes, warning) => {
    const document = chatgptDocument(changes);
    const { out, err, exitCode } = await token(document, { error: 'unreachable' });
    expect(out).toEqual([(document['tokens'] as { access_token: string }).access_token]);
    expect(err.join()).toMatch(new RegExp(warning));
    expect(exitCode).toBe(0);
  });

  it('gives one without a refresh token until it runs out', async () => {
    const alone = (at: number) =>
      chatgptDocument({ tokens: { refresh_token: '', access_token: accessToken(at) } });
    expect(await token(alone(testNow + minuteMs), never)).toMatchObject({ exitCode: 0 });
    expect(await token(alone(testNow - minuteMs), never)).toMatchObject({ out: [], exitCode: 4 });
  });

  it('gives one that another program supplies until it runs out', async () => {
    const supplied = (at: number) =>
      chatgptDocument({
        tokens: { refresh_token: '', access_token: accessToken(at) },
        members: { auth_mode: 'chatgptAuthTokens' },
      });
    expect(await token(supplied(testNow + minuteMs), never)).toMatchObject({ exitCode: 0 });
    const { out, err, exitCode } = await token(supplied(testNow - minuteMs), never);
    expect([out, exitCode]).toEqual([[], 5]);
    expect(err.join()).toContain('The program that supplies it has to renew it');
  });

  it('asks nobody while the token is good', async () => {
    expect((await token(chatgptDocument(), never)).requests).toBe(0);
  });

  it('gives none of a sign-in that cannot be used', async () => {
    const { out, exitCode } = await token('{"half":', never);
    expect(out).toEqual([]);
    expect(exitCode).toBe(6);
  });
});
