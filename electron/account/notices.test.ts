import { describe, expect, it } from 'vitest';

import { noticeSchema, type AccountState, type TokenProblem } from '../../shared/app-state.ts';
import {
  accountChangedMessage,
  permanentFailure,
  transientFailure,
} from '../auth/refresh-failure.ts';
import type { Verdict, Violation } from '../policy/verdict.ts';
import { chatgptCredential, testNow } from '../testing/credentials.ts';
import { accountStateOf } from './account-state.ts';
import {
  currentNotices,
  enforcementNotice,
  exposedFileNotice,
  keptAsideNotice,
  refreshFailedNotice,
  removalText,
  revocationNotice,
  signOutFailedNotice,
  storageFailedNotice,
} from './notices.ts';

const allowed: Verdict = { kind: 'allowed' };
const violation: Violation = {
  kind: 'violated',
  rule: 'forcedMethod',
  source: '/etc/codex/config.toml',
  message: 'ChatGPT login is required.',
  remedy: 'unsetVariable',
  withheld: null,
};
const place = {
  rule: 'forced_login_method',
  source: '/etc/codex/config.toml',
  line: 2,
  column: 1,
};

/** A ChatGPT account with this problem. */
function withProblem(code: TokenProblem['code']): AccountState {
  const state = accountStateOf({
    credential: chatgptCredential(),
    verdict: allowed,
    failure: null,
    unsaved: false,
    backgroundRefresh: null,
    now: testNow,
  });
  if (state.kind !== 'chatgpt') throw new TypeError('it is a ChatGPT account');
  return { ...state, problem: { code, message: `What ${code} means.` } };
}

describe('notices that stand while the state does', () => {
  it.each([
    ['refresh-failed', 'error', 'signIn'],
    ['refresh-token-missing', 'error', 'signIn'],
    ['tokens-unsaved', 'warning', 'refresh'],
    ['record-incomplete', 'warning', 'refresh'],
    ['token-expired', 'warning', 'refresh'],
  ] as const)('the problem %s is an %s, and is met by %s', (code, severity, action) => {
    expect(currentNotices(withProblem(code), allowed, null)).toMatchObject([
      { id: code, severity, action, message: `What ${code} means.` },
    ]);
  });

  it('a key of the environment that breaks a rule names the variable and the place of the rule', () => {
    expect(currentNotices({ kind: 'signedOut' }, violation, place)).toMatchObject([
      {
        id: 'environment-key',
        severity: 'error',
        message:
          'ChatGPT login is required. The rule forced_login_method is set in /etc/codex/config.toml, line 2, column 1.',
        action: 'reload',
      },
    ]);
  });

  it.each<[AccountState, Verdict]>([
    [{ kind: 'signedOut' }, allowed],
    [{ kind: 'signedOut' }, { kind: 'unknown', because: 'rules', message: 'not known' }],
    [{ kind: 'signedOut' }, { ...violation, remedy: 'signOut' }],
    [{ kind: 'signedOut' }, { ...violation, remedy: 'hide' }],
    [{ kind: 'unusable', problem: { code: 'record-invalid', message: 'm' } }, allowed],
  ])('none for %j under %j', (account, verdict) => {
    expect(currentNotices(account, verdict, null)).toEqual([]);
  });
});

describe('a refresh that failed', () => {
  it('for now can be tried again', () => {
    expect(refreshFailedNotice(transientFailure('Failed.'))).toMatchObject({
      title: 'Not refreshed',
      message: 'Failed.',
      action: 'refresh',
    });
  });

  it('for an account that is gone asks to look at what is stored now', () => {
    expect(refreshFailedNotice(permanentFailure('other', accountChangedMessage))).toMatchObject({
      message: accountChangedMessage,
      action: 'reload',
    });
  });

  it('for good stands with the account instead', () => {
    expect(refreshFailedNotice(permanentFailure('reused'))).toBeNull();
  });
});

describe('a sign-out', () => {
  it.each([
    [{ kind: 'revoked' }, 'info', 'Signed out everywhere'],
    [{ kind: 'nothing' }, 'info', 'Signed out on this device'],
    [
      { kind: 'failed', message: 'The issuer answered 500.' },
      'warning',
      'Signed out on this device only',
    ],
  ] as const)('everywhere that came to %j', (outcome, severity, title) => {
    const notice = revocationNotice(outcome);
    expect(notice).toMatchObject({ severity, title, action: 'dismiss' });
    if (outcome.kind === 'failed') expect(notice.message).toContain(outcome.message);
  });

  it('that could not be made can be tried again', () => {
    expect(signOutFailedNotice('auth.json cannot be written.')).toMatchObject({
      severity: 'error',
      message: 'auth.json cannot be written.',
      action: 'signOut',
    });
  });
});

it.each([
  [true, 'A login rule signed you out'],
  [false, 'A login rule could not be enforced'],
])('a rule that was enforced (removed: %s) says so, and where it is set', (removed, title) => {
  const enforcement = { kind: 'signedOut', violation, message: 'Logging out.', removed } as const;
  expect(enforcementNotice(enforcement, place)).toMatchObject({
    title,
    message:
      'Logging out. The rule forced_login_method is set in /etc/codex/config.toml, line 2, column 1.',
  });
});

it('a file that was kept is named', () => {
  expect(keptAsideNotice('/home/ada/.codex/auth.json.kept-1').message).toContain(
    'It is kept as /home/ada/.codex/auth.json.kept-1;',
  );
});

it('every notice is one that the window can show', () => {
  const notices = [
    ...currentNotices(withProblem('refresh-failed'), violation, place),
    refreshFailedNotice(transientFailure('Failed.')),
    revocationNotice({ kind: 'revoked' }),
    signOutFailedNotice('m'),
    keptAsideNotice('f'),
    enforcementNotice({ kind: 'signedOut', violation, message: 'm', removed: true }, place),
  ];
  for (const notice of notices) expect(noticeSchema.parse(notice)).toEqual(notice);
});

describe('the storage', () => {
  it('that others can read is named, with the one thing to do about it', () => {
    const notice = exposedFileNotice({
      kind: 'file',
      location: '/home/ada/.codex/auth.json',
      holds: 'credential',
      problem: null,
      writtenAt: null,
      protection: 'readableByOthers',
    });
    expect(noticeSchema.parse(notice)).toMatchObject({ severity: 'warning', action: 'protect' });
    expect(notice.message).toContain('/home/ada/.codex/auth.json');
  });

  it('tells a move with a copy left apart from one that did not come about', () => {
    const partly = storageFailedNotice('move-store', {
      kind: 'partly',
      message: 'A copy is left.',
    });
    const failed = storageFailedNotice('move-store', {
      kind: 'failed',
      message: 'The disk is full.',
    });
    expect(noticeSchema.parse(partly)).toMatchObject({ severity: 'warning', action: 'dismiss' });
    expect(noticeSchema.parse(failed)).toMatchObject({
      severity: 'error',
      message: 'The disk is full.',
    });
    expect(partly.id).toBe(failed.id);
  });
});

it('tells a help desk the sentence, the rule and where it is set', () => {
  const removal = {
    message: 'API key login is required, but ChatGPT is currently being used. Logging out.',
    rule: 'forced_login_method',
    source: '/home/ada/.codex/config.toml',
    line: 3,
    column: 1,
    at: testNow,
  };
  expect(removalText(removal, 'Gatehouse 0.1.0')).toBe(
    `Gatehouse 0.1.0 is about to sign out on this device.
Reason: API key login is required, but ChatGPT is currently being used. Logging out.
Rule: forced_login_method
Set in: /home/ada/.codex/config.toml, line 3, column 1
Removed at: ${new Date(testNow).toISOString()}, unless the rule changes before
`,
  );
  expect(removalText({ ...removal, line: null, column: null }, 'Gatehouse')).toContain(
    'Set in: /home/ada/.codex/config.toml\n',
  );
});
