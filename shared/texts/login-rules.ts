import { defineTexts } from './define-texts.ts';

/** What login rules have against a sign-in, and what becomes of it. */
export const loginRuleTexts = defineTexts({
  /** To the letter as the Codex CLI says it. */
  codex: {
    noUsableMethod: 'authentication requirements do not permit any usable login method',
    required: {
      api: 'API key login is required',
      chatgpt: 'ChatGPT login is required',
    },
    wrongMethod: {
      api: 'API key login is required, but ChatGPT is currently being used.',
      chatgpt: 'ChatGPT login is required, but an API key is currently being used.',
    },
    otherWorkspace:
      'Login is restricted to {workspaces}, but current credentials belong to {owner}',
    noIdentifier:
      'Login is restricted to {workspaces}, but current credentials lack a workspace identifier.',
    /** Both full stops are upstream's. */
    noTokenData:
      'Failed to load ChatGPT credentials while enforcing workspace restrictions: Token data is not available..',
    loggingOut: 'Logging out.',
    noClaim:
      'Login is restricted to a specific workspace, but the token did not include an chatgpt_account_id claim.',
    restricted: 'Login is restricted to workspace id(s) {ids}.',
  },
  /** In the middle of a sentence: one as in codex-rs of January 2026, several as upstream says since. */
  workspaces: {
    one: 'workspace {id}',
    several: 'workspace(s) {ids}',
    /** As Gatehouse says it. */
    plain: {
      one: 'workspace {ids}',
      more: 'the workspaces {ids}',
    },
  },
  /** Whose a credential is, in place of a workspace's id. */
  owners: {
    none: 'no workspace',
    unknown: 'unknown',
  },
  stored: {
    ofKind: 'The stored sign-in is of the kind "{kind}".',
    tokenKept:
      'The stored personal access token is kept here: at its next start Codex asks the sign-in service about it, and removes it if the service accepts it.',
    usedInOther: 'Login is restricted to {workspaces}, but the workspace in use is {owner}',
    tokenOfOther:
      'This device only allows {workspaces}, and the stored personal access token belongs to {owner}.',
    tokenAskedFirst:
      'It is kept here: at its next start Codex asks the sign-in service about it, and removes it if that says the same.',
    ofOther: 'This device only allows {workspaces}, and the stored sign-in belongs to {owner}.',
    namesNone: 'This device only allows {workspaces}, and the stored sign-in names no workspace.',
    restrictedNotComplete:
      'This device only allows {workspaces}, and the stored sign-in is not complete.',
    notComplete: 'The stored sign-in is not complete.',
    isOfKind: 'ChatGPT login is required, but the stored sign-in is of the kind "{kind}".',
    isApiKey: 'ChatGPT login is required, but the stored sign-in is an API key.',
    isChatgpt: 'API key login is required, but the stored sign-in is a ChatGPT one.',
    elsewhere:
      'Codex does not find this sign-in, because your workspace sets cli_auth_credentials_store = "{mode}".',
    /** At the end of that. */
    setStore: 'Set it in your config.toml to where the sign-in is.',
    unverified: 'A verified workspace is required, but {fault}.',
    unverifiedToken:
      'A verified workspace is required, and that of a personal access token cannot be verified here.',
    evidencePending: 'A verified workspace is required, which cannot be judged yet: {message}.',
    cannotUse: '{problem} Codex CLI 0.171 cannot use it; a newer one may.',
    wrongProvider: 'Codex cannot use this sign-in with its provider "{provider}".',
    /** At the end of that. */
    useBedrock: 'Set model_provider = "amazon-bedrock" in config.toml, or sign in with ChatGPT.',
  },
  /** Of a personal access token, about which only the issuer knows. */
  owner: {
    notAskedNow: 'whose the personal access token is was not asked at this moment',
    notAsked: 'Codex asks the sign-in service whose the stored personal access token is.',
    /** At the end of that. */
    askNow: 'To ask it now, run "gatehouse status --look-up", or use "Look up" in the window.',
    removedIfOther:
      'This device only allows {workspaces}, and nobody has looked up whose the stored personal access token is. At its next start Codex asks the sign-in service, and removes the token if it belongs to another workspace.',
    unusedAndRemovedIfOther:
      'This device only allows {workspaces}, and nobody has looked up whose the stored personal access token is. It does not allow ChatGPT either, so Codex does not use the token in any case. At its next start Codex asks the sign-in service, and removes the token if it belongs to another workspace.',
    unusedIfOther:
      'This device only allows {workspaces}, and nobody has looked up whose the stored personal access token is. Codex asks the sign-in service at its start, and does not use the token if it belongs to another workspace.',
  },
  removal: {
    withDoubt:
      'The sign-in is kept, because it is not certain that Codex removes it: {message}. If it does, that is at its next start.',
    afterStop: 'After that, it removes the sign-in at its next start.',
    notReached: 'Not reached: {places}',
    failed: '{reason}. Failed to remove auth.json: {fault}',
  },
  /** Rules that contradict each other, or leave no way to sign in. */
  conflicts: {
    /** By how many rules there are. */
    noMethod: {
      one: 'One rule leaves no way to sign in: {rules}.',
      two: 'Two rules contradict each other, so nobody can sign in: {rules}.',
      more: 'Rules contradict each other, so nobody can sign in: {rules}.',
    },
    keptUnused: 'What is stored is kept and not used.',
    correctOwn: 'Correct {rule} in {place}.',
    askToCorrect: {
      it: 'Ask your administrator to correct it.',
      oneOfThem: 'Ask your administrator to correct one.',
    },
    noMethodForCodex:
      'No login method is usable under {rules}: no Codex program works with this sign-in.',
    noWorkspace: 'No workspace is in both {rules}: nobody can sign in with ChatGPT.',
    noStore: '{place} forbids files, and the store is "{mode}": nobody can sign in.',
    ruleIn: '{rule} in {place}',
    noPlace: 'no file',
  },
  /** Why a new sign-in may not start, or not be saved. */
  signIn: {
    methods: {
      chatgpt: 'ChatGPT',
      api: 'API key',
      accessToken: 'Access token',
    },
    disabled: '{method} login is disabled. Use {other} login instead. (Set in {place}.)',
    noWorkspace: '{method} login is disabled: no workspace is allowed ({rules}).',
    fileForbidden:
      'A sign-in would be kept in a file, which {place} does not allow: set cli_auth_credentials_store = "keyring" (it is "{mode}").',
  },
  settingIsSet: '"{setting}" is set in {place}.',
  nothingSavedInMemory:
    'The setting cli_auth_credentials_store = "ephemeral" keeps sign-ins in memory alone, so that no account is saved. Choose another store first.',
  noRoom:
    'No more than {most, plural, one {one account is} other {{most} accounts are}} saved on this device (set in {place}). Remove one first.',
  notKnown: 'The rules are not known: {place} cannot be used ({fault}).',
  placeUnusable: '{place} cannot be used ({fault}).',
});
