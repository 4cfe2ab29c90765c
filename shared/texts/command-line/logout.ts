import { defineTexts } from '../define-texts.ts';

/** What `gatehouse logout` says. */
export const logoutCommandTexts = defineTexts({
  /** Of a credential that is about to be removed: its kind, and what becomes of it. */
  removal: '{name}: {consequence}',
  notReached: 'Not reached, and may still hold the sign-in: {place}',
  notWaitedFor: 'Stopped waiting: {lock}',
  here: 'Signed out on this device',
  everywhere: 'Signed out everywhere',
  hereOnly: 'Signed out on this device only: the sign-in could not be revoked. {reason}',
  failed: 'Error signing out: {reason}',
  restRemoved: 'What was reached is removed.',
  revoked: 'The sign-in was revoked.',
});
