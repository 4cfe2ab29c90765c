import { describe, expect, it } from 'vitest';

import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest, type CodexHome } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import {
  accessToken,
  apiKeyRecord,
  chatgptDocument,
  dayMs,
  grace,
  hourMs,
  minuteMs,
  testNow,
} from '../testing/credentials.ts';
import { jsonAnswer, scriptedHttp, type ScriptedAnswer } from '../testing/scripted-http.ts';
import { runToken, type TokenOptions } from './token-command.ts';

const expired = chatgptDocument({ tokens: { access_token: accessToken(testNow - hourMs) } });

interface OptionsInTest extends Partial<TokenOptions> {
  readonly onTerminal?: boolean;
  /** What is piped in; null for more than is read. */
  readonly stdin?: string | null;
  readonly stdinIsTerminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

async function token(
  document: Parameters<typeof codexHomeInTest>[0],
  answer: ScriptedAnswer,
  options: OptionsInTest = {},
) {
  return tokenIn(await codexHomeInTest(document), answer, options);
}

async function tokenIn(home: CodexHome, answer: ScriptedAnswer, options: OptionsInTest = {}) {
  const { http, requests } = scriptedHttp(answer);
  const { core } = await coreInTest(home, { http, env: options.env ?? {} });
  const { terminal, said } = capturedTerminal({
    stdoutIsTerminal: options.onTerminal ?? false,
    stdinIsTerminal: options.stdinIsTerminal ?? false,
    ...(options.stdin !== undefined && { stdin: options.stdin }),
  });
  const exitCode = await runToken(
    core,
    {
      terminal,
      now: () => testNow,
      delay: () => Promise.resolve(),
      signal: new AbortController().signal,
      openHome: () => Promise.reject(new TypeError('there is no other home')),
    },
    {
      json: options.json ?? false,
      show: options.show ?? false,
      refused: options.refused ?? false,
      looksUp: options.looksUp ?? false,
      account: null,
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
      schemaVersion: 1,
      access_token: accessToken(),
      token_type: 'Bearer',
      expires_at: new Date(Math.floor((testNow + hourMs) / 1000) * 1000).toISOString(),
      account_id: 'ws-ada',
    });
  });

  it.each([
    [{ CODEX_API_KEY: 'sk-env' }, 'codex exec uses CODEX_API_KEY of this terminal.'],
    [{ CODEX_ACCESS_TOKEN: 'at-env' }, 'Codex uses CODEX_ACCESS_TOKEN of this terminal.'],
  ])('says where Codex here would use another one: %j', async (env, sentence) => {
    const { out, err, exitCode } = await token(chatgptDocument(), jsonAnswer(500, {}), { env });
    expect([exitCode, out.length]).toEqual([0, 1]);
    expect(err).toContain(sentence);
    expect(out.concat(err).join()).not.toMatch(/sk-env|at-env/);
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
      expect(err.join()).toContain('Sign in again.');
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

const older = accessToken(testNow - hourMs);
const refreshed = accessToken(testNow + 2 * hourMs);
const newTokens = jsonAnswer(200, { access_token: refreshed, refresh_token: 'refresh-2' });

describe('gatehouse token --refused', () => {
  const refusedWith = (stdin: string | null) => ({ refused: true, stdin });

  it('prints what is stored, where that is another token of the same account', async () => {
    const outcome = await token(chatgptDocument(), never, refusedWith(`${older}\n`));
    expect(outcome).toEqual({ out: [accessToken()], err: [], exitCode: 0, requests: 0 });
  });

  it.each(['', '\n', '\r\n', ' \n\n'])('refreshes the stored one (behind it: %j)', async (end) => {
    const outcome = await token(chatgptDocument(), newTokens, refusedWith(accessToken() + end));
    expect(outcome).toEqual({ out: [refreshed], err: [], exitCode: 0, requests: 1 });
  });

  it('refreshes another one that has run out', async () => {
    const other = accessToken(testNow - 2 * hourMs);
    expect(await token(expired, newTokens, refusedWith(other))).toMatchObject({
      out: [refreshed],
      exitCode: 0,
    });
  });

  it.each([
    ['an answer without an access token', chatgptDocument(), jsonAnswer(200, {}), 5],
    ['the same token in the answer', chatgptDocument(), same(accessToken()), 5],
    ['no connection', chatgptDocument(), { error: 'unreachable' } as const, 5],
    ['a spent refresh token', chatgptDocument(), refusalOf('refresh_token_reused'), 4],
    ['another account', chatgptDocument({ person: grace }), never, 4],
    ['no refresh token', chatgptDocument({ tokens: { refresh_token: '' } }), never, 4],
    ['an API key', apiKeyRecord().document, never, 1],
    ['no sign-in', undefined, never, 1],
    ['a damaged record', '{"half":', never, 6],
  ])('prints nothing with %s', async (_, document, answer, code) => {
    const outcome = await token(document, answer, refusedWith(accessToken()));
    expect(outcome).toMatchObject({ out: [], exitCode: code });
    expect(outcome.err).toHaveLength(1);
    expect(outcome.err.join()).not.toContain(accessToken());
  });

  it('asks nobody again for tokens that were refused for good', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    await tokenIn(home, refusalOf('refresh_token_expired'), refusedWith(accessToken()));
    const again = await tokenIn(home, newTokens, refusedWith(accessToken()));
    expect(again).toMatchObject({ out: [], exitCode: 4, requests: 0 });
  });

  it.each([
    ['nothing', ''],
    ['a line break', '\n'],
    ['two tokens', `${older}\n${accessToken()}`],
    ['a header', `Bearer ${accessToken()}`],
    ['the output of --json', JSON.stringify({ access_token: accessToken() })],
    ['a token with its quotes', `"${accessToken()}"`],
    ['more than any token', null],
  ])('takes %s for wrong usage', async (_, stdin) => {
    const outcome = await token(chatgptDocument(), newTokens, refusedWith(stdin));
    expect(outcome).toMatchObject({ out: [], exitCode: 2, requests: 0 });
    expect(outcome.err.join()).toContain('--refused expects the access token');
  });

  it('does not wait for a person to type it', async () => {
    const options = { ...refusedWith(older), stdinIsTerminal: true };
    expect(await token(chatgptDocument(), never, options)).toMatchObject({ out: [], exitCode: 2 });
  });
});

function same(access_token: string): ScriptedAnswer {
  return jsonAnswer(200, { access_token, refresh_token: 'refresh-2' });
}

function refusalOf(code: string): ScriptedAnswer {
  return jsonAnswer(401, { error: { code } });
}
