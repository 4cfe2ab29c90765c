import { parseArgs, type ParseArgsConfig } from 'node:util';

import { nearMiss } from '../base/near-miss.ts';
import { redact } from '../redaction/redact.ts';
import { commands, type Command, type CommandName } from './commands.ts';

export type ParsedArguments =
  | {
      readonly ok: true;
      readonly command:
        | Command
        | { readonly name: 'help'; readonly topic: CommandName | null }
        | { readonly name: 'version' };
    }
  | { readonly ok: false; readonly message: string };

const allFlags = Object.values(commands).flatMap((row) => Object.entries(row.flags ?? {}));
const options: NonNullable<ParseArgsConfig['options']> = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  json: { type: 'boolean', default: false },
  ...Object.fromEntries(
    allFlags.map(([flag, type]) => [flag, type === 'string' ? { type } : { type, default: false }]),
  ),
};

const questions = ['--help', '-h', '--version', '-V'];

/**
 * The command line within the arguments of the installed app: from a question or the first word
 * that could be a command. Switches before it are Chromium's. Null where the app is meant, also
 * with a file or an address that a desktop opens with it.
 */
export function commandLineIn(args: readonly string[]): readonly string[] | null {
  const start = args.findIndex((arg) => !arg.startsWith('-') || questions.includes(arg));
  const first = args[start];
  if (first === undefined) return null;
  return questions.includes(first) || /^[a-z-]+$/i.test(first) ? args.slice(start) : null;
}

/**
 * Reads the command line, without the program and the script. It takes no secret: one would stay
 * in the shell's history and in every process list.
 */
export function parseArguments(args: readonly string[]): ParsedArguments {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    return mistaken(mistakeOf(error, args));
  }
  const { values, positionals, tokens } = parsed;
  const [name, ...words] = positionals;
  if (name === 'help' || values['help']) return helpOn(name === 'help' ? words[0] : name);
  if (values['version']) return { ok: true, command: { name: 'version' } };
  if (name === undefined) return mistaken('Missing command.');
  if (!isCommandName(name)) return mistaken(unknownCommand(name));
  const { help, read } = commands[name];
  // Not repeated: it may be a key that belongs on standard input.
  if (words.length > 0 && !help.some(([form]) => /^[a-z]/i.test(form))) {
    return mistaken(`"gatehouse ${name}" takes no further arguments.`);
  }
  const allowed = flagsOf(name);
  const given = tokens.filter((token) => token.kind === 'option');
  const foreign = given.find((flag) => !allowed.includes(flag.name));
  if (foreign) {
    const meant = meantBy(foreign.name, allowed, '--');
    return mistaken(`"${name}" has no option --${foreign.name}.${meant}`);
  }
  const withValue = given.filter(({ value }) => value !== undefined).map((flag) => flag.name);
  const twice = withValue.find((flag, index) => withValue.indexOf(flag) !== index);
  if (twice !== undefined) return mistaken(`--${twice} can be given only once.`);
  const own = Object.fromEntries(allowed.map((flag) => [flag, values[flag]]));
  // Of the types that the row of this command says.
  const asked = read?.(own as never, words) ?? own;
  if (typeof asked === 'string') return mistaken(asked);
  return { ok: true, command: { name, json: own['json'], ...asked } as Command };
}

/** Help on a command, or on all of them. */
function helpOn(topic: string | undefined): ParsedArguments {
  if (topic === undefined || topic === 'help') {
    return { ok: true, command: { name: 'help', topic: null } };
  }
  return isCommandName(topic)
    ? { ok: true, command: { name: 'help', topic } }
    : mistaken(unknownCommand(topic));
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** The options of a command, without dashes. */
function flagsOf(name: CommandName): readonly string[] {
  return ['json', ...Object.keys(commands[name].flags ?? {})];
}

function unknownCommand(name: string): string {
  return `Unknown command "${name}".${meantBy(name, [...Object.keys(commands), 'help'])}`;
}

/** What Node's parser says, in a sentence. */
function mistakeOf(error: unknown, args: readonly string[]): string {
  if (!(error instanceof Error)) return 'Unknown option.';
  const [, option] = /^Unknown option '-*([^']*)'/.exec(error.message) ?? [];
  const sentence = `${error.message.split(/\.\s/)[0]}.`.replace(/\.\.$/, '.');
  if (option === undefined) return sentence;
  const name = args.find(isCommandName);
  const known = name === undefined ? Object.keys(options) : [...flagsOf(name), 'help'];
  return `${sentence}${meantBy(option, known, '--')}`;
}

function meantBy(typed: string, words: readonly string[], dashes = ''): string {
  const meant = nearMiss(typed, words);
  return meant === null
    ? ''
    : ` Did you mean ${dashes === '' ? `"${meant}"` : `${dashes}${meant}`}?`;
}

/** What was typed may be a key, also in the place of a command or an option. */
function mistaken(message: string): ParsedArguments {
  return { ok: false, message: redact(message) };
}
