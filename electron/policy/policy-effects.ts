import type { PolicyValue } from '../../shared/policy.ts';
import type { Setting, SettingName } from './settings-document.ts';

/** What a resolved value does on this device; null stands for "not set". */
type Effect = (value: PolicyValue | null) => string;

const yesOrNo =
  (yes: string, no: string, unset = yes): Effect =>
  (value) =>
    value === true ? yes : value === false ? no : unset;

// Another key may well set one, such as the forced method beside the allowed ones.
const noLimit = 'It sets no limit of its own.';

const methods: Readonly<Record<string, string>> = {
  api: 'Only API keys may be used',
  chatgpt: 'Only ChatGPT sign-ins may be used',
};

// Gatehouse cannot take a key away that is not in its store.
function environmentKeys(method: string): string {
  return method === 'chatgpt' ? ' A key from the environment is not used.' : '';
}

const effects: Readonly<Record<SettingName, Effect>> = {
  forced_login_method: (value) =>
    typeof value === 'string'
      ? `${methods[value]}; any other stored sign-in is removed from this device.${environmentKeys(value)}`
      : noLimit,
  forced_chatgpt_workspace_id: (value) => {
    const ids = idsOf(value);
    return ids.length === 0
      ? noLimit
      : `A ChatGPT sign-in to any workspace but ${ids.join(', ')} is removed from this device. API keys are not concerned.`;
  },
  allowed_login_methods: (value) => {
    if (value === null) return noLimit;
    const names = idsOf(value);
    if (names.length === 0) return 'No method may be used: every sign-in is hidden.';
    const [only, second] = names;
    if (only === undefined || second !== undefined) return noLimit;
    return `${methods[only]}; any other stored sign-in is kept and not used.${environmentKeys(only)}`;
  },
  allowed_chatgpt_workspaces: (value) => {
    if (value === null) return noLimit;
    const ids = idsOf(value);
    return ids.length === 0
      ? 'No workspace may be used: every ChatGPT sign-in is kept and not used.'
      : `A ChatGPT sign-in to any workspace but ${ids.join(', ')} is kept and not used. API keys are not concerned.`;
  },
  cli_auth_credentials_store: (value) => stores[typeof value === 'string' ? value : 'file'] ?? '',
  chatgpt_base_url: (value) =>
    typeof value === 'string'
      ? `The Codex CLI sends its requests to ${value}. Gatehouse sends none there.`
      : 'The Codex CLI sends its requests to the address of the provider.',
  'features.secret_auth_storage': yesOrNo(
    'The keyring store is an encrypted file, with its passphrase in the keyring.',
    'The keyring store is one item of the keyring.',
    'The keyring store is an encrypted file on Windows, and one item of the keyring elsewhere.',
  ),
  'gatehouse.allow_file_storage': yesOrNo(
    'A sign-in may be kept in a file.',
    'New sign-ins to a file, and moving the sign-in to a file, are refused. One that is in a file already is left there.',
  ),
  'gatehouse.allow_sign_out_everywhere': yesOrNo(
    'A person may end the sign-in on all devices.',
    'Ending the sign-in on all devices is refused; signing out on this device is not.',
  ),
  'gatehouse.allow_credential_helper': yesOrNo(
    'Other programs may ask Gatehouse for an access token.',
    'Other programs get no access token from Gatehouse.',
  ),
  'gatehouse.allow_export': yesOrNo(
    'What Gatehouse shows may be exported.',
    'Exporting from the window is refused. "gatehouse policy --json" still answers, so that fleet tools can collect it.',
  ),
  'gatehouse.require_verified_workspace': yesOrNo(
    "A ChatGPT sign-in whose ID token cannot be verified by the issuer's published keys is kept and not used.",
    'A ChatGPT sign-in counts without a verified signature.',
    'A ChatGPT sign-in counts without a verified signature.',
  ),
  'gatehouse.trusted_issuer': (value) =>
    typeof value === 'string'
      ? `A workspace is verified by the keys that ${value} publishes.`
      : 'A workspace is verified by the keys that the provider publishes.',
  'gatehouse.start_at_login': yesOrNo(
    'Gatehouse starts at login, which a person cannot switch off in its window.',
    'Gatehouse does not start at login, which a person cannot switch on in its window.',
    'The person decides whether Gatehouse starts at login.',
  ),
  'gatehouse.organization': (value) =>
    typeof value === 'string'
      ? `Gatehouse names ${value} as the one that manages this device.`
      : 'Where rules are managed, Gatehouse names nobody who manages them.',
};

const stores: Readonly<Record<string, string>> = {
  file: 'The sign-in is kept in auth.json.',
  keyring: 'The sign-in is kept in the keyring.',
  auto: 'The sign-in is kept in the keyring, and in auth.json where there is none.',
  ephemeral: 'The sign-in is kept in the memory of the program that signed in.',
};

const loginRules: readonly string[] = [
  'forced_login_method',
  'forced_chatgpt_workspace_id',
  'allowed_login_methods',
  'allowed_chatgpt_workspaces',
  'gatehouse.allow_file_storage',
  'gatehouse.require_verified_workspace',
  'gatehouse.trusted_issuer',
] satisfies readonly SettingName[];

/** Whether nobody may sign in where this setting cannot be understood. */
export function isLoginRule(name: string): boolean {
  return loginRules.includes(name);
}

/** What a setting does on this device, in words for people. */
export function effectOf(name: SettingName, setting: Setting<PolicyValue>): string {
  switch (setting.kind) {
    case 'unset':
      return effects[name](null);
    case 'set':
      return effects[name](setting.value);
    case 'unknown': {
      const problem = `${setting.source} cannot be used (${setting.message}).`;
      if (isLoginRule(name)) {
        return `${problem} Nobody may sign in until that is corrected, and nothing is removed.`;
      }
      if (name === 'chatgpt_base_url') return `${problem} Gatehouse does not need it.`;
      if (name === 'gatehouse.organization') return `${problem} Nobody is named in its place.`;
      return name === 'cli_auth_credentials_store' || name === 'features.secret_auth_storage'
        ? `${problem} It is not known where the sign-in is kept, so that nothing is read or written.`
        : `${problem} What it governs is refused until that is corrected.`;
    }
  }
}

/** The strings of a list, or of a workspace rule in either form, each once: lists are sets. */
function idsOf(value: PolicyValue | null): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'boolean' || value === null ? [] : [...new Set(value)];
}
