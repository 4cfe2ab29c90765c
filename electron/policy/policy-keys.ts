import type { z } from 'zod';

import type { PolicyValue } from '../../shared/policy.ts';
import type { Family } from './layers.ts';
import { settingKeys } from './setting-keys.ts';
import {
  accountLimit,
  baseUrl,
  forcedWorkspaces,
  idList,
  issuer,
  method,
  methodsList,
  organization,
  storeMode,
  yesOrNo,
} from './policy-values.ts';

const refused = 'What it governs is refused until that is corrected.';

/**
 * Who enforces a policy, and what becomes of it where its value cannot be understood. Each
 * takes its keys by `KeysOf`, so that a key it leaves out does not compile.
 */
export const enforcers = {
  loginRules: 'Nobody may sign in until that is corrected, and nothing is removed.',
  /** Of the window, which `shared/permissions.ts` names. */
  requests: refused,
  /** To a file: `StorageOwner`, which reads the rules again first. */
  moves: refused,
  /** `gatehouse token`. */
  credentialHelper: refused,
  startAtLogin: refused,
  /** `ShowUsageLimits` and `gatehouse usage`. */
  usageLimits: refused,
  /** `RememberedSettings`, and the window, tray and notifications that go by it. */
  settings: 'What the person chose counts, and cannot be changed until that is corrected.',
  cautiousSettings: 'It counts as true until that is corrected.',
  /** Of saved accounts: `SavedAccountCommands`. */
  savedAccounts: refused,
  accountLimit: refused,
  /** `AccountsRemoval`. */
  accountRemoval: 'No saved account is removed until that is corrected.',
  storage: 'It is not known where the sign-in is kept, so that nothing is read or written.',
  management: 'Nobody is named in its place.',
  codex: 'Gatehouse does not need it.',
} as const;
type Enforcer = keyof typeof enforcers;

/** Everything that is known of a key. */
interface PolicyKey {
  readonly schema: () => z.ZodType;
  /** What an administrator sees in a list of policies. */
  readonly title: string;
  /** In TOML: all values to choose from, or one as an example. The first is in the samples. */
  readonly values: readonly [string, ...string[]];
  /** The strongest first. */
  readonly families: readonly Family[];
  /** Whether only places count that the user cannot change. */
  readonly managedOnly: boolean;
  /** The first says what becomes of a value that cannot be understood. */
  readonly enforcedBy: readonly [Enforcer, ...Enforcer[]];
  /** What a value does on this device, for people; null for "not set". */
  readonly effect: (value: PolicyValue | null) => string;
  readonly holds?: 'workspaces' | 'address';
  /** Whether the Codex CLI lets a profile choose it for itself. */
  readonly inProfiles?: true;
}

const config = { families: ['config'], managedOnly: false } as const;
const requirements = { families: ['requirements'], managedOnly: false } as const;
const requirementsFirst = { families: ['requirements', 'config'], managedOnly: false } as const;
const gatehouse = { families: ['requirements', 'config'], managedOnly: true } as const;

// Another key may set one, such as the forced method beside the allowed ones.
const noLimit = 'It sets no limit of its own.';

/**
 * Every key that Gatehouse reads, by its path. Codex CLI 0.169.0 ignores `forced_*` in
 * requirements.toml and `allowed_*` in a config, and takes the store and the address from the
 * requirements before any config. `[gatehouse]` counts in managed places only.
 */
export const policyKeys = {
  forced_login_method: {
    ...config,
    schema: () => method,
    title: 'Force one sign-in method',
    values: ['"chatgpt"', '"api"'],
    enforcedBy: ['loginRules'],
    effect: (value) =>
      typeof value === 'string'
        ? `${methodTexts[value]}; any other stored sign-in is removed from this device.${environmentKeys(value)}`
        : noLimit,
  },
  forced_chatgpt_workspace_id: {
    ...config,
    schema: () => forcedWorkspaces,
    title: 'Force ChatGPT workspaces',
    values: ['["YOUR-WORKSPACE-ID"]'],
    enforcedBy: ['loginRules'],
    holds: 'workspaces',
    effect: (value) => {
      const ids = idsOf(value);
      return ids.length === 0
        ? noLimit
        : `A ChatGPT sign-in to any workspace but ${ids.join(', ')} is removed from this device. API keys are not concerned.`;
    },
  },
  allowed_login_methods: {
    ...requirements,
    schema: () => methodsList,
    title: 'Allow sign-in methods',
    values: ['["chatgpt"]', '["api"]', '["chatgpt", "api"]', '[]'],
    enforcedBy: ['loginRules'],
    effect: (value) => {
      if (value === null) return noLimit;
      const names = idsOf(value);
      if (names.length === 0) return 'No method may be used: every sign-in is hidden.';
      const [only, second] = names;
      if (only === undefined || second !== undefined) return noLimit;
      return `${methodTexts[only]}; any other stored sign-in is kept and not used.${environmentKeys(only)}`;
    },
  },
  allowed_chatgpt_workspaces: {
    ...requirements,
    schema: () => idList,
    title: 'Allow ChatGPT workspaces',
    values: ['["YOUR-WORKSPACE-ID"]'],
    enforcedBy: ['loginRules'],
    holds: 'workspaces',
    effect: (value) => {
      if (value === null) return noLimit;
      const ids = idsOf(value);
      return ids.length === 0
        ? 'No workspace may be used: every ChatGPT sign-in is kept and not used.'
        : `A ChatGPT sign-in to any workspace but ${ids.join(', ')} is kept and not used. API keys are not concerned.`;
    },
  },
  cli_auth_credentials_store: {
    ...requirementsFirst,
    schema: () => storeMode,
    title: 'Choose where the sign-in is kept',
    values: ['"keyring"', '"file"', '"auto"', '"ephemeral"'],
    enforcedBy: ['storage'],
    effect: (value) => storeTexts[typeof value === 'string' ? value : 'file'] ?? '',
  },
  chatgpt_base_url: {
    ...requirementsFirst,
    schema: () => baseUrl,
    title: 'Choose the address of ChatGPT',
    values: ['"https://chatgpt.com/backend-api/"'],
    enforcedBy: ['codex'],
    holds: 'address',
    inProfiles: true,
    effect: (value) =>
      typeof value === 'string'
        ? `The Codex CLI sends its requests to ${value}. Gatehouse sends none there.`
        : 'The Codex CLI sends its requests to the address of the provider.',
  },
  'features.secret_auth_storage': {
    ...config,
    schema: () => yesOrNo,
    title: 'Keep the keyring store in an encrypted file',
    values: ['false', 'true'],
    enforcedBy: ['storage'],
    inProfiles: true,
    effect: either(
      'The keyring store is an encrypted file, with its passphrase in the keyring.',
      'The keyring store is one item of the keyring.',
      'The keyring store is an encrypted file on Windows, and one item of the keyring elsewhere.',
    ),
  },
  'gatehouse.allow_file_storage': gatehouseSwitch(
    ['loginRules', 'moves'],
    'Allow the sign-in in a file',
    'A sign-in may be kept in a file.',
    'New sign-ins to a file, and moving the sign-in to a file, are refused. One that is in a file already is left there.',
  ),
  'gatehouse.allow_sign_out_everywhere': gatehouseSwitch(
    ['requests'],
    'Allow signing out everywhere',
    'A person may end the sign-in on all devices.',
    'Ending the sign-in on all devices is refused; signing out on this device is not.',
  ),
  'gatehouse.allow_credential_helper': gatehouseSwitch(
    ['credentialHelper'],
    'Allow tokens for other programs',
    'Other programs may ask Gatehouse for an access token.',
    'Other programs get no access token from Gatehouse.',
  ),
  'gatehouse.allow_export': gatehouseSwitch(
    ['requests'],
    'Allow exports',
    'What Gatehouse shows may be exported.',
    'Exporting from the window is refused. "gatehouse policy --json" still answers, so that fleet tools can collect it.',
  ),
  'gatehouse.require_verified_workspace': gatehouseSwitch(
    ['loginRules'],
    'Require a verified workspace',
    "A ChatGPT sign-in whose ID token cannot be verified by the issuer's published keys is kept and not used.",
    'A ChatGPT sign-in counts without a verified signature.',
    'A ChatGPT sign-in counts without a verified signature.',
  ),
  'gatehouse.trusted_issuer': {
    ...gatehouse,
    schema: () => issuer,
    title: 'Trust another issuer',
    values: ['"https://login.example.com"'],
    enforcedBy: ['loginRules'],
    effect: (value) =>
      typeof value === 'string'
        ? `A workspace is verified by the keys that ${value} publishes.`
        : 'A workspace is verified by the keys that the provider publishes.',
  },
  ...settingKeys,
  'gatehouse.allow_usage_limits': gatehouseSwitch(
    ['usageLimits', 'requests'],
    'Allow reading usage limits',
    'A person may have Gatehouse ask Codex how much of their usage limits is left.',
    'Usage limits are neither asked for nor shown.',
  ),
  'gatehouse.allow_saved_accounts': gatehouseSwitch(
    ['savedAccounts', 'requests'],
    'Allow several saved accounts',
    'A person may save several accounts and switch between them.',
    'No account is saved, and none that is saved is used. Those that are saved already are kept, and can be removed.',
  ),
  'gatehouse.max_saved_accounts': {
    ...gatehouse,
    schema: () => accountLimit,
    title: 'Limit the number of saved accounts',
    values: ['5'],
    enforcedBy: ['accountLimit'],
    effect: (value) =>
      typeof value === 'number'
        ? `Where ${value} ${value === 1 ? 'account is' : 'accounts are'} saved, another one is refused; those that are there are kept.`
        : 'The number of saved accounts has no limit.',
  },
  'gatehouse.remove_saved_accounts': gatehouseSwitch(
    ['accountRemoval'],
    'Remove the saved accounts',
    'All saved accounts are removed from this device, which is announced first. The sign-in that Codex uses stays.',
    'Saved accounts stay until a person removes them.',
    'Saved accounts stay until a person removes them.',
  ),
  'gatehouse.organization': {
    ...gatehouse,
    schema: () => organization,
    title: 'Name the organization',
    values: ['"Example Ltd"'],
    enforcedBy: ['management'],
    effect: (value) =>
      typeof value === 'string'
        ? `Gatehouse names ${value} as the one that manages this device.`
        : 'Where rules are managed, Gatehouse names nobody who manages them.',
  },
} as const satisfies Readonly<Record<string, PolicyKey>>;

export type SettingName = keyof typeof policyKeys;

export type KeysOf<E extends Enforcer> = {
  [N in SettingName]: E extends (typeof policyKeys)[N]['enforcedBy'][number] ? N : never;
}[SettingName];

export const policyNames = Object.keys(policyKeys) as readonly SettingName[];

export function policyRow(name: SettingName): PolicyKey {
  return policyKeys[name];
}

/** Null where it is none of these. */
export function policyRowOf(name: string): PolicyKey | null {
  return policyNames.some((known) => known === name) ? policyRow(name as SettingName) : null;
}

/** Whether nobody may sign in where this setting cannot be understood. */
export function isLoginRule(name: string): boolean {
  return policyRowOf(name)?.enforcedBy.includes('loginRules') ?? false;
}

function gatehouseSwitch<const E extends PolicyKey['enforcedBy']>(
  enforcedBy: E,
  title: string,
  yes: string,
  no: string,
  unset = yes,
) {
  const values = unset === yes ? (['false', 'true'] as const) : (['true', 'false'] as const);
  const effect = either(yes, no, unset);
  return { ...gatehouse, schema: () => yesOrNo, title, values, enforcedBy, effect } as const;
}

function either(yes: string, no: string, unset: string): PolicyKey['effect'] {
  return (value) => (value === true ? yes : value === false ? no : unset);
}

const methodTexts: Readonly<Record<string, string>> = {
  api: 'Only API keys may be used',
  chatgpt: 'Only ChatGPT sign-ins may be used',
};

const storeTexts: Readonly<Record<string, string>> = {
  file: 'The sign-in is kept in auth.json.',
  keyring: 'The sign-in is kept in the keyring.',
  auto: 'The sign-in is kept in the keyring, and in auth.json where there is none.',
  ephemeral: 'The sign-in is kept in the memory of the program that signed in.',
};

// Gatehouse cannot remove a key that is not in its store.
function environmentKeys(only: string): string {
  return only === 'chatgpt' ? ' A key from the environment is not used.' : '';
}

/** Each id once: lists are sets. */
function idsOf(value: PolicyValue | null): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? [...new Set(value)] : [];
}
