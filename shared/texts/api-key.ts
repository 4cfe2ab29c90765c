import { defineTexts } from './define-texts.ts';

/** What was given in place of an API key. */
export const apiKeyTexts = defineTexts({
  mistakes: {
    empty: 'No API key provided.',
    notPlainText:
      'This is not plain text: it has NUL characters in it, as files in UTF-16 have. Save the key as UTF-8 or ASCII text, and try again.',
    json: 'This is JSON, not an API key. Give the key alone.',
    markup: 'This is a web page or XML, not an API key. Give the key alone.',
    signInToken: 'This is a token of a ChatGPT sign-in, not an API key. {step}',
    personalAccessToken:
      'This is a personal access token, not an API key. Use "gatehouse login --with-access-token".',
    refreshToken:
      'This is a refresh token of a ChatGPT sign-in, not an API key. Sign in with ChatGPT instead.',
    certificate: 'This is a certificate or a private key, not an API key. Give the API key alone.',
    assignment: 'This is an assignment, not an API key alone. Give only what stands after "=".',
    variableName: 'This is the name of a variable, not its value. Give the key itself.',
    header: 'This is the text of a header, not an API key alone. Give only what stands after it.',
    several: 'This is more than one API key. Give one key.',
    quoted: 'This has quotation marks around it. Give the key without them.',
    masked:
      'This is an API key with its middle hidden. The whole key is shown only once, when it is made: make a new one if you did not keep it.',
    severalLines: 'This is more than one line, and an API key is one line. Give the key alone.',
    blanks: 'An API key has no blanks in it. Give the key alone, as you copied it.',
    unusualCharacters:
      'This has characters in it that no API key has, such as accents, control characters or marks that cannot be seen. Copy the key again.',
    address: 'This is a web address, not an API key. Give the key alone.',
    standIn: 'This stands for a key in instructions. Give your own key.',
    beginningAlone: 'This is only the beginning of an API key. Give the whole key.',
    tooShort: 'This is too short for an API key. Give the whole key, as you copied it.',
    tooLong: 'This is too long for an API key. Give the key alone.',
  },
});
