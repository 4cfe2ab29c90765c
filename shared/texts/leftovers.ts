import { defineTexts } from './define-texts.ts';

/** What Gatehouse keeps outside of its package, as things in a list. */
export const leftoverTexts = defineTexts({
  loginEntry: 'starts Gatehouse at login',
  savedAccounts: 'saved accounts',
  data: 'data of Gatehouse',
  dataFolder: 'settings, activity and logs',
  keptSignIns: 'kept sign-ins',
  journal: 'tokens of a refresh that was not saved',
  keptCopy: 'a copy of what could not be read',
  noteOrLock: 'a note or lock, without a secret',
  note: 'a note, without a secret',
  keyOfKept: 'the key of kept sign-ins',
  trial: 'a trial of the keyring',
  keyOfAccounts: 'the key of saved accounts',
  earlierKey: 'an earlier key of saved accounts',
});
