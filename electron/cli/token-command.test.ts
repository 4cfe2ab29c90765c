import { describe, expect, it } from 'vitest';

import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { accessToken, chatgptDocument, hourMs, testNow } from '../testing/credentials.ts';
import { jsonAnswer, scriptedHttp, type ScriptedAnswer } from '../testing/scripted-http.ts';
import { runToken, type TokenOptions } from './token-command.ts';

const expired = chatgptDocument({ tokens: { access_token: accessToken(testNow - hourMs) } });

async function token(
  document: Parameters<typeof codexHomeInTest>[0],
  answer: ScriptedAnswer,
  options: Partial<TokenOptions> & { readonly onTerminal?: boolean } = {},
) {
  const { http, requests } = scriptedHttp(answer);
  const { core } = await coreInTest(await codexHomeInTest(document), { http });
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

  it('asks nobody while the token is good', async () => {
    expect((await token(chatgptDocument(), never)).requests).toBe(0);
  });

  it('gives none of a sign-in that cannot be used', async () => {
    const { out, exitCode } = await token('{"half":', never);
    expect(out).toEqual([]);
    expect(exitCode).toBe(6);
  });
});
