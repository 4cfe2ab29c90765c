import { parseArgs, type ParseArgsConfig } from 'node:util';

import { usageTexts as texts } from '../../shared/texts/command-line/usage.ts';
import { nearMiss } from '../base/near-miss.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
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
  /** A mistake, and the command that it was made with, if that is known. */
  | { readonly ok: false; readonly message: string; readonly command: CommandName | null };

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
    return mistaken(mistakeOf(error, args), args.find(isCommandName) ?? null);
  }
  const { values, positionals, tokens } = parsed;
  const [name, ...words] = positionals;
  if (name === 'help' || values['help']) return helpOn(name === 'help' ? words[0] : name);
  if (values['version']) return { ok: true, command: { name: 'version' } };
  if (name === undefined) return mistaken(texts.missingCommand());
  if (!isCommandName(name)) return mistaken(unknownCommand(name));
  const { help, read } = commands[name];
  // Not repeated: it may be a key that belongs on standard input.
  if (words.length > 0 && !help().some(([form]) => /^[a-z]/i.test(form))) {
    return mistaken(texts.noFurtherArguments({ command: name }), name);
  }
  const allowed = flagsOf(name);
  const given = tokens.filter((token) => token.kind === 'option');
  const foreign = given.find((flag) => !allowed.includes(flag.name));
  if (foreign) {
    const asked = { command: name, option: foreign.name };
    const meant = nearMiss(foreign.name, allowed);
    return mistaken(
      meant === null ? texts.noSuchOption(asked) : texts.noSuchOptionMeant({ ...asked, meant }),
      name,
    );
  }
  const withValue = given.filter(({ value }) => value !== undefined).map((flag) => flag.name);
  const twice = withValue.find((flag, index) => withValue.indexOf(flag) !== index);
  if (twice !== undefined) return mistaken(texts.optionTwice({ option: twice }), name);
  const own = Object.fromEntries(allowed.map((flag) => [flag, values[flag]]));
  // Of the types that the row of this command says.
  const asked = read?.(own as never, words) ?? own;
  if (typeof asked === 'string') return mistaken(asked, name);
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
  const meant = nearMiss(name, [...Object.keys(commands), 'help']);
  return meant === null
    ? texts.unknownCommand({ name })
    : texts.unknownCommandMeant({ name, meant });
}

/** What Node found, by its code. Which option it was stands in its text alone (seen with Node 20). */
function mistakeOf(error: unknown, args: readonly string[]): string {
  const message = error instanceof Error ? error.message : '';
  const [, option = null] = /^[^']*'(?:-\w, )?(-[^' ]*)/.exec(message) ?? [];
  if (option === null) return texts.notUnderstood();
  const name = option.replace(/^-+/, '');
  if (systemCodeOf(error) === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    if (message.includes('not take')) return texts.optionWithoutValue({ option: name });
    return message.includes('ambiguous')
      ? texts.valueWithDash({ option: name })
      : texts.optionNeedsValue({ option: name });
  }
  const command = args.find(isCommandName);
  const known = command === undefined ? Object.keys(options) : [...flagsOf(command), 'help'];
  const meant = nearMiss(name, known);
  return meant === null
    ? texts.unknownOption({ option })
    : texts.unknownOptionMeant({ option, meant });
}

/** What was typed may be a key, also in the place of a command or an option. */
function mistaken(message: string, command: CommandName | null = null): ParsedArguments {
  return { ok: false, message: redact(message), command };
}
