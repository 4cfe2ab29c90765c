import { defineTexts } from '../define-texts.ts';

/** What `gatehouse status` says. */
export const statusTexts = defineTexts({
  headlines: {
    uses: 'Codex uses {credential}',
    chatgpt: 'Signed in with ChatGPT',
    chatgptAs: 'Signed in with ChatGPT as {email}',
    needsSignIn: 'Sign in again: your ChatGPT sign-in can’t be renewed',
    needsSignInAs: 'Sign in again: the ChatGPT sign-in of {email} can’t be renewed',
    apiKey: 'Signed in with an API key',
    accessToken: 'Signed in with a personal access token',
    accessTokenOf: 'Signed in with a personal access token of {email}',
    accessTokenStored: 'A personal access token is stored',
    accessTokenOfStored: 'A personal access token of {email} is stored',
    bedrock: 'Signed in: {credential}',
    bedrockStored: 'Not signed in, but this is stored: {credential}',
    otherKind: 'Not signed in: what is stored is a sign-in of another kind',
    keyringSilent: 'Can\u2019t tell whether you are signed in: the keyring does not say',
    settingsUnread: 'Can’t tell whether you are signed in: a settings file has an error',
    unusable: 'Not signed in: the stored credential cannot be used',
  },
  facts: {
    plan: 'Plan',
    workspace: 'Workspace',
    token: 'Token',
    provider: 'Provider',
    stored: 'Stored',
    storedIn: 'Stored in',
    codex: 'Codex',
    lookedUp: 'Looked up',
    rules: 'Rules',
    cloudRules: 'Cloud rules',
    problem: 'Problem',
    note: 'Note',
    accounts: 'Accounts',
    running: 'Running',
    kept: 'Kept',
  },
  workspaceUnnamed: '{id} (for its name, run "gatehouse status --look-up")',
  notLookedUp:
    'Codex asks the sign-in service whose it is; to ask now, run "gatehouse status --look-up"',
  /** What Codex does not use, because a variable has another credential. */
  stored: {
    chatgpt: 'a ChatGPT sign-in, not used while {variable} is set',
    chatgptOf: 'the ChatGPT sign-in of {email}, not used while {variable} is set',
    apiKey: 'an API key, not used while {variable} is set',
    other: '{credential}, not used while {variable} is set',
  },
  environmentToken: {
    anonymous:
      'CODEX_ACCESS_TOKEN of this terminal: a personal access token, workspace {workspace}, plan {plan}',
    of: 'CODEX_ACCESS_TOKEN of this terminal: a personal access token of {email}, workspace {workspace}, plan {plan}',
    noWorkspace: 'none',
    noPlan: 'not stated',
  },
  token: {
    valid: 'valid until {time}',
    ranOut: 'ran out at {time}',
    unknown: 'of unknown expiry',
    refreshed: 'refreshed {time}',
    due: '{token} (a refresh is due)',
  },
  refreshInterrupted:
    'A refresh was interrupted before its answer was saved, so the stored refresh token may be spent. To find out, run "gatehouse refresh --force".',
  /** {kept}: sentences. */
  kept: '{kept} See "gatehouse kept".',
  // Not by `plural`: `gatehouse status` nearly always says one of these.
  accounts: {
    one: '1 is saved; {inUse} is in use. See "gatehouse accounts".',
    oneNoneInUse: '1 is saved; none of them is in use. See "gatehouse accounts".',
    several: '{count} are saved; {inUse} is in use. See "gatehouse accounts".',
    severalNoneInUse: '{count} are saved; none of them is in use. See "gatehouse accounts".',
  },
  rulesNotRead: 'not known until that is corrected',
  rulesNotJudged: 'not judged, since the sign-in cannot be read',
});
