import { parseArgs } from 'node:util';

import { keptIdSchema } from '../../shared/kept-sign-ins.ts';
import type { CandidateKind } from '../../shared/policy.ts';
import { redact } from '../redaction/redact.ts';

type WithJson<C> = C & { readonly json: boolean };

export type Command =
  | { readonly name: 'help' | 'version' }
  | WithJson<{ readonly name: 'status' | 'doctor' }>
  | WithJson<{ readonly name: 'login'; readonly method: 'browser' | 'device' | 'apiKey' }>
  | WithJson<{ readonly name: 'logout'; readonly everywhere: boolean }>
  | WithJson<{ readonly name: 'refresh'; readonly force: boolean }>
  | WithJson<{ readonly name: 'token'; readonly show: boolean; readonly refused: boolean }>
  | WithJson<{ readonly name: 'store'; readonly action: StoreAction }>
  | WithJson<{ readonly name: 'kept'; readonly action: KeptAction }>
  | WithJson<{ readonly name: 'activity'; readonly limit: number }>
  | WithJson<{
      readonly name: 'policy';
      readonly all: boolean;
      readonly preview: string | null;
      readonly as: CandidateKind | null;
    }>;

/** What was asked of one command. */
export type OptionsOf<Name extends Command['name']> = Omit<
  Extract<Command, { readonly name: Name }>,
  'name'
>;

export type StoreAction =
  | { readonly kind: 'show' | 'protect' | 'removeCopies' | 'entries' }
  | { readonly kind: 'removeEntry'; readonly id: string }
  | { readonly kind: 'move'; readonly to: 'file' | 'keyring' };

type KeptAction =
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
    parsed = parse(args);
  } catch (error) {
    const sentence = error instanceof Error ? error.message.split(/\.\s/)[0] : 'Unknown option';
    return refused(`${sentence}.`);
  }
  const { values, positionals, tokens } = parsed;
  if (values.help) return accepted({ name: 'help' });
  if (values.version) return accepted({ name: 'version' });
  const [name, ...words] = positionals;
  if (name === undefined) return refused('A command is missing.');
  if (!isCommandName(name)) return refused(`There is no command "${name}".`);
  // Not repeated: it may be a key that belongs on standard input.
  if (name !== 'store' && name !== 'kept' && words.length > 0) {
    return refused(`"gatehouse ${name}" takes no further arguments.`);
  }
  const allowed: readonly string[] = ['json', ...flagsOf[name]];
  const foreign = Object.keys(values).find((flag) => !allowed.includes(flag));
  if (foreign !== undefined) return refused(`--${foreign} does not belong to "gatehouse ${name}".`);
  const withValue = tokens.flatMap((token) =>
    token.kind === 'option' && token.value !== undefined ? [token.name] : [],
  );
  const twice = withValue.find((flag, index) => withValue.indexOf(flag) !== index);
  if (twice !== undefined) return refused(`--${twice} can be given only once.`);
  return commandOf(name, values, words);
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
}

type CommandName = keyof typeof flagsOf;
type Flags = ReturnType<typeof parse>['values'];

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(flagsOf, name);
}

function commandOf(name: CommandName, flags: Flags, words: readonly string[]): ParsedArguments {
  const { json = false } = flags;
  switch (name) {
    case 'status':
    case 'doctor':
      return accepted({ name, json });
    case 'login': {
      const isKey = flags['with-api-key'];
      if (flags.device && isKey) return refused('--device and --with-api-key exclude each other.');
      const method = flags.device ? 'device' : isKey ? 'apiKey' : 'browser';
      return accepted({ name, method, json });
    }
    case 'logout':
      return accepted({ name, everywhere: flags.everywhere ?? false, json });
    case 'refresh':
      return accepted({ name, force: flags.force ?? false, json });
    case 'token': {
      const { show = false, refused: isRefused = false } = flags;
      return accepted({ name, show, refused: isRefused, json });
    }
    case 'store': {
      const action = storeActionOf(words);
      return action === null ? refused(storeUsage) : accepted({ name, action, json });
    }
    case 'kept': {
      const action = keptActionOf(words);
      return action === null ? refused(keptUsage) : accepted({ name, action, json });
    }
    case 'activity': {
      const limit = limitOf(flags.limit);
      if (limit === null) return refused('--limit takes a whole number from 1 to 10000.');
      return accepted({ name, limit, json });
    }
    case 'policy': {
      const { all = false, preview = null } = flags;
      if (preview === '') return refused('--preview takes the name of a file.');
      if (flags.as === undefined) return accepted({ name, all, preview, as: null, json });
      if (preview === null) return refused('--as belongs to --preview.');
      const as = candidateKinds.get(flags.as);
      if (as === undefined) return refused('--as takes requirements or managed-config.');
      return accepted({ name, all, preview, as, json });
    }
  }
}

const candidateKinds: ReadonlyMap<string, CandidateKind> = new Map([
  ['requirements', 'requirements'],
  ['managed-config', 'managedConfig'],
]);

/** Null where it is no number that is allowed. */
function limitOf(text: string | undefined): number | null {
  if (text === undefined) return defaultLimit;
  const limit = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= 10_000 ? limit : null;
}

const storeUsage =
  'It is "gatehouse store", "gatehouse store move keyring", "gatehouse store move file", "gatehouse store protect", "gatehouse store remove-copies", "gatehouse store entries" or "gatehouse store remove-entry ID".';

const storeActions: ReadonlyMap<string, StoreAction> = new Map<string, StoreAction>([
  ['', { kind: 'show' }],
  ['entries', { kind: 'entries' }],
  ['protect', { kind: 'protect' }],
  ['remove-copies', { kind: 'removeCopies' }],
  ['move keyring', { kind: 'move', to: 'keyring' }],
  ['move file', { kind: 'move', to: 'file' }],
]);

function storeActionOf(words: readonly string[]): StoreAction | null {
  const [verb, id, ...more] = words;
  if (verb === 'remove-entry' && id !== undefined && more.length === 0) {
    return { kind: 'removeEntry', id };
  }
  return storeActions.get(words.join(' ')) ?? null;
}

const keptUsage =
  '"gatehouse kept" takes nothing more, "use ID" or "remove ID", with an ID that it lists.';

function keptActionOf(words: readonly string[]): KeptAction | null {
  const [verb, id, ...more] = words;
  if (verb === undefined) return { kind: 'show' };
  if ((verb !== 'use' && verb !== 'remove') || more.length > 0) return null;
  return keptIdSchema.safeParse(id).success && id !== undefined ? { kind: verb, id } : null;
}

/** What was typed may be a key, also in the place of a command or an option. */
function refused(message: string): ParsedArguments {
  return { ok: false, message: redact(message) };
}

function accepted(command: Command): ParsedArguments {
  return { ok: true, command };
}
