import { defineTexts } from '../define-texts.ts';

/** What `gatehouse login` says while a person signs in, and afterwards. */
export const loginCommandTexts = defineTexts({
  browser: {
    opened: 'Finish signing in in your browser. If it did not open, open this link:',
    notOpened: 'Open this link in a browser on this machine to sign in:',
    remote: 'On a remote machine, use "gatehouse login --device" instead.',
    paste:
      'If that browser is on another machine, its last page cannot be opened: paste the address of that page here and press Enter.',
    /** {number}: of a user, as the system counts them. */
    turnedAway:
      'Another user of this machine (number {number}) tried to finish your sign-in and was turned away. Open the link in your own browser.',
    cancel: 'Ctrl-C cancels.',
  },
  device: {
    page: 'Open this page in any browser and sign in:',
    code: 'Then enter this code, which is good until {time}:',
    warning:
      'Scammers ask for these codes. Only enter it on the page above, and only if you started this sign-in. Ctrl-C cancels.',
  },
  saving: 'Saving the sign-in...',
  apiKeyTooLong: 'Standard input holds more than 64 KiB, which is no API key. Pipe the key alone.',
  accessTokenTooLong:
    'Standard input holds more than 64 KiB, which is no access token. Pipe the token alone.',
  noApiKey:
    'Give the key on standard input: printenv OPENAI_API_KEY | gatehouse login --with-api-key',
  noAccessToken:
    'Give the token on standard input: printenv CODEX_ACCESS_TOKEN | gatehouse login --with-access-token',
  /** To the letter as Codex CLI 0.171.0 says it, but for the name of the command. */
  codex: {
    pipeApiKey:
      '--with-api-key expects the API key on stdin. Try piping it, e.g. `printenv OPENAI_API_KEY | gatehouse login --with-api-key`.',
    pipeAccessToken:
      '--with-access-token expects the access token on stdin. Try piping it, e.g. `printenv CODEX_ACCESS_TOKEN | gatehouse login --with-access-token`.',
  },
  /** After why somebody else's sign-in is not taken. */
  otherAccount: {
    revoked: 'The new sign-in was revoked.',
    notRevoked:
      'The new sign-in was not revoked, since that could end one that you have. It is kept nowhere.',
  },
  replacedIsKept: 'The sign-in that was replaced is among the kept sign-ins. See "gatehouse kept".',
  /** {done}: a sentence. */
  seeAccounts: '{done} See "gatehouse accounts".',
});
