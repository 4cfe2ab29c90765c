import { defineTexts } from './define-texts.ts';

/** What a sign-in says on its way, in the browser and where it ends without an account. */
export const signInTexts = defineTexts({
  accessToken: {
    empty: 'No access token provided via stdin.',
    apiKey: 'This is an API key. Use "gatehouse login --with-api-key".',
    jwt: 'This is a JWT, not a personal access token. For an agent identity use "codex login --with-access-token".',
    unlike:
      'This is not a personal access token: it begins with "at-" and is one word. Give the token alone, as ChatGPT showed it.',
  },
  timedOut: 'Login timed out after 10 minutes.',
  page: {
    startUsed:
      'This address works once and was used already. Go back to Gatehouse and choose "Open in browser again".',
    stateMismatch: 'State mismatch',
    alreadyAnswered: 'This sign-in was answered already',
    signedIn: {
      title: 'Signed in to Codex',
      message: 'You can close this page and go back to Gatehouse.',
    },
    notEntitled: 'You do not have access to Codex',
    failed: 'Sign-in could not be completed',
    notSaved: 'Sign-in completed but credentials could not be saved locally.',
    otherUser: {
      message:
        'Another user of this computer started this sign-in, so nothing was done. If that was you, choose "Allow this once" in Gatehouse, then load this page again.',
      title: 'This sign-in is not yours to finish',
    },
    cancelled: 'Login cancelled',
  },
  port: {
    another: 'Port {busy} is in use by another program; Gatehouse uses port {used} instead.',
    none: 'No port is free for the sign-in: {ports} are in use by other programs. Finish or cancel the sign-in of the other program, or sign in with a device code.',
  },
  address: {
    ofAnotherSignIn:
      'This address is of another sign-in. Open the link above, and copy the address that you come to.',
    answered: 'This sign-in has its answer already.',
    unlike:
      'This is not the address that you come to after the sign-in. It starts with http://127.0.0.1:{port}/auth/callback.',
  },
  missingCode: 'Missing authorization code. Sign-in could not be completed.',
  portWanted: 'The sign-in was cancelled because another program asked for its port.',
  deviceCode: {
    expired: 'The device code has expired. Ask for a new one. ({code})',
    invalid: 'The device code is not valid any more. Ask for a new one. ({code})',
    disabled:
      'Device codes are turned off for your account. Turn on device code login in ChatGPT, under Settings › Security (in a workspace, its administrator does so under the workspace’s permissions), or sign in with the browser.',
    requestFailed: '{reason} Try again in a few minutes, or sign in with the browser.',
    timedOut: 'Device code login timed out after 15 minutes.',
  },
  unexpected: 'The sign-in met an unexpected problem. The log says more.',
  cancelled: 'Login was not completed.',
  noneWaits: 'No sign-in is waiting for this address. Start one first.',
  exchangeFailed: '{reason} Start the sign-in again.',
  /** By `error` of RFC 6749 section 4.1.2.1 or OpenID Connect Core 1.0 section 3.1.2.6. */
  denied: {
    declined:
      'You or your administrator declined the sign-in. Try again and allow access; if you did, ask your administrator for access to Codex.',
    ownFault:
      'The sign-in service did not accept what Gatehouse asked for. Update Gatehouse, or sign in with a device code.',
    serviceFault:
      'The sign-in service has a problem of its own. Wait a few minutes, then try again.',
    loginRequired:
      'You are not signed in to ChatGPT in your browser. Sign in there, then try again.',
    interactionRequired:
      'The sign-in service needs an answer from you in the browser. Try again and answer what it asks.',
    noAccountChosen: 'No account was chosen. Try again and choose one in the browser.',
    consentRequired: 'The sign-in needs your consent. Try again and allow access in the browser.',
    unknownReason:
      'The sign-in service gave no reason that Gatehouse knows. Try again, or sign in with a device code.',
    notEntitled:
      'Codex is not enabled for your workspace. Contact your workspace administrator to request access to Codex.',
  },
});
