import { defineTexts } from '../define-texts.ts';

/** What `gatehouse help` and the completions of shells say of each command, and what goes with it. */
export const helpTexts = defineTexts({
  title: 'gatehouse - the Codex / ChatGPT sign-in of this machine',
  usage: 'Usage',
  commands: {
    status: {
      show: 'who is signed in, until when, and where it is stored',
      lookUp: 'also ask whose the personal access token in use is, or what its workspace is called',
    },
    login: {
      browser: 'sign in with ChatGPT in the browser',
      device: 'sign in with ChatGPT by a code, on any device',
      apiKey: 'sign in with an API key from standard input',
      accessToken: 'the same with a personal access token of ChatGPT',
      forLater: 'save the account, and leave what is in use as it is',
      account: 'sign in again to this account, and to no other',
    },
    logout: {
      here: 'sign out on this device',
      everywhere: 'also revoke the sign-in at the issuer',
    },
    refresh: 'refresh the access token if it is due, or in any case',
    token: {
      show: 'one valid access token, for scripts',
      refused: 'another one than that on standard input, which got a 401',
      lookUp: 'also ask whose it is where it is a personal access token',
      account: 'that of a saved account, which is not put into use',
    },
    store: {
      show: 'where the sign-in is kept, why, and what copies exist',
      move: 'move it, and the setting with it',
      protect: 'make the file readable by you only',
      removeCopies: 'remove what was kept of sign-ins that could not be read',
      entries: 'the entries in the keyring, where several stand in the way',
      removeEntry: 'remove one of several, or one that cannot be read',
    },
    accounts: {
      show: 'the accounts that are saved, and the one in use',
      rename: 'what to call one; "" for no name of its own',
      remove: 'remove one from this device, also where it is in use',
      signOut: 'the same, and revoke it at the issuer',
      plainFiles: 'save new ones in files that only you can read, without a keyring',
      newKey: 'make a new key where that of the saved ones is gone for good',
    },
    switch: 'put a saved account into use, by the start of its name, e-mail or id',
    codex: {
      show: 'the Codex programs that run with this home, and the account each of them uses',
      restart: 'restart the background server of Codex, so that it uses the stored account',
      restartNow: 'the same where it is working on something, which may be interrupted',
      ask: 'start Codex on this home, and compare what it says with what Gatehouse says',
    },
    kept: {
      show: 'sign-ins that were kept, why, and what ends without them',
      decide: 'put one into use, or revoke and remove it',
    },
    activity: 'what was done with the sign-in, the latest first',
    policy: {
      show: 'the login rules here, where they come from, what they do',
      preview: 'what a managed_config.toml or requirements.toml would do',
      as: 'which of them it is, where its name does not say',
      folder: 'also what counts for Codex in this folder',
      profile: 'also what counts for Codex with this profile',
    },
    usage: 'how much is left of the usage limits of the account in use, as Codex says',
    leave: {
      show: 'what Gatehouse keeps outside of its package, and what would be lost with it',
      yes: 'remove all of it; what Codex uses stays',
      signOut: 'revoke every sign-in first, also the one that Codex uses',
    },
    doctor: 'what is in the way of sign-in and refresh, and what to do',
    completions: 'what makes a shell complete these commands',
    help: 'this text, or the part of it about one command',
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
    json: 'print one JSON object (token: none without a token); JSON Schemas: {folder}',
    jsonOfOne: 'print JSON; JSON Schema: {file}',
    help: 'print this text, or after a command the part of it about that',
    helpOfOne: 'print this text',
    version: 'print the version',
  },
  more: '"gatehouse help" has the other commands, the exit codes and the environment.',
  times:
    'Times are on the clock of this computer, and in --json ISO 8601 in UTC. NO_COLOR turns colours off.',
  /** By the names of variables. */
  environment: {
    title: 'Environment',
    CODEX_HOME: 'folder of the credential (default: ~/.codex)',
    CODEX_API_KEY: 'an API key that is used instead of what is stored',
    GATEHOUSE_ISSUER: 'another issuer for sign-in (https, or http on this machine)',
    GATEHOUSE_DATA: "folder of Gatehouse's own data, such as the activity log",
    ofCodex: 'as for the Codex CLI',
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
    /** Its lines have at most 100 characters. */
    ofPolicy:
      '"gatehouse policy" ends with 0 where no rule is broken; only the state "compliant" says that an\nadministrator\'s rule holds. It ends with 3 violated or contradictory, 6 a rule that cannot be\nread or understood, or a sign-in that cannot be judged by them.',
    ofDoctor:
      '"gatehouse doctor" ends with 0 where all passes or only warns, and 5 where something fails.',
  },
});
