import type { AccountsDocument } from './accounts-document.ts';

/** The list before an account was saved. */
export const noAccounts: AccountsDocument = {
  version: 1,
  recipient: null,
  protection: 'sealed',
  accounts: [],
};
