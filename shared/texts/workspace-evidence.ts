import { defineTexts } from './define-texts.ts';

/** Why the workspace of a sign-in is not verified: clauses, of the sign-in. */
export const evidenceTexts = defineTexts({
  notSoFar: 'the signature of its tokens was not verified so far',
  namesNoWorkspace: 'its tokens name no workspace',
  namesOtherWorkspace: 'its tokens do not name the workspace that it is used for',
  /** By which of the tokens it was to be verified. */
  idToken: {
    otherIssuer: 'its ID token does not name {issuer} as its issuer',
    noKey: 'the key of its ID token is not among those that {issuer} publishes',
    wrong: 'the signature of its ID token is wrong',
    unverifiable: 'its ID token is not signed in a way that can be verified',
  },
  accessToken: {
    otherIssuer: 'its access token does not name {issuer} as its issuer',
    noKey: 'the key of its access token is not among those that {issuer} publishes',
    wrong: 'the signature of its access token is wrong',
    unverifiable: 'its access token is not signed in a way that can be verified',
  },
  noKeys: 'the keys of {issuer} could not be fetched ({reason})',
  /** Why not. */
  keys: {
    notYet: 'not yet',
    otherIssuer: 'its metadata names another issuer',
    unsafe: 'its metadata names no safe address',
    status: 'it answered with status {status}',
    unknownAnswer: 'its answer cannot be understood',
    unknownReason: 'unknown reason',
  },
});
