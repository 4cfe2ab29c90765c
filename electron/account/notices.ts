import type {
  AnnouncedRemoval,
  Notice,
  NoticeId,
  RulePosition,
  StoragePlace,
} from '../../shared/app-state.ts';
import type { KeyringWait } from '../../shared/keyring-problem.ts';
import { leftInKeyring, keyringWaitText } from '../../shared/wording/keyring-problems.ts';
import { forcedRulePrograms, placePhrase, ruleSentence } from '../../shared/wording/rule-place.ts';
import type { RunningCodex } from '../../shared/running-codex.ts';
import { otherProgramTexts, staleServerText } from '../../shared/wording/running-codex.ts';
import type { ActivityEvent } from '../activity/activity.ts';
import type { RestartOutcome } from '../codex-programs/server-restart.ts';
import type { RevokeOutcome } from '../auth/token-endpoint.ts';
import { accountChangedMessage, type RefreshFailure } from '../auth/refresh-failure.ts';
import type { Enforcement } from '../policy/enforce-verdict.ts';
import type { RemovalDemand } from '../policy/removal-demand.ts';
import type { Verdict } from '../policy/verdict.ts';

/** Notices of `currentNotices` follow from the state and go with it; the others are dismissed. */

export const keyringWaitNoticeId = 'keyring-wait';

export function keyringWaitNotice(wait: KeyringWait): Notice {
  return {
    id: keyringWaitNoticeId,
    severity: 'info',
    title: keyringWaitText(wait),
    message:
      wait === 'unlock'
        ? 'The keyring asks for its password or for your consent, in a window of its own.'
        : 'Your sign-in is in the keyring, which takes its time.',
    action: 'dismiss',
    actionLabel: 'Hide',
  };
}

export function leftInKeyringNotice(): Notice {
  return {
    id: 'left-in-keyring',
    severity: 'warning',
    title: 'KeePassXC keeps old entries',
    message: leftInKeyring,
    action: 'dismiss',
    actionLabel: 'Got it',
  };
}

/**
 * Notices for as long as the state lasts; `violated` is where the verdict's rule is set. What is
 * wrong with the account is said with the account.
 */
export function currentNotices(verdict: Verdict, violated: RulePosition | null): readonly Notice[] {
  const notices: Notice[] = [];
  if (verdict.kind === 'violated') {
    const common = {
      severity: 'error',
      message: violated === null ? verdict.message : `${verdict.message} ${ruleSentence(violated)}`,
      action: 'reload',
      actionLabel: 'Check again',
    } as const;
    if (verdict.remedy === 'unsetVariable') {
      const title = 'A key from the environment breaks a login rule';
      notices.push({ ...common, id: 'environment-key', title });
    }
    if (verdict.withheld !== null) {
      const title = 'A login rule does not allow this sign-in';
      notices.push({ ...common, id: 'removal-withheld', title });
    }
  }
  return notices;
}

/** For as long as a Codex program that runs uses another account than the stored one. */
export function outdatedCodexNotices(running: RunningCodex): readonly Notice[] {
  if (running.isRestarting) return [];
  const server = staleServerText(running);
  const others = otherProgramTexts(running).join(' ');
  if (server === null && others === '') return [];
  const common = { id: 'codex-outdated', severity: 'warning' } as const;
  if (server === null) {
    const title = 'Codex that runs uses another account';
    const more = { action: 'reload', actionLabel: 'Check again' } as const;
    return [{ ...common, severity: 'info', title, message: others, ...more }];
  }
  const message = others === '' ? server.consequences : `${server.consequences} ${others}`;
  const title = server.title.replace(/\.$/, '');
  return [{ ...common, title, message, action: 'restartCodex', actionLabel: 'Restart it…' }];
}

export function restartNotice({ kind, message }: RestartOutcome): Notice {
  return kind === 'restarted'
    ? dismissed('codex-restarted', 'info', 'Codex was restarted', message)
    : dismissed('codex-not-restarted', 'warning', 'Codex was not restarted', message);
}

function dismissed(
  id: NoticeId,
  severity: Notice['severity'],
  title: string,
  message: string,
): Notice {
  return { id, severity, title, message, action: 'dismiss', actionLabel: 'Dismiss' };
}

export function enforcementNotice(
  enforcement: Extract<Enforcement, { kind: 'signedOut' }>,
  place: RulePosition,
): Notice {
  const title = enforcement.removed
    ? 'A login rule signed you out'
    : 'A login rule could not be enforced';
  return dismissed('enforced', 'error', title, `${enforcement.message} ${ruleSentence(place)}`);
}

/** `demand`: the rule that Codex may have acted on, and where it is; null for none. */
export function outsideSignOutNotice(
  demand: (Pick<RemovalDemand, 'because'> & { readonly place: RulePosition }) | null,
): Notice {
  const title = 'Another program signed you out';
  const notice = (severity: Notice['severity'], message: string): Notice =>
    dismissed('signed-out-elsewhere', severity, title, message);
  if (demand === null) {
    return notice(
      'info',
      'No rule that Gatehouse looks at demands it. It may have been "codex logout", or a rule of a single start of Codex, such as one of a project. Sign in again.',
    );
  }
  const { because, place } = demand;
  const rule = `the rule ${place.rule} (${placePhrase(place)})`;
  return notice(
    'warning',
    because === 'signIn'
      ? `Codex has most likely done it: ${forcedRulePrograms} remove a sign-in that breaks ${rule}. Sign in as the rule allows.`
      : `Codex may have done it. Your sign-in is allowed, but ${forcedRulePrograms} remove it where you start them with another credential that breaks ${rule}. Look for CODEX_API_KEY or CODEX_ACCESS_TOKEN there, then sign in again.`,
  );
}

export function keptCopyNotice(keptCopy: string): Notice {
  const message = `What was stored before could not be used and was replaced. It is kept as ${keptCopy}; delete it when you no longer need it.`;
  return dismissed('kept-copy', 'info', 'The old credential file was kept', message);
}

export function keptCopyAtSignOutNotice(keptCopy: string): Notice {
  const message = `What was stored could not be read, so it was moved away. It is kept as ${keptCopy}; delete it when you no longer need it.`;
  return dismissed('kept-copy', 'info', 'The old credential file was kept', message);
}

export function lookUpFailedNotice(message: string): Notice {
  return dismissed('look-up-failed', 'warning', 'The token could not be looked up', message);
}

export function keptSignInNotice(): Notice {
  const message =
    'It was replaced and is among the kept sign-ins. Use it again or remove it there.';
  return dismissed('kept-sign-in', 'info', 'The sign-in before is kept', message);
}

export const changedBySignOut =
  'Another program has stored a different sign-in meanwhile, and it was left alone. To remove that one, sign out again.';

export function notKeptNotice(reason: string): Notice {
  const title = 'What was stored before could not be kept';
  return dismissed('not-kept', 'warning', title, `You are signed in. ${reason}`);
}

export function keptFailedNotice(message: string): Notice {
  return dismissed('kept-failed', 'error', 'The kept sign-in was left as it is', message);
}

export function keptRemovedNotice(message: string): Notice {
  return dismissed('kept-removed', 'info', 'Kept sign-in removed', message);
}

/** What a person did with saved accounts, with the titles of both ends. */
const accountsTitles = {
  'switch-account': ['Account switched', 'Not switched'],
  'add-account': ['Account saved', 'The account was not saved'],
  'renew-account': ['Signed in again', 'Not signed in again'],
  'rename-account': ['Account renamed', 'Not renamed'],
  'remove-account': ['Account removed', 'Not removed'],
  'sign-out-account': ['Account signed out', 'Not signed out'],
  'protect-accounts': ['Saved accounts', 'Nothing was changed'],
} as const;
export type AccountsAction = keyof typeof accountsTitles;

export function accountsNotice(action: AccountsAction, message: string): Notice {
  const id = action === 'switch-account' ? 'switched' : 'accounts-done';
  return dismissed(id, 'info', accountsTitles[action][0], message);
}

export function accountsFailedNotice(action: AccountsAction, message: string): Notice {
  const id = action === 'switch-account' ? 'switch-refused' : 'accounts-failed';
  return dismissed(id, 'error', accountsTitles[action][1], message);
}

/** @param source the place whose rule has them removed. @param due in words; null where it is done */
export function accountsRemovalNotice(source: string, due: string | null): Notice {
  const rule = `gatehouse.remove_saved_accounts demands it (set in ${source}).`;
  return due === null
    ? dismissed('accounts-removal', 'warning', 'Your saved accounts were removed', rule)
    : dismissed(
        'accounts-removal',
        'warning',
        `Your saved accounts are removed ${due}`,
        `${rule} What Codex uses now stays.`,
      );
}

export function signOutFailedNotice(message: string): Notice {
  return {
    id: 'sign-out-failed',
    severity: 'error',
    title: 'Not signed out',
    message,
    action: 'signOut',
    actionLabel: 'Try again',
  };
}

export function exposedFileNotice({ location }: StoragePlace): Notice {
  return {
    id: 'store-exposed',
    severity: 'warning',
    title: 'Others can read your sign-in',
    message: `Other users of this computer can read ${location}.`,
    action: 'protect',
    actionLabel: 'Make private',
  };
}

export function storageFailedNotice(
  action: ActivityEvent['action'],
  outcome: { readonly kind: 'partly' | 'fixed' | 'failed'; readonly message: string },
): Notice {
  const isPartly = outcome.kind === 'partly';
  const isRemoval = action === 'remove-copy';
  const partly = isRemoval ? 'Not all copies were removed' : 'Moved, but a copy is left';
  const failed = isRemoval ? 'Nothing was removed' : 'The storage was not changed';
  return isPartly
    ? dismissed('storage-failed', 'warning', partly, outcome.message)
    : dismissed('storage-failed', 'error', failed, outcome.message);
}

export function unreachedNotice(unreached: readonly string[]): Notice {
  return {
    id: 'unreached',
    severity: 'warning',
    title: 'Part of the sign-in may still be stored',
    message: `Not everything could be removed. ${unreached.join(' ')}`,
    action: 'signOut',
    actionLabel: 'Try again',
  };
}

export function revocationNotice(outcome: RevokeOutcome): Notice {
  switch (outcome.kind) {
    case 'revoked': {
      const message = 'The sign-in was revoked, and removed from this device.';
      return dismissed('revocation', 'info', 'Signed out everywhere', message);
    }
    case 'nothing': {
      const message =
        'There was no ChatGPT sign-in to revoke. An API key is revoked where it was made.';
      return dismissed('revocation', 'info', 'Signed out on this device', message);
    }
    case 'failed': {
      const message = `The sign-in was removed here, but it could not be revoked. ${outcome.message} Other devices that share it may still be signed in; end it in your account's security settings.`;
      return dismissed('revocation', 'warning', 'Signed out on this device only', message);
    }
  }
}

/** Null for failures that the account itself shows. */
export function refreshFailedNotice(failure: RefreshFailure): Notice | null {
  const common = { id: 'refresh-failed-for-now', severity: 'warning' } as const;
  const { message } = failure;
  if (message === accountChangedMessage) {
    const title = 'Something else is stored now';
    return { ...common, title, message, action: 'reload', actionLabel: 'Check again' };
  }
  if (failure.permanent) return null;
  return {
    ...common,
    title: 'Not refreshed',
    message,
    action: 'refresh',
    actionLabel: 'Try again',
  };
}

/** Why a sign-in is removed, for a helper: no token and no address. */
export function removalText(removal: AnnouncedRemoval, app: string): string {
  const { message, rule, at } = removal;
  return [
    `${app} is about to sign out on this device.`,
    `Reason: ${message}`,
    `Rule: ${rule}`,
    `Set in: ${placePhrase(removal)}`,
    `Removed at: ${new Date(at).toISOString()}, unless the rule changes before`,
    '',
  ].join('\n');
}
