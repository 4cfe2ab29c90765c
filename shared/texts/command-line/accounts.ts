import { defineTexts } from '../define-texts.ts';

/** What `gatehouse accounts` and `gatehouse switch` say. */
export const accountsCommandTexts = defineTexts({
  isInUse: '{account} is in use already.',
  none: 'No account is saved, and none is in use.',
  notFound: 'There is no such account. To see them all, run: gatehouse accounts',
  ambiguous: 'That names several accounts. Say the id of one:',
  inPlainFiles: 'New accounts are saved in plain files.',
  isKept: '{email} is kept, not saved. Run "gatehouse kept use {id}".',
  use: 'Use one:      gatehouse switch {account}',
  add: 'Add another:  gatehouse login --keep-for-later',
  workspace: 'workspace {name}',
  plainFile: 'saved in a plain file that only you can read',
  unsaved: 'not saved yet; a switch saves it',
  lastUsed: 'last used {time}',
  states: {
    inUse: 'in use',
    ready: 'ready',
    notAllowed: 'not allowed here: {message} (set in {source})',
    inUseElsewhere: 'in use in {home}',
  },
  /** It may have to be signed in again, and why. */
  spent: {
    'codex-was-running':
      'may have to be signed in again: Codex ran while another account took its place ({time})',
    'codex-may-have-run':
      'may have to be signed in again: Codex may have run while another account took its place ({time})',
    replaced: 'may have to be signed in again: another program replaced it ({time})',
    'signed-out': 'may have to be signed in again: another program signed it out ({time})',
    'switch-interrupted': 'may have to be signed in again: a switch ended halfway ({time})',
    'refresh-interrupted':
      'may have to be signed in again: a refresh ended before its answer was saved ({time})',
  },
  needsSignIn: {
    refused: 'needs a new sign-in: the sign-in service refused to renew it ({time})',
    expired: 'needs a new sign-in: it ended while it was not in use ({time})',
    unreadable: 'needs a new sign-in: its saved copy cannot be opened ({time})',
  },
});
