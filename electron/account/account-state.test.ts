import { describe, expect, it } from 'vitest';

import { accountStateSchema } from '../../shared/app-state.ts';
import type { Credential } from '../auth/credential.ts';
import { permanentFailure } from '../auth/refresh-failure.ts';
import type { UnjudgedBecause, Verdict } from '../policy/verdict.ts';
import {
  accessToken,
  ada,
  chatgptCredential,
  chatgptRecord,
  hourMs,
  minuteMs,
  lookedUpToken,
  otherCredential,
  storedApiKey,
  testAccessToken,
  testApiKey,
  testNow,
} from '../testing/credentials.ts';
import {
  accountFactsOf,
  accountStateOf,
  refreshabilityOf,
  tokenFactsOf,
  tokenProblemOf,
  type AccountSituation,
  type TokenSituation,
} from './account-state.ts';

const violated = (remedy: 'signOut' | 'hide' | 'unsetVariable'): Verdict => ({
  kind: 'violated',
  rule: 'allowedMethods',
  source: '/etc/codex/requirements.toml',
  message: 'API key login is required',
  remedy,
  withheld: null,
});

function stateOf(credential: Credential, rest: Partial<AccountSituation> = {}) {
  return accountStateOf({
    credential,
    verdict: { kind: 'allowed' },
    failure: null,
    unsaved: false,
    backgroundRefresh: null,
    provider: null,
    now: testNow,
    ...rest,
  });
}

const chatgpt = chatgptCredential();
const record = { ...chatgpt.record, tokens: chatgpt.tokens };
const shownChatgpt = {
  kind: 'chatgpt',
  source: 'file',
  account: accountFactsOf(record),
  token: tokenFactsOf(record, testNow),
  refresh: 'possible',
  problem: null,
};
const ofBedrock = ['bedrock-secret-0123', 'AKIATEST0123', 'aws-secret-0123'];
const problem = { code: 'record-invalid', message: 'It is empty.' } as const;

describe('what is shown of a credential', () => {
  it.each<[string, Credential, object]>([
    ['nothing', { kind: 'signedOut' }, { kind: 'signedOut' }],
    ['ChatGPT', chatgpt, shownChatgpt],
    ['a stored key', storedApiKey(), { kind: 'apiKey', source: 'file', problem: null }],
    [
      'a personal access token',
      otherCredential('personalAccessToken'),
      { kind: 'personalAccessToken', source: 'file', lookUp: null, problem: null },
    ],
    [
      'a Bedrock key',
      otherCredential('bedrockApiKey'),
      { kind: 'bedrockApiKey', source: 'file', region: 'eu-central-1', problem: null },
    ],
    [
      'AWS access keys',
      otherCredential('bedrockAccessKeys'),
      { kind: 'bedrockAccessKeys', source: 'file', region: null, problem: null },
    ],
    ['what cannot be used', { kind: 'unusable', problem }, { kind: 'unusable', problem }],
  ])('%s: facts, as the contract has them, and no secret', (_, credential, shown) => {
    const state = stateOf(credential);
    expect(state).toEqual(shown);
    expect(accountStateSchema.parse(state)).toEqual(state);
    const secrets = [...Object.values(chatgptSecrets()), testApiKey, testAccessToken, ...ofBedrock];
    expect(secrets.filter((secret) => JSON.stringify(state).includes(secret))).toEqual([]);
  });

  it('ChatGPT with what is wrong with it', () => {
    expect(stateOf(chatgpt, { failure: permanentFailure('reused') })).toMatchObject({
      kind: 'chatgpt',
      problem: { code: 'refresh-failed' },
    });
    expect(stateOf(chatgpt, { unsaved: true })).toMatchObject({
      problem: { code: 'tokens-unsaved' },
    });
  });
});

describe('a personal access token', () => {
  it('is shown with what the sign-in service said, and when', () => {
    expect(stateOf(lookedUpToken('W'))).toMatchObject({
      lookUp: {
        account: { email: 'ada@example.com', planLabel: 'Pro', workspaceId: 'W', accountId: 'W' },
        at: testNow,
      },
      problem: null,
    });
  });

  it('is shown although nobody was asked whose it is, so that a person can ask', () => {
    const verdict = { kind: 'unknown', because: 'owner', message: 'Not asked.' } as const;
    expect(stateOf(otherCredential('personalAccessToken'), { verdict })).toMatchObject({
      kind: 'personalAccessToken',
    });
  });

  it('that was refused says so', () => {
    const lookUp = { kind: 'refused', message: 'Refused.', at: testNow } as const;
    const credential = { ...otherCredential('personalAccessToken'), lookUp } as Credential;
    expect(stateOf(credential)).toMatchObject({
      lookUp: null,
      problem: { code: 'token-refused', message: 'Refused.' },
    });
  });
});

describe('a sign-in for Amazon Bedrock', () => {
  it.each([
    ['amazon-bedrock', null],
    ['openai', 'other-provider'],
    ['own', 'other-provider'],
  ])('with provider %s', (id, code) => {
    const state = stateOf(otherCredential('bedrockApiKey'), {
      provider: { id, needsSignIn: false },
    });
    expect(state).toMatchObject({ problem: code && { code } });
  });
});

describe('a rule is violated', () => {
  it.each([
    ['ChatGPT', chatgpt],
    ['a key', storedApiKey()],
  ] as const)('a requirement hides the credential: %s', (_, credential) => {
    expect(stateOf(credential, { verdict: violated('hide') })).toEqual({
      kind: 'unusable',
      problem: { code: 'hidden-by-rule', message: 'API key login is required' },
    });
  });

  it('a rule of config.toml hides nothing: it removes', () => {
    expect(stateOf(chatgpt, { verdict: violated('signOut') })).toEqual(shownChatgpt);
  });
});

describe('it cannot be told whether the rules allow it', () => {
  const verdict = (because: UnjudgedBecause): Verdict => ({
    kind: 'unknown',
    because,
    message: 'It cannot be told.',
  });

  it.each<[UnjudgedBecause, Credential]>([
    ['rules', chatgpt],
    ['rules', storedApiKey()],
    ['evidence', chatgpt],
  ])('for want of %s, what is stored is withheld (%#)', (because, credential) => {
    expect(stateOf(credential, { verdict: verdict(because) })).toEqual({
      kind: 'unusable',
      problem: { code: 'not-judged', message: 'It cannot be told.' },
    });
  });

  it('nobody is nobody, and what cannot be read says why itself', () => {
    const nobody: Credential = { kind: 'signedOut' };
    expect(stateOf(nobody, { verdict: verdict('rules') })).toEqual(nobody);
    const broken: Credential = { kind: 'unusable', problem };
    expect(stateOf(broken, { verdict: verdict('credential') })).toEqual(broken);
  });
});

function chatgptSecrets() {
  const { idToken, accessToken, refreshToken } = chatgpt.tokens;
  return { idToken, accessToken, refreshToken };
}

describe('what may be shown of an account', () => {
  it('keeps the two account ids apart', () => {
    expect(accountFactsOf(chatgptRecord({ tokens: { account_id: 'acct-1' } }))).toEqual({
      email: 'ada@example.com',
      plan: 'pro',
      planLabel: 'Pro',
      planRaw: 'pro',
      workspaceId: 'ws-ada',
      accountId: 'acct-1',
      userId: 'user-ada',
    });
  });

  it('shows a plan that is not known as it stands', () => {
    const record = chatgptRecord({ person: { ...ada, plan: 'mystery-tier' } });
    expect(accountFactsOf(record)).toMatchObject({
      plan: 'unknown',
      planLabel: 'mystery-tier',
      planRaw: 'mystery-tier',
    });
  });

  it.each(['email', 'plan', 'userId', 'workspaceId'] as const)(
    'is null where the claim %s is empty or blank',
    (claim) => {
      for (const empty of ['', '  ']) {
        const record = chatgptRecord({ person: { ...ada, [claim]: empty } });
        const facts = accountFactsOf({ ...record, tokens: { ...record.tokens, accountId: empty } });
        expect(facts).toMatchObject({ [claim === 'plan' ? 'planRaw' : claim]: null });
        expect(facts).toMatchObject({ accountId: null });
      }
    },
  );

  it('holds nothing that is not seen and nothing endless, in no member', () => {
    const hostile = `\u202Eevil\u001B[2J${'x'.repeat(10_000)}`;
    const person = { email: hostile, plan: hostile, userId: hostile, workspaceId: hostile };
    for (const fact of Object.values(accountFactsOf(chatgptRecord({ person })))) {
      expect(fact).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      expect(fact?.length).toBeLessThan(300);
    }
  });

  it('is null where the ID token says nothing', () => {
    const nobody = { email: null, plan: null, userId: null, workspaceId: null };
    expect(accountFactsOf(chatgptRecord({ person: nobody }))).toEqual({
      ...nobody,
      plan: 'unknown',
      planLabel: null,
      planRaw: null,
      accountId: null,
    });
  });
});

describe('what may be shown of a token', () => {
  const wholeSecond = Math.floor((testNow + hourMs) / 1000) * 1000;

  it('is when it expires, when it was refreshed and whether it is due', () => {
    expect(tokenFactsOf(chatgptRecord(), testNow)).toEqual({
      expiresAt: wholeSecond,
      lastRefresh: testNow - hourMs,
      stale: false,
    });
    expect(tokenFactsOf(chatgptRecord(), testNow + 56 * minuteMs).stale).toBe(true);
  });

  it('is null where that is not known', () => {
    const record = chatgptRecord({
      tokens: { access_token: 'opaque' },
      members: { last_refresh: null },
    });
    expect(tokenFactsOf(record, testNow)).toEqual({
      expiresAt: null,
      lastRefresh: null,
      stale: false,
    });
  });
});

describe('what is wrong with a sign-in, the worst first', () => {
  const failure = permanentFailure('reused');
  const noRefreshToken = { tokens: { refresh_token: '' } };
  const noAccountId = { tokens: { account_id: null } };
  const noLastRefresh = { members: { last_refresh: null } };
  const supplied = { auth_mode: 'chatgptAuthTokens' };
  const calm: TokenSituation = {
    failure: null,
    unsaved: false,
    backgroundRefresh: null,
    now: testNow,
  };

  it.each([
    ['nothing', {}, null, false, null],
    ['tokens that could not be saved', noRefreshToken, failure, true, 'tokens-unsaved'],
    ['a refresh that failed for good', noRefreshToken, failure, false, 'refresh-failed'],
    [
      'no refresh token',
      { ...noRefreshToken, ...noLastRefresh },
      null,
      false,
      'refresh-token-missing',
    ],
    ['no account_id', noAccountId, null, false, 'record-incomplete'],
    ['no last_refresh', noLastRefresh, null, false, 'record-incomplete'],
    [
      'not that another program supplies the tokens',
      { ...noRefreshToken, members: supplied },
      null,
      false,
      null,
    ],
  ])('%s', (_, changes, failed, unsaved, code) => {
    expect(
      tokenProblemOf(chatgptRecord(changes), { ...calm, failure: failed, unsaved })?.code ?? null,
    ).toBe(code);
  });

  it('says what to do where tokens could not be saved', () => {
    expect(tokenProblemOf(chatgptRecord(), { ...calm, unsaved: true })?.message).toBe(
      'New tokens were received but could not be saved. Keep Gatehouse running, make the store writable and refresh again.',
    );
  });

  it('says what to do where there is no refresh token', () => {
    expect(tokenProblemOf(chatgptRecord(noRefreshToken), calm)?.message).toBe(
      'This sign-in has no refresh token, so it can\u2019t be refreshed. Sign in again.',
    );
  });

  it('says who has to renew a token that another program supplies', () => {
    const ranOut = { access_token: accessToken(testNow - minuteMs), refresh_token: '' };
    expect(
      tokenProblemOf(chatgptRecord({ tokens: ranOut, members: supplied }), calm)?.message,
    ).toBe(
      'The access token has run out. Codex cannot work until the program that supplies it refreshes it.',
    );
  });

  it('an access token runs out at its very end', () => {
    const end = Math.floor(testNow / 1000) * 1000;
    const record = chatgptRecord({ tokens: { access_token: accessToken(end) } });
    expect(tokenProblemOf(record, { ...calm, now: end - 1 })).toBeNull();
    expect(tokenProblemOf(record, { ...calm, now: end })?.code).toBe('token-expired');
  });

  it('says what the failure said', () => {
    expect(tokenProblemOf(chatgptRecord(), { ...calm, failure })?.message).toBe(failure.message);
  });

  it.each([
    ['last_refresh', noLastRefresh, /Codex sends no token with this record.*gatehouse refresh/],
    ['account_id', noAccountId, /Codex does not keep it fresh.*gatehouse refresh/],
    [
      'account_id, which the claims do not name either',
      { person: { ...ada, workspaceId: null }, ...noAccountId },
      /Codex does not keep it fresh\. Gatehouse does/,
    ],
    ['both', { ...noAccountId, ...noLastRefresh }, /lacks last_refresh/],
  ])('says what a missing %s comes to', (_, changes, message) => {
    expect(tokenProblemOf(chatgptRecord(changes), calm)?.message).toMatch(message);
  });

  it('an access token that is due is no problem', () => {
    const due = chatgptRecord({ tokens: { access_token: accessToken(testNow + minuteMs) } });
    expect(tokenProblemOf(due, calm)).toBeNull();
  });

  describe('an access token that has run out', () => {
    const ranOut = { tokens: { access_token: accessToken(testNow - minuteMs) } };
    const at = testNow + minuteMs;

    it.each<[string, TokenSituation['backgroundRefresh'], RegExp | null]>([
      ['nobody refreshes by itself', null, /Codex cannot work until it is refreshed.*gatehouse/],
      ['the computer is offline', { kind: 'offline', at }, /until you are online again/],
      [
        'nobody answers',
        { kind: 'unreachable', at },
        /service can’t be reached.*until it is refreshed/,
      ],
      ['a refresh failed for now', { kind: 'retrying', at }, /until that succeeds/],
      ['it is tried again', { kind: 'refreshing', isRetry: true }, /until that succeeds/],
      ['a first refresh is under way', { kind: 'refreshing', isRetry: false }, null],
      ['a refresh is about to begin', { kind: 'scheduled', at: testNow }, null],
    ])('where %s', (_, backgroundRefresh, message) => {
      const problem = tokenProblemOf(chatgptRecord(ranOut), { ...calm, backgroundRefresh });
      if (message === null) expect(problem).toBeNull();
      else
        expect(problem).toMatchObject({
          code: 'token-expired',
          message: expect.stringMatching(message) as string,
        });
    });

    it.each([
      ['a refusal, which is worse', ranOut, { failure }, 'refresh-failed'],
      [
        'no refresh token, which is worse',
        { tokens: { ...ranOut.tokens, refresh_token: '' } },
        {},
        'refresh-token-missing',
      ],
      [
        'a record that lacks account_id',
        { tokens: { ...ranOut.tokens, account_id: null } },
        {},
        'token-expired',
      ],
      [
        'another program that supplies it',
        { tokens: { ...ranOut.tokens, refresh_token: '' }, members: supplied },
        { backgroundRefresh: { kind: 'idle' } as const },
        'token-expired',
      ],
      ['an opaque one, of which nobody knows', { tokens: { access_token: 'opaque' } }, {}, null],
    ])('and %s', (_, changes, situation, code) => {
      const problem = tokenProblemOf(chatgptRecord(changes), { ...calm, ...situation });
      expect(problem?.code ?? null).toBe(code);
    });
  });

  it.each([
    ['possible', {}, null],
    ['refused', {}, failure],
    ['noRefreshToken', noRefreshToken, null],
    ['supplied', { ...noRefreshToken, members: supplied }, null],
  ] as const)('whether a refresh can help: %s', (expected, changes, failed) => {
    expect(refreshabilityOf(chatgptRecord(changes), failed)).toBe(expected);
  });
});
