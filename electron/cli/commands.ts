import { keptIdSchema } from '../../shared/kept-sign-ins.ts';
import { accountLabelSchema } from '../../shared/saved-accounts.ts';
import { badLabel } from '../../shared/wording/saved-accounts.ts';
import { isProfileName } from '../policy/codex-start.ts';

type Flags = Readonly<Record<string, 'boolean' | 'string'>>;
type Values<F extends Flags> = {
  readonly [K in keyof F]: F[K] extends 'boolean' ? boolean : string | undefined;
};

interface Row<F extends Flags, O> {
  /** What may follow the name (words, where a form begins with one), and what that does. */
  readonly help: readonly [HelpLine, ...HelpLine[]];
  readonly flags?: F;
  /** @returns the options, or why they are refused. Without it, the flags are the options. */
  readonly read?: (flags: Values<F>, words: readonly string[]) => O | string;
  /** To change something, the person may have to find a password first. */
  readonly changes: (options: O) => boolean;
}
/** A form that begins with a space goes on from the last one. */
type HelpLine = readonly [form: string, text: string];

const row = <const F extends Flags = Record<never, never>, const O = Values<F>>(row: Row<F, O>) =>
  row;

/** All commands, in the order of the help text. Parsing, help and time limits follow from it. */
export const commands = {
  status: row({
    help: [
      ['', 'who is signed in, until when, and where it is stored'],
      ['--look-up', 'also ask the sign-in service whose the personal access token in use is'],
    ],
    flags: { 'look-up': 'boolean' },
    read: ({ 'look-up': looksUp }) => ({ looksUp }),
    changes: () => false,
  }),
  login: row({
    help: [
      ['', 'sign in with ChatGPT in the browser'],
      ['--device', 'sign in with ChatGPT by a code, on any device'],
      ['--with-api-key', 'sign in with an API key from standard input'],
      ['--with-access-token', 'the same with a personal access token of ChatGPT'],
      ['--keep-for-later', 'save the account, and leave what is in use as it is'],
      ['--account ACCOUNT', 'sign in again to this account, and to no other'],
    ],
    flags: {
      device: 'boolean',
      'with-api-key': 'boolean',
      'with-access-token': 'boolean',
      'keep-for-later': 'boolean',
      account: 'string',
    },
    read: (flags) => {
      const { account = null, 'keep-for-later': isForLater } = flags;
      if (account !== null && isForLater) {
        return '--keep-for-later and --account exclude each other.';
      }
      const [method = 'browser', ...others] = (
        [
          ['device', flags.device],
          ['apiKey', flags['with-api-key']],
          ['personalAccessToken', flags['with-access-token']],
        ] as const
      ).flatMap(([name, isAsked]) => (isAsked ? [name] : []));
      return others.length > 0
        ? '--device, --with-api-key and --with-access-token exclude each other.'
        : { method, isForLater, account };
    },
    changes: () => true,
  }),
  logout: row({
    help: [
      ['', 'sign out on this device'],
      ['--everywhere', 'also revoke the sign-in at the issuer'],
    ],
    flags: { everywhere: 'boolean' },
    changes: () => true,
  }),
  refresh: row({
    help: [['[--force]', 'refresh the access token if it is due, or in any case']],
    flags: { force: 'boolean' },
    changes: () => true,
  }),
  token: row({
    help: [
      ['[--show]', 'one valid access token, for scripts'],
      ['--refused', 'another one than that on standard input, which got a 401'],
      ['--look-up', 'also ask whose it is where it is a personal access token'],
      ['--account ACCOUNT', 'that of a saved account, which is not put into use'],
    ],
    flags: { show: 'boolean', refused: 'boolean', 'look-up': 'boolean', account: 'string' },
    read: ({ 'look-up': looksUp, account = null, ...flags }) =>
      account !== null && (flags.refused || looksUp)
        ? '--account goes with neither --refused nor --look-up.'
        : { ...flags, looksUp, account },
    changes: () => false,
  }),
  store: row({
    help: [
      ['', 'where the sign-in is kept, why, and what copies exist'],
      ['move keyring|file', 'move it, and the setting with it'],
      ['protect', 'take the rights of others from the file'],
      ['remove-copies', 'remove what was kept of sign-ins that could not be read'],
      ['entries', 'the entries in the keyring, where several stand in the way'],
      ['remove-entry ID', 'remove one of several, or one that cannot be read'],
    ],
    read: (_flags, words) => storeActionOf(words),
    changes: ({ action }) => action.kind !== 'show' && action.kind !== 'entries',
  }),
  accounts: row({
    help: [
      ['', 'the accounts that are saved, and the one in use'],
      ['rename ACCOUNT NAME', 'what to call one; "" for no name of its own'],
      ['remove ACCOUNT', 'remove one from this device, also where it is in use'],
      ['sign-out ACCOUNT', 'the same, and revoke it at the issuer'],
      ['plain-files on|off', 'save new ones in files that only you can read, without a keyring'],
      ['new-key', 'make a new key where that of the saved ones is gone for good'],
    ],
    read: (_flags, words) => accountsActionOf(words),
    changes: ({ action }) => action.kind !== 'show',
  }),
  switch: row({
    help: [['ACCOUNT', 'put a saved account into use, by its name, e-mail or the first of its id']],
    read: (_flags, words) => {
      const [account, ...more] = words;
      return account === undefined || more.length > 0
        ? '"gatehouse switch" takes one ACCOUNT, which "gatehouse accounts" lists.'
        : { account };
    },
    changes: () => true,
  }),
  kept: row({
    help: [
      ['', 'sign-ins that were kept, why, and what ends without them'],
      ['use|remove ID', 'put one into use, or revoke and remove it'],
    ],
    read: (_flags, words) => keptActionOf(words),
    changes: ({ action }) => action.kind !== 'show',
  }),
  activity: row({
    help: [['[--limit N]', 'what was done with the sign-in, the latest first']],
    flags: { limit: 'string' },
    read: ({ limit = '50' }) =>
      /^([1-9]\d{0,3}|10000)$/.test(limit)
        ? { limit: Number(limit) }
        : '--limit takes a whole number from 1 to 10000.',
    changes: () => false,
  }),
  policy: row({
    help: [
      ['[--all]', 'the login rules here, where they come from, what they do'],
      ['--preview FILE', 'what a managed_config.toml or requirements.toml would do'],
      [' [--as requirements|managed-config]', 'which of them it is, where its name does not say'],
      ['--cd FOLDER', 'also what counts for Codex in this folder'],
      ['--profile NAME', 'also what counts for Codex with this profile'],
    ],
    flags: { all: 'boolean', preview: 'string', as: 'string', cd: 'string', profile: 'string' },
    read: ({ all, preview = null, as, cd = null, profile = null }) => {
      if (preview === '') return '--preview takes the name of a file.';
      if (cd === '') return '--cd takes a folder.';
      if (profile !== null && !isProfileName(profile)) {
        return '--profile takes a plain name, such as "work".';
      }
      const asked = { all, preview, cd, profile };
      if (as === undefined) return { ...asked, as: null };
      if (preview === null) return '--as belongs to --preview.';
      return as === 'requirements' || as === 'managed-config'
        ? { ...asked, as: as === 'requirements' ? as : 'managedConfig' }
        : '--as takes requirements or managed-config.';
    },
    changes: () => false,
  }),
  leave: row({
    help: [
      ['', 'what Gatehouse keeps outside of its package, and what would be lost with it'],
      ['--yes', 'remove all of it; what Codex uses stays'],
      ['--sign-out', 'revoke every sign-in first, also the one that Codex uses'],
    ],
    flags: { yes: 'boolean', 'sign-out': 'boolean' },
    read: ({ yes, 'sign-out': signOut }) => ({ yes, signOut }),
    changes: ({ yes }) => yes,
  }),
  doctor: row({
    help: [['', 'what is in the way of sign-in and refresh, and what to do']],
    changes: () => false,
  }),
};

export type CommandName = keyof typeof commands;

/** What was asked of one command. */
export type OptionsOf<N extends CommandName> = { readonly json: boolean } & Exclude<
  ReturnType<NonNullable<(typeof commands)[N]['read']>>,
  string
>;
export type Command = {
  readonly [N in CommandName]: { readonly name: N } & OptionsOf<N>;
}[CommandName];

export type StoreAction =
  | { readonly kind: 'show' | 'protect' | 'removeCopies' | 'entries' }
  | { readonly kind: 'removeEntry'; readonly id: string }
  | { readonly kind: 'move'; readonly to: 'file' | 'keyring' };

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

function storeActionOf(words: readonly string[]): { readonly action: StoreAction } | string {
  const [verb, id, ...more] = words;
  if (verb === 'remove-entry' && id !== undefined && more.length === 0) {
    return { action: { kind: 'removeEntry', id } };
  }
  const action = storeActions.get(words.join(' '));
  return action ? { action } : storeUsage;
}

type AccountsAction =
  | { readonly kind: 'show' | 'newKey' }
  | { readonly kind: 'plainFiles'; readonly isPlain: boolean }
  | { readonly kind: 'remove' | 'signOut'; readonly account: string }
  /** `label`: null for none. */
  | { readonly kind: 'rename'; readonly account: string; readonly label: string | null };

const accountsUsage =
  'It is "gatehouse accounts", "gatehouse accounts rename ACCOUNT NAME", "gatehouse accounts remove ACCOUNT", "gatehouse accounts sign-out ACCOUNT", "gatehouse accounts plain-files on", "gatehouse accounts plain-files off" or "gatehouse accounts new-key".';

function accountsActionOf(words: readonly string[]): { readonly action: AccountsAction } | string {
  const [verb, account, label] = words;
  if (verb === undefined) return { action: { kind: 'show' } };
  const form = `${verb} ${words.length - 1}`;
  if (form === 'new-key 0') return { action: { kind: 'newKey' } };
  if (account === undefined) return accountsUsage;
  if (form === 'remove 1') return { action: { kind: 'remove', account } };
  if (form === 'sign-out 1') return { action: { kind: 'signOut', account } };
  if (form === 'plain-files 1' && (account === 'on' || account === 'off')) {
    return { action: { kind: 'plainFiles', isPlain: account === 'on' } };
  }
  if (form !== 'rename 2' || label === undefined) return accountsUsage;
  const { data: name } = accountLabelSchema.safeParse(label === '' ? null : label);
  return name === undefined ? badLabel : { action: { kind: 'rename', account, label: name } };
}

type KeptAction =
  { readonly kind: 'show' } | { readonly kind: 'use' | 'remove'; readonly id: string };

const keptUsage =
  '"gatehouse kept" takes nothing more, "use ID" or "remove ID", with an ID that it lists.';

function keptActionOf(words: readonly string[]): { readonly action: KeptAction } | string {
  const [verb, id, ...more] = words;
  if (verb === undefined) return { action: { kind: 'show' } };
  const isId = id !== undefined && more.length === 0 && keptIdSchema.safeParse(id).success;
  return isId && (verb === 'use' || verb === 'remove') ? { action: { kind: verb, id } } : keptUsage;
}
