import type { AccountState, AppState } from '../app-state.ts';
import type { CodexCredentials, CredentialInUse } from '../codex-programs.ts';
import { nothingRuns } from '../running-codex.ts';
import { eachPermission } from '../permissions.ts';
import type { SavedAccount, SavedAccounts } from '../saved-accounts.ts';
import { eachSetting, settings, stateOfValue } from '../settings.ts';

/** The same for each kind of program, but for what is given. */
export function codexCredentials(
  use: CredentialInUse,
  others: Partial<CodexCredentials> = {},
): CodexCredentials {
  return { exec: use, terminal: use, apps: use, ...others };
}

/** A signed-out snapshot; override what the test is about. */
export function appState(overrides: Partial<AppState> = {}): AppState {
  return {
    revision: 1,
    account: { kind: 'signedOut' },
    codex: codexCredentials({ uses: 'nothing', message: null }),
    running: nothingRuns,
    signIn: { kind: 'idle' },
    signInFor: { purpose: 'use' },
    backgroundRefresh: { kind: 'idle' },
    accounts: savedAccounts(),
    kept: [],
    busy: null,
    notices: [],
    restrictions: {
      verdict: 'allowed',
      unknownBecause: null,
      hasRules: false,
      message: null,
      details: null,
      cloudUnknown: null,
      violated: null,
      deadlock: null,
      workspaces: null,
      methods: {
        browser: { kind: 'allowed' },
        device: { kind: 'allowed' },
        apiKey: { kind: 'allowed' },
      },
    },
    store: {
      mode: 'file',
      location: '~/.codex/auth.json',
      report: null,
      severalEntries: [],
      busy: null,
    },
    removal: null,
    policy: {
      changes: 0,
      management: null,
      isFaulty: false,
      forbidden: eachPermission(() => null),
    },
    activity: { changes: 0 },
    usage: null,
    workspaceNames: {},
    settings: eachSetting((name) => {
      return {
        kind: 'known',
        state: stateOfValue(settings[name].default),
        lock: null,
        problem: null,
      };
    }),
    provider: { id: 'openai', needsSignIn: true },
    app: { version: '0.1.0', customIssuer: null, locale: 'en-GB', tokenOverrides: [] },
    ...overrides,
  };
}

/** None, and nothing in the way. */
export function savedAccounts(overrides: Partial<SavedAccounts> = {}): SavedAccounts {
  return {
    accounts: [],
    problem: null,
    inPlainFiles: false,
    mayUsePlainFiles: true,
    ...overrides,
  };
}

/** Grace's account, saved and ready. */
export function savedAccount(overrides: Partial<SavedAccount> = {}): SavedAccount {
  return {
    id: '0123456789ab',
    kind: 'chatgpt',
    label: null,
    email: 'grace@example.com',
    userId: null,
    workspaceId: '5f0c2f6e-8a2b-4d57-9f52-0a1c7d3e0002',
    workspaceName: null,
    planLabel: 'Team',
    state: { kind: 'ready' },
    protection: 'sealed',
    addedAt: null,
    lastUsedAt: null,
    ...overrides,
  };
}

type Chatgpt = Extract<AccountState, { kind: 'chatgpt' }>;

/** Ada's ChatGPT account. */
export function chatgptAccount(
  facts: Partial<Chatgpt['account']> = {},
  problem: Chatgpt['problem'] = null,
): Chatgpt {
  return {
    kind: 'chatgpt',
    source: 'file',
    account: {
      email: 'ada@example.com',
      plan: 'pro',
      planLabel: 'Pro',
      planRaw: 'pro',
      workspaceId: null,
      accountId: null,
      userId: null,
      ...facts,
    },
    token: { expiresAt: null, lastRefresh: null, stale: false },
    refresh: 'possible',
    problem,
  };
}
