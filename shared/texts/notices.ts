import { defineTexts } from './define-texts.ts';

/** Notices of the window: what happened, or what needs a look. */
export const noticeTexts = defineTexts({
  keyring: {
    asks: 'The keyring asks for its password or for your consent, in a window of its own.',
    slow: 'Your sign-in is in the keyring, which takes its time.',
  },
  buttons: {
    hide: 'Hide',
    gotIt: 'Got it',
    checkAgain: 'Check again',
    restart: 'Restart it…',
    dismiss: 'Dismiss',
    tryAgain: 'Try again',
    makePrivate: 'Make private',
  },
  leftInKeyring: 'KeePassXC keeps old entries',
  environmentKey: 'A key from the environment breaks a login rule',
  withheld: 'A login rule does not allow this sign-in',
  otherAccount: 'Codex that runs uses another account',
  restarted: 'Codex was restarted',
  notRestarted: 'Codex was not restarted',
  enforcement: {
    removed: 'A login rule signed you out',
    failed: 'A login rule could not be enforced',
  },
  signedOutElsewhere: {
    title: 'Another program signed you out',
    byNoRule:
      'No rule that Gatehouse looks at demands it. It may have been "codex logout", or a rule of a single start of Codex, such as one of a project. Sign in again.',
    byRule:
      'Codex has most likely done it: {programs} remove a sign-in that breaks the rule {rule} ({place}). Sign in as the rule allows.',
    byRuleElsewhere:
      'Codex may have done it. Your sign-in is allowed, but {programs} remove it where you start them with another credential that breaks the rule {rule} ({place}). Look for CODEX_API_KEY or CODEX_ACCESS_TOKEN there, then sign in again.',
  },
  oldFile: {
    replaced:
      'What was stored before could not be used and was replaced. It is kept as {file}; delete it when you no longer need it.',
    title: 'The old credential file was kept',
    movedAway:
      'What was stored could not be read, so it was moved away. It is kept as {file}; delete it when you no longer need it.',
  },
  lookUpFailed: 'The token could not be looked up',
  keptSignIn: {
    message: 'It was replaced and is among the kept sign-ins. Use it again or remove it there.',
    title: 'The sign-in before is kept',
  },
  changedBySignOut:
    'Another program has stored a different sign-in meanwhile, and it was left alone. To remove that one, sign out again.',
  notKept: {
    title: 'What was stored before could not be kept',
    message: 'You are signed in. {reason}',
  },
  kept: {
    failed: 'The kept sign-in was left as it is',
    removed: 'Kept sign-in removed',
  },
  accountsRemoval: {
    rule: 'gatehouse.remove_saved_accounts demands it (set in {place}).',
    done: 'Your saved accounts were removed',
    announced: 'Your saved accounts are removed {due}',
    announcedRule: '{rule} What Codex uses now stays.',
  },
  signOutFailed: 'Not signed out',
  exposed: {
    title: 'Others can read your sign-in',
    message: 'Other users of this computer can read {file}.',
  },
  storage: {
    copiesLeft: 'Not all copies were removed',
    copyLeft: 'Moved, but a copy is left',
    nothingRemoved: 'Nothing was removed',
    unchanged: 'The storage was not changed',
  },
  unreached: {
    title: 'Part of the sign-in may still be stored',
    message: 'Not everything could be removed. {reasons}',
  },
  revocation: {
    revoked: {
      message: 'The sign-in was revoked, and removed from this device.',
      title: 'Signed out everywhere',
    },
    nothing: {
      message: 'There was no ChatGPT sign-in to revoke. An API key is revoked where it was made.',
      title: 'Signed out on this device',
    },
    failed: {
      message:
        "The sign-in was removed here, but it could not be revoked. {reason} Other devices that share it may still be signed in; end it in your account's security settings.",
      title: 'Signed out on this device only',
    },
  },
  refresh: {
    changed: 'Something else is stored now',
    failed: 'Not refreshed',
  },
  /** What a person did with saved accounts. */
  accounts: {
    'switch-account': { done: 'Account switched', failed: 'Not switched' },
    'add-account': { done: 'Account saved', failed: 'The account was not saved' },
    'renew-account': { done: 'Signed in again', failed: 'Not signed in again' },
    'rename-account': { done: 'Account renamed', failed: 'Not renamed' },
    'remove-account': { done: 'Account removed', failed: 'Not removed' },
    'sign-out-account': { done: 'Account signed out', failed: 'Not signed out' },
    'protect-accounts': { done: 'Saved accounts', failed: 'Nothing was changed' },
  },
  removalForHelpers: `{app} is about to sign out on this device.
Reason: {message}
Rule: {rule}
Set in: {place}
Removed at: {time}, unless the rule changes before
`,
});
