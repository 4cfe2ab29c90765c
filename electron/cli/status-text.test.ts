import { describe, expect, it } from 'vitest';

import { nothingRuns } from '../../shared/running-codex.ts';
import { codexCredentials } from '../../shared/testing/app-state.ts';
import { zonedTime } from '../base/local-time.ts';
import type { StatusReport } from './status-schema.ts';
import { statusText as textOf } from './status-text.ts';
import { runningOutput } from './still-used.ts';

const signedOut: StatusReport = {
  schema: 2,
  schemaVersion: 2,
  codex: codexCredentials({ uses: 'nothing', message: null }),
  environmentAccount: null,
  signedIn: false,
  method: null,
  source: null,
  account: null,
  token: null,
  provider: { id: 'openai', needsSignIn: true },
  store: { mode: 'file', location: '/home/ada/.codex/auth.json' },
  restrictions: { verdict: 'allowed', message: null, explanation: null },
  cloudRules: { kind: 'none', because: null, message: null },
  problem: null,
  tokenOverrides: [],
  kept: [],
  accounts: { saved: 0, inUse: null },
  running: runningOutput(nothingRuns),
};

const now = Date.parse('2026-01-22T11:59:00Z');
const statusText = (report: StatusReport, at = now): string => textOf(report, at);

describe('the status in words', () => {
  it.each([
    [{ saved: 0, inUse: 'Work' }, null],
    [{ saved: 1, inUse: 'Work' }, '1 is saved; Work is in use. See "gatehouse accounts".'],
    [{ saved: 3, inUse: null }, '3 are saved; none of them is in use. See "gatehouse accounts".'],
  ])('tells of saved accounts: %j', (accounts, words) => {
    const text = statusText({ ...signedOut, accounts });
    if (words === null) expect(text).not.toContain('Accounts:');
    else expect(text).toContain(words);
  });

  it('tells an account, its plan, workspace, token and place', () => {
    const text = statusText({
      ...signedOut,
      signedIn: true,
      method: 'chatgpt',
      source: 'file',
      account: {
        email: 'ada@example.com',
        plan: 'prolite',
        planRaw: 'prolite',
        workspaceId: 'ws-1',
        accountId: 'ws-1',
        workspaceName: null,
        userId: 'user-ada',
      },
      token: {
        expiresAt: '2026-01-22T12:00:00.000Z',
        lastRefresh: '2026-01-12T12:00:00.000Z',
        stale: true,
      },
    });
    const [validUntil, refreshed] = ['2026-01-22T12:00:00.000Z', '2026-01-12T12:00:00.000Z'].map(
      (time) => zonedTime(time),
    );
    expect(text.split('\n')).toEqual([
      'Signed in with ChatGPT as ada@example.com',
      '  Plan:       Pro Lite',
      '  Workspace:  ws-1',
      `  Token:      valid until ${validUntil}, refreshed ${refreshed} (a refresh is due)`,
      '  Stored in:  /home/ada/.codex/auth.json',
    ]);
  });

  const token = {
    ...signedOut,
    method: 'personalAccessToken',
    source: 'file',
  } as const;
  const owner = {
    email: 'ada@example.com',
    plan: 'pro',
    planRaw: 'pro',
    workspaceId: 'W',
    accountId: 'W',
    workspaceName: null,
    userId: 'user-ada',
  };

  it('says how to have its workspace named, where nobody has asked', () => {
    const report = { ...token, signedIn: true, account: owner };
    expect(textOf({ ...signedOut, ...report }, now, true)).toContain(
      'Workspace:  W (for its name, run "gatehouse status --look-up")',
    );
  });

  it.each<[string, Partial<StatusReport>, RegExp]>([
    ['a token that was not looked up', token, /^A personal access token is stored\n.*--look-up/s],
    [
      'one that was',
      { ...token, signedIn: true, account: owner },
      /^Signed in with a personal access token of ada@example\.com\n.*Workspace: {2}W\n/s,
    ],
    [
      'one whose workspace is known by name',
      { ...token, signedIn: true, account: { ...owner, workspaceName: 'Compilers' } },
      /Workspace: {2}Compilers \(W\)\n/,
    ],
    [
      'a sign-in that has ended for good, whatever its token still says',
      {
        signedIn: true,
        method: 'chatgpt',
        account: owner,
        problem: { code: 'refresh-failed', message: 'It was revoked.' },
      },
      /^Sign in again: the ChatGPT sign-in of .* can’t be renewed\n.*It was revoked\./s,
    ],
    [
      'accounts that could be used where nobody is signed in',
      { accounts: { saved: 1, inUse: null } },
      /^Not signed in\. Run "gatehouse login" or "gatehouse switch ACCOUNT"\.\n/,
    ],
    [
      'a Bedrock key',
      { signedIn: true, method: 'bedrockApiKey' },
      /^Signed in: Amazon Bedrock API key\n/,
    ],
    [
      'AWS access keys, for another provider',
      { method: 'bedrockAccessKeys' },
      /^Not signed in, but this is stored: AWS access keys for Amazon Bedrock\n/,
    ],
    [
      'a kind that is not known',
      { problem: { code: 'mode-unsupported', message: 'Its kind.' } },
      /^Not signed in: what is stored is a sign-in of another kind\n.*Its kind\./s,
    ],
    [
      'a keyring that is locked, which is not being signed out',
      { problem: { code: 'keyring-locked', message: 'Unlock the keyring.' } },
      /^Can’t tell whether you are signed in: .*Stored in: .*Unlock the keyring\./s,
    ],
    [
      'a provider that needs none of it',
      { provider: { id: 'ollama', needsSignIn: false } },
      /Provider: {3}Codex here uses provider "ollama", which needs no sign-in\./,
    ],
  ])('tells %s', (_, changes, text) => {
    expect(statusText({ ...signedOut, ...changes })).toMatch(text);
  });

  it('names the variable that sends tokens elsewhere, also while nobody is signed in', () => {
    const variable = 'CODEX_REFRESH_TOKEN_URL_OVERRIDE';
    const message = `Refreshes go to https://a.example, because ${variable} is set.`;
    const tokenOverrides = [{ variable, origin: 'https://a.example', message }];
    expect(statusText({ ...signedOut, tokenOverrides })).toBe(
      `Not signed in. Run "gatehouse login".\n  Note:       ${message}`,
    );
  });

  it('does not call a token valid that has run out', () => {
    const token = { expiresAt: '2026-01-22T12:00:00.000Z', lastRefresh: null, stale: true };
    const report: StatusReport = { ...signedOut, signedIn: true, method: 'chatgpt', token };
    expect(statusText(report, now + 60_000)).toContain(
      `Token:      ran out at ${zonedTime(token.expiresAt)} (a refresh is due)`,
    );
  });

  it('says first what is used in place of the stored sign-in', () => {
    const credential = {
      kind: 'accessToken',
      variable: 'CODEX_ACCESS_TOKEN',
      setIn: 'environment',
    } as const;
    const codex = codexCredentials({ uses: 'environment', credential, condition: null });
    expect(statusText({ ...signedOut, signedIn: true, method: 'chatgpt', codex })).toBe(
      [
        'Codex uses CODEX_ACCESS_TOKEN of this terminal',
        '  Stored:     a ChatGPT sign-in, not used while CODEX_ACCESS_TOKEN is set',
        '  Stored in:  /home/ada/.codex/auth.json',
        '  Codex:      A Codex started elsewhere may have other credentials.',
      ].join('\n'),
    );
  });

  it.each([
    ['unknown', 'not judged, since the sign-in cannot be read'],
    ['violated', 'violated'],
  ] as const)('tells once what is both a problem and why it is %s', (verdict, rules) => {
    const message = 'There is no keyring.';
    const restrictions = { verdict, message, explanation: message };
    const problem = { code: 'keyring-unavailable', message } as const;
    const text = statusText({ ...signedOut, restrictions, problem });
    expect(text).toContain(`  Rules:      ${rules}\n  Problem:    There is no keyring.`);
    expect(text.split(message)).toHaveLength(2);
  });

  it('tells a problem and a violated rule', () => {
    const text = statusText({
      ...signedOut,
      restrictions: {
        verdict: 'violated',
        message: 'ChatGPT login is required',
        explanation: 'This device only allows signing in with ChatGPT.',
      },
      problem: { code: 'tokens-missing', message: 'It holds no tokens.' },
    });
    expect(text).toMatchInlineSnapshot(`
      "Not signed in: the stored credential cannot be used
        Stored in:  /home/ada/.codex/auth.json
        Rules:      This device only allows signing in with ChatGPT.
        Problem:    It holds no tokens."
    `);
  });
});
