import { defineTexts } from './define-texts.ts';

/** Files of settings, and why Codex or Gatehouse cannot use one. */
export const configTexts = defineTexts({
  stops: 'Codex does not start until {place} is corrected: {message}.',
  /** In the middle of a sentence, in the place of a file. */
  itsConfiguration: 'its configuration',
  unreadable: '{place} cannot be read: {fault}',
  dotenvUnreadable: '{file} cannot be read ({fault}), and may give Codex another sign-in',
  /** Clauses, of a file or of what all of them come to. */
  faults: {
    tooLarge: 'it is larger than 8 MiB',
    tooMuch: 'it has more than {thousands},000 names, values and escapes',
    ownProfile: 'it has [profiles.{name}], beside which Codex takes no --profile {name}',
    formerProfile: 'profile is no longer supported; choose one with "codex --profile" instead',
    notTaken: '{key} has a value that Codex does not take',
    somethingNotTaken: 'it has a value or a key that Codex does not take',
    notKnown: 'whether Codex takes {key} is not known',
    notAnswered: 'the Codex CLI did not say whether it loads its configuration',
    codexNotStarted: 'the Codex CLI could not be started',
    codexSlow: 'the Codex CLI did not answer in time',
    notBase64: 'it is not standard base64',
    preferenceUnreadable: '{file} cannot be read',
    notReadAgain: 'its configuration could not be read for a second time',
  },
  notToml: 'line {line}, column {column} is not valid TOML',
  notTomlBecause: 'line {line}, column {column} is not valid TOML: {mistake}',
  /** Mistakes in TOML, none of which quotes the text. */
  mistakes: {
    noValue: 'there is no value here; text needs quotes',
    leadingZero: 'a number may not begin with 0',
    noNumber: 'this is no number; text needs quotes',
    noDate: 'this is no date or time; text needs quotes',
    noSuchDate: 'there is no such date or time; text needs quotes',
    openText: 'text is not closed by its quote',
    openLine: 'text is not closed by its quote on the same line, or has a control character in it',
    backslash: 'a backslash in text has to be doubled, or the text to be in single quotes',
    openList: 'a list is not closed by "]"',
    openTable: 'a table is not closed by "\'}\'"',
    noComma: 'a comma or a closing bracket is missing',
    tooDeep: 'lists or tables are nested too deeply',
    noKey: 'a key is missing',
    openKey: 'a key has to be followed by "=" or "]"',
    keyInQuotes:
      'a key has to be followed by "=" or "]", and one with other characters needs quotes',
    threeQuotes: 'a key may not have three quotes',
    openListOfTables: 'the name of a list of tables ends with "]]"',
    afterLine: 'something follows where the line has to end',
    twice: 'this was defined before',
    controlCharacter: 'a comment has a control character in it',
    beyond64Bits: 'a whole number is beyond 64 bits',
    tooLarge: 'a number is too large',
    tooManyNames: 'a key has more than {most} names',
    secondMark: 'there is a second byte order mark',
  },
  /** Rules of the cloud, as Codex keeps them. */
  cloud: {
    rules: 'cloud rules',
    config: 'cloud rules: {name}',
    requirements: 'cloud requirements: {name}',
    notComplete: 'it is not complete, or was changed',
    wrongSignature: 'its signature does not match',
    notToml: '{place} is no TOML: {fault}',
    faultIn: 'in {place}, {fault}',
  },
});
