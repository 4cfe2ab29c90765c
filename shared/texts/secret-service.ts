import { defineTexts } from './define-texts.ts';

/** Why a Secret Service did not do what it was asked to do: clauses, of the service. */
export const secretServiceTexts = defineTexts({
  accessDenied: 'access denied',
  tooManyConnections: 'too many connections',
  outOfMemory: 'out of memory',
  noEncryption: 'it offers no encrypted session',
  notSupported: 'it does not support that',
  notUnderstood: 'it did not understand the request',
  noSession: 'it opened no session',
  noText: 'it holds no text',
});
