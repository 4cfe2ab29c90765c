import { parseArgs } from 'node:util';

import { keptIdSchema } from '../../shared/kept-sign-ins.ts';
import type { CandidateKind } from '../../shared/policy.ts';
import { redact } from '../redaction/redact.ts';

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'status'; readonly json: boolean }
  | {
      readonly name: 'login';
      readonly method: 'browser' | 'device' | 'apiKey';
      readonly json: boolean;
    }
  | { readonly name: 'logout'; readonly everywhere: boolean; readonly json: boolean }
  | { readonly name: 'refresh'; readonly force: boolean; readonly json: boolean }
  | {
      readonly name: 'token';
      readonly show: boolean;
      readonly refused: boolean;
      readonly json: boolean;
    }
  | { readonly name: 'store'; readonly action: StoreAction; readonly json: boolean }
  | { readonly name: 'kept'; readonly action: KeptAction; readonly json: boolean }
  | { readonly name: 'activity'; readonly limit: number; readonly json: boolean }
  | {
      readonly name: 'policy';
      readonly json: boolean;
      readonly all: boolean;
      readonly preview: string | null;
      readonly as: CandidateKind | null;
    }
  | { readonly name: 'doctor'; readonly json: boolean };

export type StoreAction =
  | { readonly kind: 'show' }
  | { readonly kind: 'protect' }
  | { readonly kind: 'removeCopies' }
  | { readonly kind: 'entries' }
  | { readonly kind: 'removeEntry'; readonly id: string }
  | { readonly kind: 'move'; readonly to: 'file' | 'keyring' };

export type KeptAction =
  { readonly kind: 'show' } | { readonly kind: 'use' | 'remove'; readonly id: string };

export type ParsedArguments =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly message: string };

const flagsOf = {
  status: [],
  login: ['device', 'with-api-key'],
  logout: ['everywhere'],
  refresh: ['force'],
  token: ['show', 'refused'],
  store: [],
  kept: [],
  activity: ['limit'],
  policy: ['all', 'preview', 'as'],
  doctor: [],
} as const satisfies Record<string, readonly string[]>;

const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  json: { type: 'boolean' },
  device: { type: 'boolean' },
  'with-api-key': { type: 'boolean' },
  everywhere: { type: 'boolean' },
  force: { type: 'boolean' },
  show: { type: 'boolean' },
  refused: { type: 'boolean' },
  limit: { type: 'string' },
  all: { type: 'boolean' },
  preview: { type: 'string' },
  as: { type: 'string' },
} as const;

const defaultLimit = 50;

/**
 * The command line within the arguments of the installed app: from a word on that could be
 * a command, or from a question for help or the version. Switches before it are for
 * Chromium. Null where the app itself is meant, also with a file or an address that a
 * desktop opens with it. Pure.
 */
export function commandLineIn(args: readonly string[]): readonly string[] | null {
  const start = args.findIndex((arg) => !arg.startsWith('-') || questions.includes(arg));
  const first = args[start];
  if (first === undefined) return null;
  return questions.includes(first) || /^[a-z-]+$/i.test(first) ? args.slice(start) : null;
}

const questions = ['--help', '-h', '--version', '-V'];

/**
 * Reads the command line. But for a number and the name of a file no value is taken from
 * it: a key given there would stand in the shell's history and in every process list.
 *
 * @param args without the program and the script.
 */
export function parseArguments(args: readonly string[]): ParsedArguments {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    const sentence = error instanceof Error ? error.message.split(/\.\s/)[0] : 'Unknown option';
    return refused(`${sentence}.`);
  }
  const { values, positionals, tokens } = parsed;
  if (values.help) return { ok: true, command: { name: 'help' } };
  if (values.version) return { ok: true, command: { name: 'version' } };
  const [name, ...more] = positionals;
  if (name === undefined) return refused('A command is missing.');
  if (!isCommandName(name)) return refused(`There is no command "${name}".`);
  // What it says is not repeated: it may be a key that belongs on standard input.
  if (name !== 'store' && name !== 'kept' && more.length > 0) {
    return refused(`"gatehouse ${name}" takes no further arguments.`);
  }
  const allowed: readonly string[] = ['json', ...flagsOf[name]];
  const foreign = Object.keys(values).find((flag) => !allowed.includes(flag));
  if (foreign !== undefined) return refused(`--${foreign} does not belong to "gatehouse ${name}".`);
  if (values.device && values['with-api-key']) {
    return refused('--device and --with-api-key exclude each other.');
  }
  const withValue = tokens.flatMap((token) =>
    token.kind === 'option' && token.value !== undefined ? [token.name] : [],
  );
  const twice = withValue.find((flag, index) => withValue.indexOf(flag) !== index);
  if (twice !== undefined) return refused(`--${twice} can be given only once.`);
  if (values.preview === '') return refused('--preview takes the name of a file.');
  if (values.as !== undefined && values.preview === undefined) {
    return refused('--as belongs to --preview.');
  }
  if (values.as !== undefined && !Object.hasOwn(candidateKinds, values.as)) {
    return refused('--as takes requirements or managed-config.');
  }
  const limit = limitOf(values.limit);
  if (limit === null) return refused('--limit takes a whole number from 1 to 10000.');
  if (name === 'activity') {
    return { ok: true, command: { name, limit, json: values.json ?? false } };
  }
  if (name === 'kept') {
    const action = keptActionOf(more);
    if (action === null) return refused(keptUsage);
    return { ok: true, command: { name, action, json: values.json ?? false } };
  }
  if (name !== 'store') return { ok: true, command: commandOf(name, values) };
  const action = storeActionOf(more);
  if (action === null) return refused(storeUsage);
  return { ok: true, command: { name, action, json: values.json ?? false } };
}

type CommandName = keyof typeof flagsOf;

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(flagsOf, name);
}

type Flags = {
  readonly [flag in Exclude<keyof typeof options, 'limit' | 'preview' | 'as'>]?: boolean;
} & { readonly preview?: string; readonly as?: string };

function commandOf(
  name: Exclude<CommandName, 'store' | 'kept' | 'activity'>,
  flags: Flags,
): Command {
  const json = flags.json ?? false;
  switch (name) {
    case 'status':
    case 'doctor':
      return { name, json };
    case 'login': {
      const method = flags.device ? 'device' : flags['with-api-key'] ? 'apiKey' : 'browser';
      return { name, method, json };
    }
    case 'logout':
      return { name, everywhere: flags.everywhere ?? false, json };
    case 'refresh':
      return { name, force: flags.force ?? false, json };
    case 'token':
      return { name, show: flags.show ?? false, refused: flags.refused ?? false, json };
    case 'policy':
      return {
        name,
        all: flags.all ?? false,
        preview: flags.preview ?? null,
        as: candidateKinds[flags.as ?? ''] ?? null,
        json,
      };
  }
}

const candidateKinds: Readonly<Record<string, CandidateKind>> = {
  requirements: 'requirements',
  'managed-config': 'managedConfig',
};

/** Null where it is no number that is allowed. */
function limitOf(text: string | undefined): number | null {
  if (text === undefined) return defaultLimit;
  const limit = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= 10_000 ? limit : null;
}

const storeUsage =
  'It is "gatehouse store", "gatehouse store move keyring", "gatehouse store move file", "gatehouse store protect", "gatehouse store remove-copies", "gatehouse store entries" or "gatehouse store remove-entry ID".';

/** What comes after "store"; null where that is nothing that can be done. */
function storeActionOf(words: readonly string[]): StoreAction | null {
  const [verb, id, ...more] = words;
  if (verb === 'remove-entry' && id !== undefined && more.length === 0) {
    return { kind: 'removeEntry', id };
  }
  switch (words.join(' ')) {
    case '':
      return { kind: 'show' };
    case 'entries':
      return { kind: 'entries' };
    case 'protect':
      return { kind: 'protect' };
    case 'remove-copies':
      return { kind: 'removeCopies' };
    case 'move keyring':
      return { kind: 'move', to: 'keyring' };
    case 'move file':
      return { kind: 'move', to: 'file' };
    default:
      return null;
  }
}

const keptUsage =
  '"gatehouse kept" takes nothing more, "use ID" or "remove ID", with an ID that it lists.';

function keptActionOf(words: readonly string[]): KeptAction | null {
  const [verb, id, ...more] = words;
  if (verb === undefined) return { kind: 'show' };
  if ((verb !== 'use' && verb !== 'remove') || more.length > 0) return null;
  return keptIdSchema.safeParse(id).success && id !== undefined ? { kind: verb, id } : null;
}

/** What was typed may be a key, also where a command or an option belongs. */
function refused(message: string): ParsedArguments {
  return { ok: false, message: redact(message) };
}
