import { defineTexts } from './define-texts.ts';

/** Requests of the window that cannot be done, and the titles of its dialogs for files. */
export const requestTexts = defineTexts({
  unexpected: 'Gatehouse met an unexpected problem (log id {id}).',
  unknownRequest: 'There is no such request.',
  malformed: 'The request {request} does not fit the contract.',
  busy: {
    anotherCommand: 'Another command is under way. Try again in a moment.',
    refreshing: 'The access token is being refreshed. Try again in a moment.',
    signingOut: 'You are being signed out. Try again in a moment.',
    switchingAccount: 'Accounts are being switched. Try again in a moment.',
    changingAccount: 'An account is being changed. Try again in a moment.',
    changingKept: 'A kept sign-in is being changed. Try again in a moment.',
    lookingUp: 'The token is being looked up. Try again in a moment.',
  },
  noLink: 'No sign-in is waiting, so there is no sign-in link to copy.',
  noCode: 'No sign-in is waiting, so there is no code to copy.',
  noServer: 'No background server of Codex runs with this home.',
  noRemoval: 'Nothing is about to be removed.',
  folderNotOpened: 'The folder could not be opened.',
  exports: {
    activity: 'Export activity',
    diagnostics: 'Export diagnostics',
    policy: 'Export policy',
    notWritten: 'The export could not be written to {file}.',
  },
});
