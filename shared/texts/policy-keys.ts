import { defineTexts } from './define-texts.ts';

/** Of each policy key: its title, what its values do, and what a value has to be. */
export const policyKeyTexts = defineTexts({
  /** In a list of policies, by key; those of settings are with the settings. */
  titles: {
    forced_login_method: 'Force one sign-in method',
    forced_chatgpt_workspace_id: 'Force ChatGPT workspaces',
    allowed_login_methods: 'Allow sign-in methods',
    allowed_chatgpt_workspaces: 'Allow ChatGPT workspaces',
    cli_auth_credentials_store: 'Choose where the sign-in is kept',
    chatgpt_base_url: 'Choose the address of ChatGPT',
    'features.secret_auth_storage': 'Keep the keyring store in an encrypted file',
    'gatehouse.allow_file_storage': 'Allow the sign-in in a file',
    'gatehouse.allow_sign_out_everywhere': 'Allow signing out everywhere',
    'gatehouse.allow_credential_helper': 'Allow tokens for other programs',
    'gatehouse.allow_export': 'Allow exports',
    'gatehouse.require_verified_workspace': 'Require a verified workspace',
    'gatehouse.trusted_issuer': 'Trust another issuer',
    'gatehouse.allow_usage_limits': 'Allow reading usage limits',
    'gatehouse.allow_saved_accounts': 'Allow several saved accounts',
    'gatehouse.max_saved_accounts': 'Limit the number of saved accounts',
    'gatehouse.remove_saved_accounts': 'Remove the saved accounts',
    'gatehouse.organization': 'Name the organization',
  },
  /** What becomes of a policy whose value cannot be understood. */
  whileUnknown: {
    refused: 'What it governs is refused until that is corrected.',
    noSignIn: 'Nobody may sign in until that is corrected, and nothing is removed.',
    asChosen: 'What the person chose counts, and cannot be changed until that is corrected.',
    asTrue: 'It counts as true until that is corrected.',
    noRemoval: 'No saved account is removed until that is corrected.',
    noStore: 'It is not known where the sign-in is kept, so that nothing is read or written.',
    nobodyNamed: 'Nobody is named in its place.',
    notNeeded: 'Gatehouse does not need it.',
  },
  /** What a value does on this device. */
  effects: {
    /** Another key may set one, such as the forced method beside the allowed ones. */
    noLimit: 'It sets no limit of its own.',
    /** Gatehouse cannot remove a key that is not in its store. */
    forcedMethod: {
      api: 'Only API keys may be used; any other stored sign-in is removed from this device.',
      chatgpt:
        'Only ChatGPT sign-ins may be used; any other stored sign-in is removed from this device. A key from the environment is not used.',
    },
    forcedWorkspaces:
      'A ChatGPT sign-in to any workspace but {ids} is removed from this device. API keys are not concerned.',
    allowedMethod: {
      api: 'Only API keys may be used; any other stored sign-in is kept and not used.',
      chatgpt:
        'Only ChatGPT sign-ins may be used; any other stored sign-in is kept and not used. A key from the environment is not used.',
    },
    noMethodAllowed: 'No method may be used: every sign-in is hidden.',
    allowedWorkspaces:
      'A ChatGPT sign-in to any workspace but {ids} is kept and not used. API keys are not concerned.',
    noWorkspaceAllowed: 'No workspace may be used: every ChatGPT sign-in is kept and not used.',
    store: {
      file: 'The sign-in is kept in auth.json.',
      keyring: 'The sign-in is kept in the keyring.',
      auto: 'The sign-in is kept in the keyring, and in auth.json where there is none.',
      ephemeral: 'The sign-in is kept in the memory of the program that signed in.',
    },
    address: 'The Codex CLI sends its requests to {url}. Gatehouse sends none there.',
    noAddress: 'The Codex CLI sends its requests to the address of the provider.',
    encryptedStore: {
      yes: 'The keyring store is an encrypted file, with its passphrase in the keyring.',
      no: 'The keyring store is one item of the keyring.',
      unset:
        'The keyring store is an encrypted file on Windows, and one item of the keyring elsewhere.',
    },
    fileStorage: {
      yes: 'A sign-in may be kept in a file.',
      no: 'New sign-ins to a file, and moving the sign-in to a file, are refused. One that is in a file already is left there.',
    },
    signOutEverywhere: {
      yes: 'A person may end the sign-in on all devices.',
      no: 'Ending the sign-in on all devices is refused; signing out on this device is not.',
    },
    credentialHelper: {
      yes: 'Other programs may ask Gatehouse for an access token.',
      no: 'Other programs get no access token from Gatehouse.',
    },
    export: {
      yes: 'What Gatehouse shows may be exported.',
      no: 'Exporting from the window is refused. "gatehouse policy --json" still answers, so that fleet tools can collect it.',
    },
    verifiedWorkspace: {
      yes: "A ChatGPT sign-in whose ID token cannot be verified by the issuer's published keys is kept and not used.",
      no: 'ChatGPT sign-ins need no verified signature.',
    },
    issuer: 'A workspace is verified by the keys that {issuer} publishes.',
    noIssuer: 'A workspace is verified by the keys that the provider publishes.',
    usageLimits: {
      yes: 'A person may have Gatehouse ask Codex how much of their usage limits is left.',
      no: 'Usage limits are neither asked for nor shown.',
    },
    savedAccounts: {
      yes: 'A person may save several accounts and switch between them.',
      no: 'No account is saved, and none that is saved is used. Those that are saved already are kept, and can be removed.',
    },
    accountLimit:
      'Where {count, plural, one {{count} account is} other {{count} accounts are}} saved, another one is refused; those that are there are kept.',
    noAccountLimit: 'The number of saved accounts has no limit.',
    accountRemoval: {
      yes: 'All saved accounts are removed from this device, which is announced first. The sign-in that Codex uses stays.',
      no: 'Saved accounts stay until a person removes them.',
    },
    organization: 'Gatehouse names {name} as the one that manages this device.',
    noOrganization: 'No organisation name is shown.',
  },
  /**
   * Why a value does not count: each follows the name of the key, and none quotes the value. The one
   * about commas is as in Codex CLI 0.169.0.
   */
  values: {
    mode: 'must be "file", "keyring", "auto" or "ephemeral"',
    method: 'must be "api" or "chatgpt"',
    methods: 'must be a TOML list of "api" and "chatgpt"',
    commas:
      'must be a single workspace ID string or a TOML list of strings; comma-separated strings are not supported',
    unseen: 'must not have control characters or directional marks in it',
    strings: 'must be a TOML list of strings',
    stringOrStrings: 'must be a string or a TOML list of strings',
    yesOrNo: 'must be true or false',
    string: 'must be a string',
    url: 'must be an http or https URL without a user name or password',
    issuer: 'must be an https URL, or an http URL of this machine, without a user name or password',
    wholeNumber: 'must be a whole number from 1 to {most}',
    line: 'must be one line of at most {most} characters',
    other: 'has an unexpected value',
  },
  ofValue: '{name} {fault}',
  noTable: '{name} must be a table, [{name}]',
});
