import { defineTexts } from './define-texts.ts';

/** Accounts that are saved and not in use, and sign-ins that are kept. */
export const savedAccountsCardTexts = defineTexts({
  title: 'Saved accounts',
  add: 'Add account',
  none: 'Add another account to switch to it at any time.',
  search: {
    label: 'Search accounts',
    placeholder: 'Such as a name, a workspace or a plan',
    all: '{count, plural, one {# account} other {# accounts}}',
    found: '{found, number} of {count, plural, one {# account} other {# accounts}}',
    showAll: 'Show all {count} accounts',
  },
  facts: {
    notUsedYet: 'Not used yet',
    lastUsed: 'Last used {when}',
    workspace: 'Workspace {workspace}',
    payAsYouGo: 'Pay as you go',
    inPlainFile: 'In a plain file',
  },
  tokenByCommand: 'A token is taken by the command {command}.',
  more: 'More',
  plainFiles: {
    note: 'Accounts are saved in plain files that only you can read.',
    seal: 'Encrypt new accounts',
    use: 'Save in plain files that only you can read',
    useTitle: 'Save in plain files?',
    useConsequences:
      'Whoever can read your files can then use your saved accounts, from a backup or a stolen disk too. Other users of this computer can’t. You can go back to a keyring later.',
  },
  newKey: {
    make: 'Make a new key',
    title: 'Make a new key?',
    consequences:
      'Accounts that were encrypted with the old key can’t be opened any more; their files are kept under another name. Sign in again to each of them.',
  },
  remove: {
    label: 'Remove from this device',
    title: 'Remove this account?',
    chatgpt: '{name} is removed from this device. Other devices stay signed in.',
    key: '{name} is removed from this device. It stays valid until you delete it in your OpenAI account.',
  },
  signOutEverywhere: {
    title: 'Sign out everywhere?',
    text: 'This signs {name} out on every device that uses this sign-in, and removes it from this one. You can’t undo it.',
  },
  rename: {
    title: 'Rename this account',
    field: 'Name',
    hint: 'Only you see it. Leave it empty for {name}.',
    save: 'Save name',
  },
  /** What is wrong with the list as a whole. */
  problems: {
    keyLocked: 'Your keyring is locked',
    keyLockedText:
      'The key of your saved accounts is in it. Nothing was deleted. Unlock the keyring, then try again.',
    keyUnreachable: 'Your keyring can’t be used now',
    keyUnreachableText: 'The key of your saved accounts is in it. Nothing was deleted. {reason}',
    keyGone: 'The key of your saved accounts is gone',
    keyGoneText:
      'It isn’t in the keyring any more, so they can’t be opened. Bring the old keyring back, or make a new key and sign in again.',
    keySwapped: 'The key of your saved accounts was replaced',
    noKeyring: 'No keyring is running',
    noKeyringText:
      '{reason} Saved accounts are encrypted with a key in the keyring. You can also save them in plain files.',
    forbidden: 'A rule stands in the way',
    switchOpen: 'A switch has not ended',
    unreadable: 'Your saved accounts can’t be read',
  },
  kept: {
    title: 'Kept sign-ins',
    note: 'They are stored on this device and not in use.',
    use: 'Use this sign-in',
    unlock: 'Unlock the keyring',
    remove: 'Remove',
    removeTitle: 'Remove this kept sign-in?',
  },
});
