import { defineTexts } from '../define-texts.ts';

/** Why a command line is refused, and what it has to be. */
export const usageTexts = defineTexts({
  /** After each of the others. */
  seeHelp: '{problem} See "gatehouse help".',
  /** The same where it is known which command was meant. */
  seeHelpOn: '{problem} See "gatehouse help {command}".',
  missingCommand: 'Missing command.',
  unknownCommand: 'Unknown command "{name}".',
  unknownCommandMeant: 'Unknown command "{name}". Did you mean "{meant}"?',
  noFurtherArguments: '"gatehouse {command}" takes no further arguments.',
  /** {option} has its dashes. */
  unknownOption: 'Unknown option "{option}".',
  unknownOptionMeant: 'Unknown option "{option}". Did you mean --{meant}?',
  noSuchOption: '"{command}" has no option --{option}.',
  noSuchOptionMeant: '"{command}" has no option --{option}. Did you mean --{meant}?',
  optionTwice: '--{option} can be given only once.',
  optionNeedsValue: '--{option} needs a value.',
  valueWithDash: '--{option} needs a value. Where that starts with a dash, write --{option}=VALUE.',
  optionWithoutValue: '--{option} takes no value.',
  notUnderstood: 'The options cannot be understood.',
  accounts:
    'Usage: gatehouse accounts [rename ACCOUNT NAME | remove ACCOUNT | sign-out ACCOUNT | plain-files on|off | new-key].',
  activityLimit: '--limit takes a whole number from 1 to 10000.',
  codex: 'Usage: gatehouse codex [restart [--now] | ask].',
  completions: 'Usage: gatehouse completions bash|zsh|fish|powershell.',
  kept: 'Usage: gatehouse kept [use|remove ID], with an ID that "gatehouse kept" lists.',
  login: {
    forLaterOrAccount: 'Use either --keep-for-later or --account.',
    oneMethod: 'Use only one of --device, --with-api-key and --with-access-token.',
  },
  policy: {
    preview: '--preview takes the name of a file.',
    folder: '--cd takes a folder.',
    profile: '--profile takes a plain name, such as "work".',
    asWithoutPreview: '--as belongs to --preview.',
    as: '--as takes requirements or managed-config.',
    noFolder: '{folder} is no folder.',
  },
  store:
    'Usage: gatehouse store [move keyring|file | protect | remove-copies | entries | remove-entry ID].',
  switch: 'Usage: gatehouse switch ACCOUNT, with one that "gatehouse accounts" lists.',
  token: {
    accountAlone: '--account goes with neither --refused nor --look-up.',
    onTerminal:
      'The access token is not printed on a terminal, where it would stay to be read. Send the output to a program, or add --show.',
    refused:
      '--refused expects the access token that was refused on standard input, and nothing else. Pipe that token alone.',
  },
});
