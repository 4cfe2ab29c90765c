import {
  policySchemaVersion,
  type CloudReport,
  type Policy,
  type PolicyReport,
} from '../policy.ts';

/** A forced way to sign in that is met; override what the test is about. */
export function policy(overrides: Partial<Policy> = {}): Policy {
  return {
    key: 'forced_login_method',
    value: 'chatgpt',
    source: '/etc/codex/managed_config.toml',
    level: 'enforced',
    scope: 'machine',
    status: 'satisfied',
    effect: 'Only ChatGPT sign-ins may be used.',
    layers: [],
    ...overrides,
  };
}

/** No rules of a workspace. */
export function cloudReport(overrides: Partial<CloudReport> = {}): PolicyReport['cloud'] {
  return {
    kind: 'none',
    because: null,
    problem: null,
    fetchedAt: null,
    expiresAt: null,
    workspaceId: null,
    userId: null,
    documents: [],
    setsPolicies: false,
    ...overrides,
  };
}

/** A machine where nothing is set. */
export function policyReport(overrides: Partial<PolicyReport> = {}): PolicyReport {
  return {
    schemaVersion: policySchemaVersion,
    at: '2026-01-02T03:04:05.000Z',
    appVersion: '0.1.0',
    platform: 'linux',
    previewOf: null,
    start: null,
    managedBy: [],
    state: 'notManaged',
    policies: [],
    sources: [],
    warnings: [],
    cloud: cloudReport(),
    accounts: [],
    savedAccounts: { saved: 0, forbidden: 0, accounts: [] },
    removal: null,
    ...overrides,
  };
}
