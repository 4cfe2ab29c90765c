import type {
  AnnouncedRemoval,
  Notice,
  NoticeId,
  RulePosition,
  StoragePlace,
} from '../../shared/app-state.ts';
import type { KeyringWait } from '../../shared/keyring-problem.ts';
import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';
import { rulePlaceTexts } from '../../shared/texts/rule-places.ts';
import { placePhrase, ruleSentence } from '../../shared/wording/rule-place.ts';
import type { WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import type { RunningCodex } from '../../shared/running-codex.ts';
import { otherProgramTexts, staleServerText } from '../../shared/wording/running-codex.ts';
import { refreshTexts } from '../../shared/texts/refreshing.ts';
import { noticeTexts as texts } from '../../shared/texts/notices.ts';
import type { ActivityEvent } from '../activity/activity.ts';
import type { RestartOutcome } from '../codex-programs/server-restart.ts';
import type { RevokeOutcome } from '../auth/token-endpoint.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import type { Enforcement } from '../policy/enforce-verdict.ts';
import type { RemovalDemand } from '../policy/removal-demand.ts';
import type { Verdict } from '../policy/verdict.ts';
import { verdictText } from '../policy/violation-text.ts';

/** Notices of `currentNotices` follow from the state and go with it; the others are dismissed. */

export const keyringWaitNoticeId = 'keyring-wait';

export function keyringWaitNotice(wait: KeyringWait): Notice {
  return {
    id: keyringWaitNoticeId,
    severity: 'info',
    title: keyringProblemTexts.waits[wait](),
    message: wait === 'unlock' ? texts.keyring.asks() : texts.keyring.slow(),
    action: 'dismiss',
    actionLabel: texts.buttons.hide(),
  };
}

export function leftInKeyringNotice(): Notice {
  return {
    id: 'left-in-keyring',
    severity: 'warning',
    title: texts.leftInKeyring(),
    message: keyringProblemTexts.leftInKeePassXC(),
    action: 'dismiss',
    actionLabel: texts.buttons.gotIt(),
  };
}

/**
 * Notices for as long as the state lasts; `violated` is where the verdict's rule is set. What is
 * wrong with the account is said with the account.
 */
export function currentNotices(
  verdict: Verdict,
  violated: RulePosition | null,
  names: WorkspaceNaming,
): readonly Notice[] {
  const notices: Notice[] = [];
  if (verdict.kind === 'violated') {
    const text = verdictText(verdict, names);
    const common = {
      severity: 'error',
      message: violated === null ? text : `${text} ${ruleSentence(violated)}`,
      action: 'reload',
      actionLabel: texts.buttons.checkAgain(),
    } as const;
    if (verdict.remedy === 'unsetVariable') {
      const title = texts.environmentKey();
      notices.push({ ...common, id: 'environment-key', title });
    }
    if (verdict.withheld !== null) {
      const title = texts.withheld();
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
    const title = texts.otherAccount();
    const more = { action: 'reload', actionLabel: texts.buttons.checkAgain() } as const;
    return [{ ...common, severity: 'info', title, message: others, ...more }];
  }
  const message = others === '' ? server.consequences : `${server.consequences} ${others}`;
  const title = server.title.replace(/\.$/, '');
  return [
    { ...common, title, message, action: 'restartCodex', actionLabel: texts.buttons.restart() },
  ];
}

export function restartNotice({ kind, message }: RestartOutcome): Notice {
  return kind === 'restarted'
    ? dismissed('codex-restarted', 'info', texts.restarted(), message)
    : dismissed('codex-not-restarted', 'warning', texts.notRestarted(), message);
}

function dismissed(
  id: NoticeId,
  severity: Notice['severity'],
  title: string,
  message: string,
): Notice {
  return { id, severity, title, message, action: 'dismiss', actionLabel: texts.buttons.dismiss() };
}

export function enforcementNotice(
  enforcement: Extract<Enforcement, { kind: 'signedOut' }>,
  place: RulePosition,
  names: WorkspaceNaming,
): Notice {
  const { removed, violation, message } = enforcement;
  const title = removed ? texts.enforcement.removed() : texts.enforcement.failed();
  const reason = removed ? verdictText(violation, names, 'before') : message;
  const notice = dismissed('enforced', 'error', title, `${reason} ${ruleSentence(place)}`);
  return reason === message ? notice : { ...notice, details: message };
}

/** `demand`: the rule that Codex may have acted on, and where it is; null for none. */
export function outsideSignOutNotice(
  demand: (Pick<RemovalDemand, 'because'> & { readonly place: RulePosition }) | null,
): Notice {
  const title = texts.signedOutElsewhere.title();
  const notice = (severity: Notice['severity'], message: string): Notice =>
    dismissed('signed-out-elsewhere', severity, title, message);
  if (demand === null) {
    return notice('info', texts.signedOutElsewhere.byNoRule());
  }
  const { because, place } = demand;
  const values = {
    programs: rulePlaceTexts.forcedRulePrograms(),
    rule: place.rule,
    place: placePhrase(place),
  };
  return notice(
    'warning',
    because === 'signIn'
      ? texts.signedOutElsewhere.byRule(values)
      : texts.signedOutElsewhere.byRuleElsewhere(values),
  );
}

export function keptCopyNotice(keptCopy: string): Notice {
  const message = texts.oldFile.replaced({ file: keptCopy });
  return dismissed('kept-copy', 'info', texts.oldFile.title(), message);
}

export function keptCopyAtSignOutNotice(keptCopy: string): Notice {
  const message = texts.oldFile.movedAway({ file: keptCopy });
  return dismissed('kept-copy', 'info', texts.oldFile.title(), message);
}

export function lookUpFailedNotice(message: string): Notice {
  return dismissed('look-up-failed', 'warning', texts.lookUpFailed(), message);
}

export function keptSignInNotice(): Notice {
  const message = texts.keptSignIn.message();
  return dismissed('kept-sign-in', 'info', texts.keptSignIn.title(), message);
}

export function notKeptNotice(reason: string): Notice {
  const title = texts.notKept.title();
  return dismissed('not-kept', 'warning', title, texts.notKept.message({ reason }));
}

export function keptFailedNotice(message: string): Notice {
  return dismissed('kept-failed', 'error', texts.kept.failed(), message);
}

export function keptRemovedNotice(message: string): Notice {
  return dismissed('kept-removed', 'info', texts.kept.removed(), message);
}

/** What a person did with saved accounts. */
export type AccountsAction = keyof typeof texts.accounts;

export function accountsNotice(
  action: AccountsAction,
  { message, severity }: Pick<Notice, 'message' | 'severity'>,
): Notice {
  const id = action === 'switch-account' ? 'switched' : 'accounts-done';
  return dismissed(id, severity, texts.accounts[action].done(), message);
}

export function accountsFailedNotice(action: AccountsAction, message: string): Notice {
  const id = action === 'switch-account' ? 'switch-refused' : 'accounts-failed';
  return dismissed(id, 'error', texts.accounts[action].failed(), message);
}

/** @param source the place whose rule has them removed. @param due in words; null where it is done */
export function accountsRemovalNotice(source: string, due: string | null): Notice {
  const rule = texts.accountsRemoval.rule({ place: source });
  return due === null
    ? dismissed('accounts-removal', 'warning', texts.accountsRemoval.done(), rule)
    : dismissed(
        'accounts-removal',
        'warning',
        texts.accountsRemoval.announced({ due }),
        texts.accountsRemoval.announcedRule({ rule }),
      );
}

export function signOutFailedNotice(message: string): Notice {
  return {
    id: 'sign-out-failed',
    severity: 'error',
    title: texts.signOutFailed(),
    message,
    action: 'signOut',
    actionLabel: texts.buttons.tryAgain(),
  };
}

export function exposedFileNotice({ location }: StoragePlace): Notice {
  return {
    id: 'store-exposed',
    severity: 'warning',
    title: texts.exposed.title(),
    message: texts.exposed.message({ file: location }),
    action: 'protect',
    actionLabel: texts.buttons.makePrivate(),
  };
}

export function storageFailedNotice(
  action: ActivityEvent['action'],
  outcome: { readonly kind: 'partly' | 'fixed' | 'failed'; readonly message: string },
): Notice {
  const isPartly = outcome.kind === 'partly';
  const isRemoval = action === 'remove-copy';
  const partly = isRemoval ? texts.storage.copiesLeft() : texts.storage.copyLeft();
  const failed = isRemoval ? texts.storage.nothingRemoved() : texts.storage.unchanged();
  return isPartly
    ? dismissed('storage-failed', 'warning', partly, outcome.message)
    : dismissed('storage-failed', 'error', failed, outcome.message);
}

export function unreachedNotice(unreached: readonly string[]): Notice {
  return {
    id: 'unreached',
    severity: 'warning',
    title: texts.unreached.title(),
    message: texts.unreached.message({ reasons: unreached.join(' ') }),
    action: 'signOut',
    actionLabel: texts.buttons.tryAgain(),
  };
}

export function revocationNotice(outcome: RevokeOutcome): Notice {
  switch (outcome.kind) {
    case 'revoked': {
      const message = texts.revocation.revoked.message();
      return dismissed('revocation', 'info', texts.revocation.revoked.title(), message);
    }
    case 'nothing': {
      const message = texts.revocation.nothing.message();
      return dismissed('revocation', 'info', texts.revocation.nothing.title(), message);
    }
    case 'failed': {
      const message = texts.revocation.failed.message({ reason: outcome.message });
      return dismissed('revocation', 'warning', texts.revocation.failed.title(), message);
    }
  }
}

/** Null for failures that the account itself shows. */
export function refreshFailedNotice(failure: RefreshFailure): Notice | null {
  const common = { id: 'refresh-failed-for-now', severity: 'warning' } as const;
  const { message } = failure;
  if (message === refreshTexts.accountChanged()) {
    const title = texts.refresh.changed();
    return { ...common, title, message, action: 'reload', actionLabel: texts.buttons.checkAgain() };
  }
  if (failure.permanent) return null;
  return {
    ...common,
    title: texts.refresh.failed(),
    message: withoutStep(message),
    action: 'refresh',
    actionLabel: texts.buttons.tryAgain(),
  };
}

/** Its button tries again, and the account tells when Gatehouse does. */
function withoutStep(message: string): string {
  const step = refreshTexts.failed({ reason: '' });
  return message.endsWith(step) ? message.slice(0, -step.length) : message;
}

/** Why a sign-in is removed, for a helper: no token and no address. */
export function removalText(removal: AnnouncedRemoval, app: string): string {
  const { message, details, rule, at } = removal;
  const time = new Date(at).toISOString();
  return texts.removalForHelpers({
    app,
    message: details ?? message,
    rule,
    place: placePhrase(removal),
    time,
  });
}
