import type { Family } from './layers.ts';
import type { SettingName } from './settings-document.ts';

/** Where a key has a meaning. */
export interface PolicyKey {
  /** The families that can set it, the strongest first. */
  readonly families: readonly Family[];
  /** Whether only places that the user cannot change count. */
  readonly managedOnly: boolean;
}

const config: PolicyKey = { families: ['config'], managedOnly: false };
const requirements: PolicyKey = { families: ['requirements'], managedOnly: false };
const requirementsFirst: PolicyKey = { families: ['requirements', 'config'], managedOnly: false };
const gatehouse: PolicyKey = { families: ['requirements', 'config'], managedOnly: true };

/**
 * Every key that Gatehouse reads, and where it counts: Codex CLI 0.169.0 ignores
 * `forced_*` in requirements.toml and `allowed_*` in a config, and lets the
 * requirements decide the store and the address before any config.
 *
 * The keys of Gatehouse's own `[gatehouse]` table count in managed places only.
 */
export const policyKeys: Readonly<Record<SettingName, PolicyKey>> = {
  forced_login_method: config,
  forced_chatgpt_workspace_id: config,
  allowed_login_methods: requirements,
  allowed_chatgpt_workspaces: requirements,
  cli_auth_credentials_store: requirementsFirst,
  chatgpt_base_url: requirementsFirst,
  'features.secret_auth_storage': config,
  'gatehouse.allow_file_storage': gatehouse,
  'gatehouse.allow_sign_out_everywhere': gatehouse,
  'gatehouse.allow_credential_helper': gatehouse,
  'gatehouse.allow_export': gatehouse,
  'gatehouse.require_verified_workspace': gatehouse,
  'gatehouse.trusted_issuer': gatehouse,
  'gatehouse.start_at_login': gatehouse,
  'gatehouse.organization': gatehouse,
};

/** The names, in the order in which they are told. */
export const policyNames = Object.keys(policyKeys) as readonly SettingName[];
