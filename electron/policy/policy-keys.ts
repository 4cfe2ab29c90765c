import type { z } from 'zod/mini';

import type { PolicyValue } from '../../shared/policy.ts';
import { policyKeyTexts as texts } from '../../shared/texts/policy-keys.ts';
import type { StoreMode } from '../auth/credential-store.ts';
import type { Family } from './layers.ts';
import type { LoginMethod } from './login-rules.ts';
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

const { titles, effects, whileUnknown } = texts;

/**
 * Who enforces a policy, and what becomes of it where its value cannot be understood. Each
 * takes its keys by `KeysOf`, so that a key it leaves out does not compile.
 */
export const enforcers = {
  loginRules: whileUnknown.noSignIn,
  /** Of the window, which `shared/permissions.ts` names. */
  requests: whileUnknown.refused,
  /** To a file: `StorageOwner`, which reads the rules again first. */
  moves: whileUnknown.refused,
  /** `gatehouse token`. */
  credentialHelper: whileUnknown.refused,
  startAtLogin: whileUnknown.refused,
  /** `ShowUsageLimits` and `gatehouse usage`. */
  usageLimits: whileUnknown.refused,
  /** `RememberedSettings`, and the window, tray and notifications that go by it. */
  settings: whileUnknown.asChosen,
  cautiousSettings: whileUnknown.asTrue,
  /** Of saved accounts: `SavedAccountCommands`. */
  savedAccounts: whileUnknown.refused,
  accountLimit: whileUnknown.refused,
  /** `AccountsRemoval`. */
  accountRemoval: whileUnknown.noRemoval,
  storage: whileUnknown.noStore,
  management: whileUnknown.nobodyNamed,
  codex: whileUnknown.notNeeded,
} as const;
type Enforcer = keyof typeof enforcers;

/** Everything that is known of a key. */
interface PolicyKey {
  readonly schema: () => z.ZodMiniType;
  /** What an administrator sees in a list of policies. */
  readonly title: () => string;
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

/**
 * Every key that Gatehouse reads, by its path. Codex CLI 0.169.0 ignores `forced_*` in
 * requirements.toml and `allowed_*` in a config, and takes the store and the address from the
 * requirements before any config. `[gatehouse]` counts in managed places only.
 */
export const policyKeys = {
  forced_login_method: {
    ...config,
    schema: () => method,
    title: titles.forced_login_method,
    values: ['"chatgpt"', '"api"'],
    enforcedBy: ['loginRules'],
    effect: (value) =>
      typeof value === 'string' ? effects.forcedMethod[value as LoginMethod]() : effects.noLimit(),
  },
  forced_chatgpt_workspace_id: {
    ...config,
    schema: () => forcedWorkspaces,
    title: titles.forced_chatgpt_workspace_id,
    values: ['["YOUR-WORKSPACE-ID"]'],
    enforcedBy: ['loginRules'],
    holds: 'workspaces',
    effect: (value) => {
      const ids = idsOf(value);
      return ids.length === 0
        ? effects.noLimit()
        : effects.forcedWorkspaces({ ids: ids.join(', ') });
    },
  },
  allowed_login_methods: {
    ...requirements,
    schema: () => methodsList,
    title: titles.allowed_login_methods,
    values: ['["chatgpt"]', '["api"]', '["chatgpt", "api"]', '[]'],
    enforcedBy: ['loginRules'],
    effect: (value) => {
      if (value === null) return effects.noLimit();
      const names = idsOf(value);
      if (names.length === 0) return effects.noMethodAllowed();
      const [only, second] = names;
      if (only === undefined || second !== undefined) return effects.noLimit();
      return effects.allowedMethod[only as LoginMethod]();
    },
  },
  allowed_chatgpt_workspaces: {
    ...requirements,
    schema: () => idList,
    title: titles.allowed_chatgpt_workspaces,
    values: ['["YOUR-WORKSPACE-ID"]'],
    enforcedBy: ['loginRules'],
    holds: 'workspaces',
    effect: (value) => {
      if (value === null) return effects.noLimit();
      const ids = idsOf(value);
      return ids.length === 0
        ? effects.noWorkspaceAllowed()
        : effects.allowedWorkspaces({ ids: ids.join(', ') });
    },
  },
  cli_auth_credentials_store: {
    ...requirementsFirst,
    schema: () => storeMode,
    title: titles.cli_auth_credentials_store,
    values: ['"keyring"', '"file"', '"auto"', '"ephemeral"'],
    enforcedBy: ['storage'],
    effect: (value) => effects.store[typeof value === 'string' ? (value as StoreMode) : 'file'](),
  },
  chatgpt_base_url: {
    ...requirementsFirst,
    schema: () => baseUrl,
    title: titles.chatgpt_base_url,
    values: ['"https://chatgpt.com/backend-api/"'],
    enforcedBy: ['codex'],
    holds: 'address',
    inProfiles: true,
    effect: (value) =>
      typeof value === 'string' ? effects.address({ url: value }) : effects.noAddress(),
  },
  'features.secret_auth_storage': {
    ...config,
    schema: () => yesOrNo,
    title: titles['features.secret_auth_storage'],
    values: ['false', 'true'],
    enforcedBy: ['storage'],
    inProfiles: true,
    effect: either(effects.encryptedStore, effects.encryptedStore.unset),
  },
  'gatehouse.allow_file_storage': gatehouseSwitch(
    ['loginRules', 'moves'],
    titles['gatehouse.allow_file_storage'],
    effects.fileStorage,
  ),
  'gatehouse.allow_sign_out_everywhere': gatehouseSwitch(
    ['requests'],
    titles['gatehouse.allow_sign_out_everywhere'],
    effects.signOutEverywhere,
  ),
  'gatehouse.allow_credential_helper': gatehouseSwitch(
    ['credentialHelper'],
    titles['gatehouse.allow_credential_helper'],
    effects.credentialHelper,
  ),
  'gatehouse.allow_export': gatehouseSwitch(
    ['requests'],
    titles['gatehouse.allow_export'],
    effects.export,
  ),
  'gatehouse.require_verified_workspace': gatehouseSwitch(
    ['loginRules'],
    titles['gatehouse.require_verified_workspace'],
    effects.verifiedWorkspace,
    'no',
  ),
  'gatehouse.trusted_issuer': {
    ...gatehouse,
    schema: () => issuer,
    title: titles['gatehouse.trusted_issuer'],
    values: ['"https://login.example.com"'],
    enforcedBy: ['loginRules'],
    effect: (value) =>
      typeof value === 'string' ? effects.issuer({ issuer: value }) : effects.noIssuer(),
  },
  ...settingKeys,
  'gatehouse.allow_usage_limits': gatehouseSwitch(
    ['usageLimits', 'requests'],
    titles['gatehouse.allow_usage_limits'],
    effects.usageLimits,
  ),
  'gatehouse.allow_saved_accounts': gatehouseSwitch(
    ['savedAccounts', 'requests'],
    titles['gatehouse.allow_saved_accounts'],
    effects.savedAccounts,
  ),
  'gatehouse.max_saved_accounts': {
    ...gatehouse,
    schema: () => accountLimit,
    title: titles['gatehouse.max_saved_accounts'],
    values: ['5'],
    enforcedBy: ['accountLimit'],
    effect: (value) =>
      typeof value === 'number' ? effects.accountLimit({ count: value }) : effects.noAccountLimit(),
  },
  'gatehouse.remove_saved_accounts': gatehouseSwitch(
    ['accountRemoval'],
    titles['gatehouse.remove_saved_accounts'],
    effects.accountRemoval,
    'no',
  ),
  'gatehouse.organization': {
    ...gatehouse,
    schema: () => organization,
    title: titles['gatehouse.organization'],
    values: ['"Example Ltd"'],
    enforcedBy: ['management'],
    effect: (value) =>
      typeof value === 'string' ? effects.organization({ name: value }) : effects.noOrganization(),
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

/** What a switch does, on and off. */
interface SwitchTexts {
  readonly yes: () => string;
  readonly no: () => string;
}

function gatehouseSwitch<const E extends PolicyKey['enforcedBy']>(
  enforcedBy: E,
  title: () => string,
  ofValues: SwitchTexts,
  unset: keyof SwitchTexts = 'yes',
) {
  const values = unset === 'yes' ? (['false', 'true'] as const) : (['true', 'false'] as const);
  const effect = either(ofValues, ofValues[unset]);
  return { ...gatehouse, schema: () => yesOrNo, title, values, enforcedBy, effect } as const;
}

function either({ yes, no }: SwitchTexts, unset: () => string): PolicyKey['effect'] {
  return (value) => (value === true ? yes() : value === false ? no() : unset());
}

/** Each id once: lists are sets. */
function idsOf(value: PolicyValue | null): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? [...new Set(value)] : [];
}
