import { refreshTexts } from '../../shared/texts/refreshing.ts';
import { describe, expect, it } from 'vitest';

import { noticeSchema, type Notice } from '../../shared/app-state.ts';
import { permanentFailure, transientFailure } from '../auth/refresh-failure.ts';
import type { Verdict, Violation } from '../policy/verdict.ts';
import { testNow } from '../testing/credentials.ts';
import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';
import { runningCodex, runningProgram } from '../../shared/testing/running-codex.ts';
import {
  currentNotices,
  enforcementNotice,
  exposedFileNotice,
  keptCopyNotice,
  keptCopyAtSignOutNotice,
  leftInKeyringNotice,
  keptFailedNotice,
  keptRemovedNotice,
  keptSignInNotice,
  keyringWaitNotice,
  notKeptNotice,
  outdatedCodexNotices,
  refreshFailedNotice,
  removalText,
  restartNotice,
  revocationNotice,
  signOutFailedNotice,
  storageFailedNotice,
  unreachedNotice,
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

describe('notices that stand while the state does', () => {
  it('a key of the environment that breaks a rule names the variable and the place of the rule', () => {
    expect(currentNotices(violation, place, {})).toMatchObject([
      {
        id: 'environment-key',
        severity: 'error',
        message:
          'ChatGPT login is required. The rule forced_login_method is set in /etc/codex/config.toml, line 2, column 1.',
        action: 'reload',
      },
    ]);
  });

  it.each<Verdict>([
    allowed,
    { kind: 'unknown', because: 'rules', message: 'not known' },
    { ...violation, remedy: 'signOut' },
    { ...violation, remedy: 'hide' },
  ])('none under %j', (verdict) => {
    expect(currentNotices(verdict, null, {})).toEqual([]);
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

  it('for now says what happened, and leaves the step to its button', () => {
    const message = refreshTexts.failed({ reason: 'The sign-in service has a problem.' });
    expect(refreshFailedNotice(transientFailure(message))).toMatchObject({
      message: 'The sign-in service has a problem.',
    });
  });

  it('for an account that is gone asks to look at what is stored now', () => {
    expect(
      refreshFailedNotice(permanentFailure('other', refreshTexts.accountChanged())),
    ).toMatchObject({
      message: refreshTexts.accountChanged(),
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
  const message = removed ? violation.message : 'It failed.';
  const enforcement = { kind: 'signedOut', violation, message, removed } as const;
  expect(enforcementNotice(enforcement, place, {})).toMatchObject({
    title,
    message: `${message} The rule forced_login_method is set in /etc/codex/config.toml, line 2, column 1.`,
  });
});

it('a file that was kept is named', () => {
  expect(keptCopyNotice('/home/ada/.codex/auth.json.kept-1').message).toContain(
    'It is kept as /home/ada/.codex/auth.json.kept-1;',
  );
});

it('every notice is one that the window can show', () => {
  const notices = [
    ...currentNotices(violation, place, {}),
    refreshFailedNotice(transientFailure('Failed.')),
    revocationNotice({ kind: 'revoked' }),
    signOutFailedNotice('m'),
    keptCopyNotice('f'),
    enforcementNotice({ kind: 'signedOut', violation, message: 'm', removed: true }, place, {}),
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
    message: 'This device only allows API keys. You’re signed in with ChatGPT.',
    details: 'API key login is required, but ChatGPT is currently being used. Logging out.',
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

describe('the words of a notice', () => {
  const ruleText =
    'The rule forced_login_method is set in /etc/codex/config.toml, line 2, column 1.';
  const [again, look, dismiss] = ['Try again', 'Check again', 'Dismiss'];
  const withheld: Violation = {
    ...violation,
    remedy: 'signOut',
    withheld: { because: 'unproven', message: 'm' },
  };
  const changed = permanentFailure('other', refreshTexts.accountChanged());
  const removed = { kind: 'signedOut', violation, message: 'Logging out.', removed: true } as const;

  it.each<[string, readonly (Notice | null)[], string, string, string, string]>([
    [
      'a keyring that asks for something',
      [keyringWaitNotice('unlock')],
      keyringProblemTexts.waits.unlock(),
      'The keyring asks for its password or for your consent, in a window of its own.',
      'dismiss',
      'Hide',
    ],
    [
      'a keyring that is slow',
      [keyringWaitNotice('answer')],
      keyringProblemTexts.waits.answer(),
      'Your sign-in is in the keyring, which takes its time.',
      'dismiss',
      'Hide',
    ],
    [
      'a keyring that keeps old entries',
      [leftInKeyringNotice()],
      'KeePassXC keeps old entries',
      keyringProblemTexts.leftInKeePassXC(),
      'dismiss',
      'Got it',
    ],
    [
      'a key of the environment',
      currentNotices(violation, place, {}),
      'A key from the environment breaks a login rule',
      `ChatGPT login is required. ${ruleText}`,
      'reload',
      look,
    ],
    [
      'a key of the environment, and nobody knows where the rule is',
      currentNotices(violation, null, {}),
      'A key from the environment breaks a login rule',
      'ChatGPT login is required.',
      'reload',
      look,
    ],
    [
      'a removal that is put off',
      currentNotices(withheld, place, {}),
      'A login rule does not allow this sign-in',
      `ChatGPT login is required. ${ruleText}`,
      'reload',
      look,
    ],
    [
      'a removal that is put off, and nobody knows where the rule is',
      currentNotices(withheld, null, {}),
      'A login rule does not allow this sign-in',
      'ChatGPT login is required.',
      'reload',
      look,
    ],
    [
      'a rule that was enforced',
      [enforcementNotice(removed, place, {})],
      'A login rule signed you out',
      `${violation.message} ${ruleText}`,
      'dismiss',
      dismiss,
    ],
    [
      'a file that was replaced',
      [keptCopyNotice('/f')],
      'The old credential file was kept',
      'What was stored before could not be used and was replaced. It is kept as /f; delete it when you no longer need it.',
      'dismiss',
      dismiss,
    ],
    [
      'a file that was moved away',
      [keptCopyAtSignOutNotice('/f')],
      'The old credential file was kept',
      'What was stored could not be read, so it was moved away. It is kept as /f; delete it when you no longer need it.',
      'dismiss',
      dismiss,
    ],
    [
      'a sign-in that was kept',
      [keptSignInNotice()],
      'The sign-in before is kept',
      'It was replaced and is among the kept sign-ins. Use it again or remove it there.',
      'dismiss',
      dismiss,
    ],
    [
      'what could not be kept',
      [notKeptNotice('The disk is full.')],
      'What was stored before could not be kept',
      'You are signed in. The disk is full.',
      'dismiss',
      dismiss,
    ],
    [
      'a kept sign-in that nothing was done with',
      [keptFailedNotice('m')],
      'The kept sign-in was left as it is',
      'm',
      'dismiss',
      dismiss,
    ],
    [
      'a kept sign-in that was removed',
      [keptRemovedNotice('m')],
      'Kept sign-in removed',
      'm',
      'dismiss',
      dismiss,
    ],
    ['a sign-out that failed', [signOutFailedNotice('m')], 'Not signed out', 'm', 'signOut', again],
    [
      'a sign-out that left something',
      [unreachedNotice(['The file stays.', 'The keyring stays.'])],
      'Part of the sign-in may still be stored',
      'Not everything could be removed. The file stays. The keyring stays.',
      'signOut',
      again,
    ],
    [
      'a move that left a copy',
      [storageFailedNotice('move-store', { kind: 'partly', message: 'm' })],
      'Moved, but a copy is left',
      'm',
      'dismiss',
      dismiss,
    ],
    [
      'a move that failed',
      [storageFailedNotice('move-store', { kind: 'failed', message: 'm' })],
      'The storage was not changed',
      'm',
      'dismiss',
      dismiss,
    ],
    [
      'copies of which some are left',
      [storageFailedNotice('remove-copy', { kind: 'partly', message: 'm' })],
      'Not all copies were removed',
      'm',
      'dismiss',
      dismiss,
    ],
    [
      'copies that are all left',
      [storageFailedNotice('remove-copy', { kind: 'failed', message: 'm' })],
      'Nothing was removed',
      'm',
      'dismiss',
      dismiss,
    ],
    [
      'a revocation',
      [revocationNotice({ kind: 'revoked' })],
      'Signed out everywhere',
      'The sign-in was revoked, and removed from this device.',
      'dismiss',
      dismiss,
    ],
    [
      'nothing to revoke',
      [revocationNotice({ kind: 'nothing' })],
      'Signed out on this device',
      'There was no ChatGPT sign-in to revoke. An API key is revoked where it was made.',
      'dismiss',
      dismiss,
    ],
    [
      'a revocation that failed',
      [revocationNotice({ kind: 'failed', message: 'No network.' })],
      'Signed out on this device only',
      "The sign-in was removed here, but it could not be revoked. No network. Other devices that share it may still be signed in; end it in your account's security settings.",
      'dismiss',
      dismiss,
    ],
    [
      'a refresh for another account',
      [refreshFailedNotice(changed)],
      'Something else is stored now',
      refreshTexts.accountChanged(),
      'reload',
      look,
    ],
    [
      'a refresh that failed for now',
      [refreshFailedNotice(transientFailure('Failed.'))],
      'Not refreshed',
      'Failed.',
      'refresh',
      again,
    ],
  ])('about %s', (_, notices, title, message, action, actionLabel) => {
    expect(notices).toEqual([
      expect.objectContaining({ title, message, action, actionLabel }) as Notice,
    ]);
    expect(noticeSchema.parse(notices[0])).toEqual(notices[0]);
  });

  it('about a file that others can read', () => {
    const file = { kind: 'file', location: '/f', holds: 'credential', problem: null } as const;
    expect(exposedFileNotice({ ...file, writtenAt: null, protection: 'readableByOthers' })).toEqual(
      {
        id: 'store-exposed',
        severity: 'warning',
        title: 'Others can read your sign-in',
        message: 'Other users of this computer can read /f.',
        action: 'protect',
        actionLabel: 'Make private',
      },
    );
  });
});

it.each([
  [keyringWaitNotice('unlock'), 'keyring-wait', 'info'],
  [leftInKeyringNotice(), 'left-in-keyring', 'warning'],
  [keptCopyNotice('/f'), 'kept-copy', 'info'],
  [keptCopyAtSignOutNotice('/f'), 'kept-copy', 'info'],
  [keptSignInNotice(), 'kept-sign-in', 'info'],
  [notKeptNotice('m'), 'not-kept', 'warning'],
  [keptFailedNotice('m'), 'kept-failed', 'error'],
  [keptRemovedNotice('m'), 'kept-removed', 'info'],
  [signOutFailedNotice('m'), 'sign-out-failed', 'error'],
  [unreachedNotice([]), 'unreached', 'warning'],
  [
    storageFailedNotice('move-store', { kind: 'partly', message: 'm' }),
    'storage-failed',
    'warning',
  ],
  [storageFailedNotice('move-store', { kind: 'failed', message: 'm' }), 'storage-failed', 'error'],
  [revocationNotice({ kind: 'revoked' }), 'revocation', 'info'],
  [revocationNotice({ kind: 'nothing' }), 'revocation', 'info'],
  [revocationNotice({ kind: 'failed', message: 'm' }), 'revocation', 'warning'],
])('%j takes the place of another %s, and is of severity %s', (notice, id, severity) => {
  expect(notice).toMatchObject({ id, severity });
});

describe('a Codex that runs with another account', () => {
  const bob = {
    kind: 'chatgpt',
    email: 'bob@example.com',
    accountId: 'W',
    workspaceName: null,
  } as const;
  const other = runningProgram({ uses: { how: 'told', who: bob, next: null }, differs: true });
  const server = { ...other, pid: 8, kind: 'backgroundServer' } as const;
  it.each([
    [[], false, null],
    [[runningProgram()], false, null],
    [[server], true, null],
    [[other], false, { severity: 'info', action: 'reload' }],
    [[server], false, { severity: 'warning', action: 'restartCodex' }],
    [[server, other], false, { severity: 'warning', action: 'restartCodex' }],
  ] as const)('%#: is told with what helps', (programs, isRestarting, expected) => {
    const running = runningCodex({ programs: [...programs], isRestarting });
    const [notice, ...others] = outdatedCodexNotices(running);
    expect(others).toEqual([]);
    if (expected === null) expect(notice).toBeUndefined();
    else expect(noticeSchema.parse(notice)).toMatchObject({ id: 'codex-outdated', ...expected });
    expect(notice?.message.includes('(process 4711)') ?? false).toBe(
      expected !== null && programs.some(({ pid }) => pid === 4711),
    );
  });

  it.each([
    ['restarted', 'codex-restarted'],
    ['slow', 'codex-not-restarted'],
    ['failed', 'codex-not-restarted'],
  ] as const)('was %s', (kind, id) => {
    const notice = noticeSchema.parse(restartNotice({ kind, message: 'So it is.' }));
    expect(notice).toMatchObject({ id, message: 'So it is.', action: 'dismiss' });
  });
});
