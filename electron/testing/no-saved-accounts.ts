import type { AccountFollower } from '../account/enforcer.ts';

/** For programs without saved accounts. */
export const noSavedAccounts: AccountFollower = {
  look: () => Promise.resolve(),
  left: () => Promise.resolve(),
};
