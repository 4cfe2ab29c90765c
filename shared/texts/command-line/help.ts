import { defineTexts } from '../define-texts.ts';

/** What `gatehouse help` and the completions of shells say of each command, and what goes with it. */
export const helpTexts = defineTexts({
  title: 'Gatehouse manages the ChatGPT sign-in that Codex uses on this computer.',
  usage: 'Usage',
  usageForm: 'gatehouse COMMAND [OPTIONS]',
  /** By what a person wants. */
  groups: {
    signIn: 'Sign in and out',
    look: 'See what is going on',
    accounts: 'Use several accounts',
    repair: 'Fix a problem',
    scripts: 'For scripts and shells',
    administrators: 'For administrators',
    leave: 'Before you uninstall',
  },
  /** The first of each is what the command is for. */
  commands: {
    login: {
      browser: 'sign in with ChatGPT in the browser',
      device: 'sign in with ChatGPT by a code, on any device',
      apiKey: 'sign in with an API key from standard input',
      accessToken: 'sign in with a ChatGPT access token from standard input',
      forLater: 'save the account, and go on using the present one',
      account: 'sign in again to this saved account, and to no other',
    },
    logout: {
      here: 'sign out on this device',
      everywhere: 'sign out on every device: revoke the sign-in',
    },
    status: {
      show: 'show who is signed in, until when, and where it is stored',
      lookUp: 'also ask whose an access token is, or what the workspace is called',
    },
    usage: 'show how much is left of your usage limits, as Codex says',
    activity: {
      show: 'show what was done with the sign-in, the latest first',
      limit: 'show no more than N entries (50)',
    },
    codex: {
      show: 'list running Codex programs, and the account each uses',
      restart: 'restart the background server of Codex, for another account',
      restartNow: 'restart it even while it is working, which may be interrupted',
      ask: 'start Codex, and compare what it says with what Gatehouse says',
    },
    accounts: {
      show: 'list the saved accounts, and the one in use',
      rename: 'name an account; "" removes its name',
      remove: 'remove an account from this device, even the one in use',
      signOut: 'remove it, and revoke its sign-in',
      plainFiles: 'save new ones in files that only you can read',
      newKey: 'make a new key, where the old one is lost for good',
    },
    switch: 'use another saved account, by its name, e-mail or id',
    kept: {
      show: 'list sign-ins that were kept aside, and why',
      decide: 'put one into use, or revoke and remove it',
    },
    doctor: 'find out what is in the way, and what to do about it',
    refresh: {
      due: 'renew the access token if it is due',
      force: 'renew it in any case',
    },
    store: {
      show: 'show where the sign-in is stored, why, and what copies exist',
      move: 'move it, and the setting with it',
      protect: 'make the file readable by you only',
      removeCopies: 'delete backups of sign-ins that could not be read',
      entries: 'list the entries in the keyring, where several stand in the way',
      removeEntry: 'remove one of several, or one that cannot be read',
    },
    token: {
      print: 'print a valid access token',
      show: 'print it on a terminal, too, where it can be read',
      refused: 'print another one than that on standard input, which got a 401',
      lookUp: 'also ask whose it is, if it is a personal access token',
      account: 'print that of a saved account, which is not put into use',
    },
    completions: 'print what completes these commands in your shell',
    policy: {
      show: 'show the login rules, where they are set and what they do',
      all: 'also list the policies that nobody set',
      preview: 'try out a managed_config.toml or requirements.toml',
      as: 'say which of the two it is, where its name does not',
      folder: 'also show what counts for Codex in this folder',
      profile: 'also show what counts for Codex with this profile',
    },
    leave: {
      show: 'show what Gatehouse keeps here, and what would be lost',
      yes: 'remove all of it; what Codex uses stays',
      signOut: 'revoke every sign-in first, also the one that Codex uses',
    },
    help: 'show this, or the help of one command',
  },
  /** What completions say of options and words that every command has. */
  offers: {
    help: 'print help',
    helpOfOne: 'print help, also of one command',
    version: 'print the version',
    json: 'print JSON',
  },
  /** The comment at the top of what completes the commands, in one line. */
  completions: {
    bash: 'gatehouse completions for bash: source this file.',
    fish: 'gatehouse completions for fish: put this into ~/.config/fish/completions/gatehouse.fish.',
    powershell: 'gatehouse completions for PowerShell: add this to your $PROFILE.',
    zsh: 'gatehouse completions for zsh: source this file after compinit.',
  },
  options: {
    title: 'Options',
    json: 'print JSON; JSON Schemas: {folder}',
    jsonOfOne: 'print JSON; JSON Schema: {file}',
    help: 'print this text, or after a command its forms and options',
    helpOfOne: 'print this text',
    version: 'print the version',
  },
  /** At the end of the help of one command. */
  more: 'Exit codes, environment, other commands: gatehouse help',
  /** Below the list of commands. */
  moreOfEach: 'All forms and options of a command: gatehouse help COMMAND',
  times: 'Times are those of this computer, and in --json ISO 8601 in UTC.',
  /** By the names of variables. */
  environment: {
    title: 'Environment',
    CODEX_HOME: 'folder of the credential (default: ~/.codex)',
    CODEX_API_KEY: 'an API key that is used instead of what is stored',
    GATEHOUSE_ISSUER: 'another issuer for sign-in (https, or http on this machine)',
    GATEHOUSE_DATA: "folder of Gatehouse's own data, such as the activity log",
    NO_COLOR: 'no colours',
    ofCodex: 'as for Codex',
  },
  exitCodes: {
    title: 'Exit codes',
    done: 'done, or signed in',
    notSignedIn: 'not signed in',
    usage: 'wrong usage',
    ruleViolated: 'a login rule is violated, or an administrator fixes the setting',
    permanentFailure: 'refresh failed for good: sign in again',
    transientFailure: 'failed for now: try again',
    storeFailure: 'the credential cannot be read, written or judged',
    /** Of one command, in its own help. */
    ofPolicy:
      'Exit code 0: no rule is broken (only the state "compliant" says that one holds).\n3: one is broken, or they contradict each other.\n6: one cannot be read, or the sign-in cannot be judged by it.',
    ofDoctor: 'Exit code 0: all passes or only warns. 5: something fails.',
    ofToken: 'With --json it prints nothing where there is no token.',
  },
});
