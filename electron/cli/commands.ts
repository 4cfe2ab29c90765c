import { isProfileName } from '../policy/codex-start.ts';
import { accountsActionOf } from './accounts-action.ts';
import { command, type AnyCommand, type OptionsOf } from './command.ts';
import { keptActionOf } from './kept-action.ts';
import { shellOf } from './shells.ts';
import { storeActionOf } from './store-action.ts';

/**
 * The words of all commands, in the order of the help text. Parsing and help need nothing else;
 * what a command does is loaded where it was asked for.
 */
export const commands = {
  status: command({
    help: [
      ['', 'who is signed in, until when, and where it is stored'],
      [
        '--look-up',
        'also ask whose the personal access token in use is, or what its workspace is called',
      ],
    ],
    flags: { 'look-up': 'boolean' },
    read: ({ 'look-up': looksUp }) => ({ looksUp }),
    changes: () => false,
    load: async () => (await import('./status-command.ts')).statusCommand,
  }),
  login: command({
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
        return 'Use either --keep-for-later or --account.';
      }
      const [method = 'browser', ...others] = (
        [
          ['device', flags.device],
          ['apiKey', flags['with-api-key']],
          ['personalAccessToken', flags['with-access-token']],
        ] as const
      ).flatMap(([name, isAsked]) => (isAsked ? [name] : []));
      return others.length > 0
        ? 'Use only one of --device, --with-api-key and --with-access-token.'
        : { method, isForLater, account };
    },
    changes: () => true,
    load: async () => (await import('./login-command.ts')).loginCommand,
  }),
  logout: command({
    help: [
      ['', 'sign out on this device'],
      ['--everywhere', 'also revoke the sign-in at the issuer'],
    ],
    flags: { everywhere: 'boolean' },
    changes: () => true,
    load: async () => (await import('./logout-command.ts')).logoutCommand,
  }),
  refresh: command({
    help: [['[--force]', 'refresh the access token if it is due, or in any case']],
    flags: { force: 'boolean' },
    changes: () => true,
    load: async () => (await import('./refresh-command.ts')).refreshCommand,
  }),
  token: command({
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
    load: async () => (await import('./token-command.ts')).tokenCommand,
  }),
  store: command({
    help: [
      ['', 'where the sign-in is kept, why, and what copies exist'],
      ['move keyring|file', 'move it, and the setting with it'],
      ['protect', 'make the file readable by you only'],
      ['remove-copies', 'remove what was kept of sign-ins that could not be read'],
      ['entries', 'the entries in the keyring, where several stand in the way'],
      ['remove-entry ID', 'remove one of several, or one that cannot be read'],
    ],
    read: (_flags, words) => storeActionOf(words),
    changes: ({ action }) => action.kind !== 'show' && action.kind !== 'entries',
    load: async () => (await import('./store-command.ts')).storeCommand,
  }),
  accounts: command({
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
    load: async () => (await import('./accounts-command.ts')).accountsCommand,
  }),
  switch: command({
    help: [['ACCOUNT', 'put a saved account into use, by its name, e-mail or the first of its id']],
    read: (_flags, words) => {
      const [account, ...more] = words;
      return account === undefined || more.length > 0
        ? '"gatehouse switch" takes one ACCOUNT, which "gatehouse accounts" lists.'
        : { account };
    },
    changes: () => true,
    load: async () => (await import('./accounts-command.ts')).switchCommand,
  }),
  codex: command({
    help: [
      ['', 'the Codex programs that run with this home, and the account each of them uses'],
      ['restart', 'restart the background server of Codex, so that it uses the stored account'],
      ['restart --now', 'the same where it is working on something, which may be interrupted'],
      ['ask', 'start Codex on this home, and hold what it says against what Gatehouse says'],
    ],
    flags: { now: 'boolean' },
    read: ({ now }, words) => {
      const [verb = 'show', ...more] = words;
      const isKnown = verb === 'restart' || ((verb === 'ask' || words.length === 0) && !now);
      if (!isKnown || more.length > 0) {
        return 'It is "gatehouse codex", "gatehouse codex restart", "gatehouse codex restart --now" or "gatehouse codex ask".';
      }
      return { does: verb as 'show' | 'restart' | 'ask', now };
    },
    changes: ({ does }) => does === 'ask',
    load: async () => (await import('./codex-command.ts')).codexCommand,
  }),
  kept: command({
    help: [
      ['', 'sign-ins that were kept, why, and what ends without them'],
      ['use|remove ID', 'put one into use, or revoke and remove it'],
    ],
    read: (_flags, words) => keptActionOf(words),
    changes: ({ action }) => action.kind !== 'show',
    load: async () => (await import('./kept-command.ts')).keptCommand,
  }),
  activity: command({
    help: [['[--limit N]', 'what was done with the sign-in, the latest first']],
    flags: { limit: 'string' },
    read: ({ limit = '50' }) =>
      /^([1-9]\d{0,3}|10000)$/.test(limit)
        ? { limit: Number(limit) }
        : '--limit takes a whole number from 1 to 10000.',
    changes: () => false,
    load: async () => (await import('./activity-command.ts')).activityCommand,
  }),
  policy: command({
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
    load: async () => (await import('./policy-command.ts')).policyCommand,
  }),
  usage: command({
    help: [['', 'how much is left of the usage limits of the account in use, as Codex says']],
    changes: () => false,
    load: async () => (await import('./usage-command.ts')).usageCommand,
  }),
  leave: command({
    help: [
      ['', 'what Gatehouse keeps outside of its package, and what would be lost with it'],
      ['--yes', 'remove all of it; what Codex uses stays'],
      ['--sign-out', 'revoke every sign-in first, also the one that Codex uses'],
    ],
    flags: { yes: 'boolean', 'sign-out': 'boolean' },
    read: ({ yes, 'sign-out': signOut }) => ({ yes, signOut }),
    changes: ({ yes }) => yes,
    load: async () => (await import('./leave-command.ts')).leaveCommand,
  }),
  doctor: command({
    help: [['', 'what is in the way of sign-in and refresh, and what to do']],
    changes: () => false,
    load: async () => (await import('./doctor-command.ts')).doctorCommand,
  }),
  completions: command({
    help: [['bash|zsh|fish|powershell', 'what makes a shell complete these commands']],
    read: (_flags, words) => shellOf(words),
    changes: () => false,
    load: async () => (await import('./completions-command.ts')).completionsCommand,
  }),
} as const;

export type CommandName = keyof typeof commands;

export type Command = {
  readonly [N in CommandName]: { readonly name: N } & OptionsOf<(typeof commands)[N]>;
}[CommandName];

/** A command, with the options that were read for it. */
export function commandOf(name: CommandName): AnyCommand {
  return commands[name];
}
