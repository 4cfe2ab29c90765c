import { helpTexts } from '../../shared/texts/command-line/help.ts';
import { usageTexts } from '../../shared/texts/command-line/usage.ts';
import { isProfileName } from '../policy/codex-start.ts';
import { accountsActionOf } from './accounts-action.ts';
import { command, type AnyCommand, type OptionsOf } from './command.ts';
import { keptActionOf } from './kept-action.ts';
import { shellOf } from './shells.ts';
import { storeActionOf } from './store-action.ts';

/**
 * The words of all commands, in the order of the help text: those of a group together. Parsing and help need nothing else;
 * what a command does is loaded where it was asked for.
 */
export const commands = {
  login: command({
    group: 'signIn',
    help: () => [
      ['', helpTexts.commands.login.browser()],
      ['--device', helpTexts.commands.login.device()],
      ['--with-api-key', helpTexts.commands.login.apiKey()],
      ['--with-access-token', helpTexts.commands.login.accessToken()],
      ['--keep-for-later', helpTexts.commands.login.forLater()],
      ['--account ACCOUNT', helpTexts.commands.login.account()],
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
        return usageTexts.login.forLaterOrAccount();
      }
      const [method = 'browser', ...others] = (
        [
          ['device', flags.device],
          ['apiKey', flags['with-api-key']],
          ['personalAccessToken', flags['with-access-token']],
        ] as const
      ).flatMap(([name, isAsked]) => (isAsked ? [name] : []));
      return others.length > 0 ? usageTexts.login.oneMethod() : { method, isForLater, account };
    },
    changes: () => true,
    load: async () => (await import('./login-command.ts')).loginCommand,
  }),
  logout: command({
    group: 'signIn',
    help: () => [
      ['', helpTexts.commands.logout.here()],
      ['--everywhere', helpTexts.commands.logout.everywhere()],
    ],
    flags: { everywhere: 'boolean' },
    changes: () => true,
    load: async () => (await import('./logout-command.ts')).logoutCommand,
  }),
  status: command({
    group: 'look',
    help: () => [
      ['', helpTexts.commands.status.show()],
      ['--look-up', helpTexts.commands.status.lookUp()],
    ],
    flags: { 'look-up': 'boolean' },
    read: ({ 'look-up': looksUp }) => ({ looksUp }),
    changes: () => false,
    load: async () => (await import('./status-command.ts')).statusCommand,
  }),
  usage: command({
    group: 'look',
    help: () => [['', helpTexts.commands.usage()]],
    changes: () => false,
    load: async () => (await import('./usage-command.ts')).usageCommand,
  }),
  activity: command({
    group: 'look',
    help: () => [
      ['', helpTexts.commands.activity.show()],
      ['--limit N', helpTexts.commands.activity.limit()],
    ],
    flags: { limit: 'string' },
    read: ({ limit = '50' }) =>
      /^([1-9]\d{0,3}|10000)$/.test(limit) ? { limit: Number(limit) } : usageTexts.activityLimit(),
    changes: () => false,
    load: async () => (await import('./activity-command.ts')).activityCommand,
  }),
  codex: command({
    group: 'look',
    help: () => [
      ['', helpTexts.commands.codex.show()],
      ['restart', helpTexts.commands.codex.restart()],
      ['restart --now', helpTexts.commands.codex.restartNow()],
      ['ask', helpTexts.commands.codex.ask()],
    ],
    flags: { now: 'boolean' },
    read: ({ now }, words) => {
      const [verb = 'show', ...more] = words;
      const isKnown = verb === 'restart' || ((verb === 'ask' || words.length === 0) && !now);
      if (!isKnown || more.length > 0) {
        return usageTexts.codex();
      }
      return { does: verb as 'show' | 'restart' | 'ask', now };
    },
    changes: ({ does }) => does === 'ask',
    load: async () => (await import('./codex-command.ts')).codexCommand,
  }),
  accounts: command({
    group: 'accounts',
    help: () => [
      ['', helpTexts.commands.accounts.show()],
      ['rename ACCOUNT NAME', helpTexts.commands.accounts.rename()],
      ['remove ACCOUNT', helpTexts.commands.accounts.remove()],
      ['sign-out ACCOUNT', helpTexts.commands.accounts.signOut()],
      ['plain-files on|off', helpTexts.commands.accounts.plainFiles()],
      ['new-key', helpTexts.commands.accounts.newKey()],
    ],
    read: (_flags, words) => accountsActionOf(words),
    changes: ({ action }) => action.kind !== 'show',
    load: async () => (await import('./accounts-command.ts')).accountsCommand,
  }),
  switch: command({
    group: 'accounts',
    help: () => [['ACCOUNT', helpTexts.commands.switch()]],
    read: (_flags, words) => {
      const [account, ...more] = words;
      return account === undefined || more.length > 0 ? usageTexts.switch() : { account };
    },
    changes: () => true,
    load: async () => (await import('./accounts-command.ts')).switchCommand,
  }),
  kept: command({
    group: 'accounts',
    help: () => [
      ['', helpTexts.commands.kept.show()],
      ['use|remove ID', helpTexts.commands.kept.decide()],
    ],
    read: (_flags, words) => keptActionOf(words),
    changes: ({ action }) => action.kind !== 'show',
    load: async () => (await import('./kept-command.ts')).keptCommand,
  }),
  doctor: command({
    group: 'repair',
    help: () => [['', helpTexts.commands.doctor()]],
    note: () => helpTexts.exitCodes.ofDoctor(),
    changes: () => false,
    load: async () => (await import('./doctor-command.ts')).doctorCommand,
  }),
  refresh: command({
    group: 'repair',
    help: () => [
      ['', helpTexts.commands.refresh.due()],
      ['--force', helpTexts.commands.refresh.force()],
    ],
    flags: { force: 'boolean' },
    changes: () => true,
    load: async () => (await import('./refresh-command.ts')).refreshCommand,
  }),
  store: command({
    group: 'repair',
    help: () => [
      ['', helpTexts.commands.store.show()],
      ['move keyring|file', helpTexts.commands.store.move()],
      ['protect', helpTexts.commands.store.protect()],
      ['remove-copies', helpTexts.commands.store.removeCopies()],
      ['entries', helpTexts.commands.store.entries()],
      ['remove-entry ID', helpTexts.commands.store.removeEntry()],
    ],
    read: (_flags, words) => storeActionOf(words),
    changes: ({ action }) => action.kind !== 'show' && action.kind !== 'entries',
    load: async () => (await import('./store-command.ts')).storeCommand,
  }),
  token: command({
    group: 'scripts',
    help: () => [
      ['', helpTexts.commands.token.print()],
      ['--show', helpTexts.commands.token.show()],
      ['--refused', helpTexts.commands.token.refused()],
      ['--look-up', helpTexts.commands.token.lookUp()],
      ['--account ACCOUNT', helpTexts.commands.token.account()],
    ],
    note: () => helpTexts.exitCodes.ofToken(),
    flags: { show: 'boolean', refused: 'boolean', 'look-up': 'boolean', account: 'string' },
    read: ({ 'look-up': looksUp, account = null, ...flags }) =>
      account !== null && (flags.refused || looksUp)
        ? usageTexts.token.accountAlone()
        : { ...flags, looksUp, account },
    changes: () => false,
    load: async () => (await import('./token-command.ts')).tokenCommand,
  }),
  completions: command({
    group: 'scripts',
    help: () => [['bash|zsh|fish|powershell', helpTexts.commands.completions()]],
    read: (_flags, words) => shellOf(words),
    changes: () => false,
    load: async () => (await import('./completions-command.ts')).completionsCommand,
  }),
  policy: command({
    group: 'administrators',
    help: () => [
      ['', helpTexts.commands.policy.show()],
      ['--all', helpTexts.commands.policy.all()],
      ['--preview FILE', helpTexts.commands.policy.preview()],
      [' [--as requirements|managed-config]', helpTexts.commands.policy.as()],
      ['--cd FOLDER', helpTexts.commands.policy.folder()],
      ['--profile NAME', helpTexts.commands.policy.profile()],
    ],
    note: () => helpTexts.exitCodes.ofPolicy(),
    flags: { all: 'boolean', preview: 'string', as: 'string', cd: 'string', profile: 'string' },
    read: ({ all, preview = null, as, cd = null, profile = null }) => {
      if (preview === '') return usageTexts.policy.preview();
      if (cd === '') return usageTexts.policy.folder();
      if (profile !== null && !isProfileName(profile)) {
        return usageTexts.policy.profile();
      }
      const asked = { all, preview, cd, profile };
      if (as === undefined) return { ...asked, as: null };
      if (preview === null) return usageTexts.policy.asWithoutPreview();
      return as === 'requirements' || as === 'managed-config'
        ? { ...asked, as: as === 'requirements' ? as : 'managedConfig' }
        : usageTexts.policy.as();
    },
    changes: () => false,
    load: async () => (await import('./policy-command.ts')).policyCommand,
  }),
  leave: command({
    group: 'leave',
    help: () => [
      ['', helpTexts.commands.leave.show()],
      ['--yes', helpTexts.commands.leave.yes()],
      ['--sign-out', helpTexts.commands.leave.signOut()],
    ],
    flags: { yes: 'boolean', 'sign-out': 'boolean' },
    read: ({ yes, 'sign-out': signOut }) => ({ yes, signOut }),
    changes: ({ yes }) => yes,
    load: async () => (await import('./leave-command.ts')).leaveCommand,
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
