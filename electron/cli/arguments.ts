import { parseArgs, type ParseArgsConfig } from 'node:util';

import { redact } from '../redaction/redact.ts';
import { commands, type Command, type CommandName } from './commands.ts';

export type ParsedArguments =
  | { readonly ok: true; readonly command: Command | { name: 'help' } | { name: 'version' } }
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
    const sentence = error instanceof Error ? error.message.split(/\.\s/)[0] : 'Unknown option';
    return mistaken(`${sentence}.`);
  }
  const { values, positionals, tokens } = parsed;
  if (values['help']) return { ok: true, command: { name: 'help' } };
  if (values['version']) return { ok: true, command: { name: 'version' } };
  const [name, ...words] = positionals;
  if (name === undefined) return mistaken('A command is missing.');
  if (!isCommandName(name)) return mistaken(`There is no command "${name}".`);
  const { flags = {}, help, read } = commands[name];
  // Not repeated: it may be a key that belongs on standard input.
  if (words.length > 0 && !help.some(([form]) => /^[a-z]/i.test(form))) {
    return mistaken(`"gatehouse ${name}" takes no further arguments.`);
  }
  const allowed = ['json', ...Object.keys(flags)];
  const given = tokens.filter((token) => token.kind === 'option');
  const foreign = given.find((flag) => !allowed.includes(flag.name));
  if (foreign) return mistaken(`--${foreign.name} does not belong to "gatehouse ${name}".`);
  const withValue = given.filter(({ value }) => value !== undefined).map((flag) => flag.name);
  const twice = withValue.find((flag, index) => withValue.indexOf(flag) !== index);
  if (twice !== undefined) return mistaken(`--${twice} can be given only once.`);
  const own = Object.fromEntries(allowed.map((flag) => [flag, values[flag]]));
  // Of the types that the row of this command says.
  const asked = read?.(own as never, words) ?? own;
  if (typeof asked === 'string') return mistaken(asked);
  return { ok: true, command: { name, json: own['json'], ...asked } as Command };
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** What was typed may be a key, also in the place of a command or an option. */
function mistaken(message: string): ParsedArguments {
  return { ok: false, message: redact(message) };
}
