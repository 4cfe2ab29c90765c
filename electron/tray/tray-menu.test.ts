import { describe, expect, it } from 'vitest';

import type { AppState, Notice, SignInState } from '../../shared/app-state.ts';
import { requestContract } from '../../shared/ipc-contract.ts';
import { eachPermission } from '../../shared/permissions.ts';
import type { CredentialInUse } from '../../shared/codex-programs.ts';
import type { SavedAccountState } from '../../shared/saved-accounts.ts';
import {
  appState,
  chatgptAccount,
  codexCredentials,
  savedAccount,
  savedAccounts,
} from '../../shared/testing/app-state.ts';
import { runningCodex, runningProgram } from '../../shared/testing/running-codex.ts';
import {
  maxLabelLength,
  maxTooltipLength,
  nextViewInMs,
  trayViewOf,
  unlessForbidden,
  type MenuEntry,
} from './tray-menu.ts';

const now = new Date(2026, 10, 24, 13, 40).getTime();

/** One line for each entry: facts in brackets, disabled actions with a minus in front. */
function menuOf(state: AppState): string[] {
  return trayViewOf(state, now).entries.map((entry) => {
    switch (entry.kind) {
      case 'separator':
        return '--';
      case 'fact':
        return `[${entry.id}] ${entry.label}`;
      case 'action': {
        const what = entry.id.startsWith('account-')
          ? `${entry.isChosen === true ? '(x)' : '( )'} `
          : `${entry.id}: `;
        return `${entry.enabled ? '' : '- '}${what}${entry.label}`;
      }
    }
  });
}

const restricted = appState().restrictions;

const environmentKey: CredentialInUse = {
  uses: 'environment',
  credential: { kind: 'apiKey', variable: 'CODEX_API_KEY', setIn: 'environment' },
  condition: null,
};

/** What is stored is kept and not used. */
const unjudged = (unknownBecause: 'rules' | 'evidence') =>
  appState({
    account: { kind: 'unusable', problem: { code: 'not-judged', message: '' } },
    restrictions: { ...restricted, verdict: 'unknown', unknownBecause },
  });
const waitingForBrowser: SignInState = {
  kind: 'waitingForBrowser',
  link: 'https://auth.example/authorize',
  port: 1455,
  portNote: null,
  browserOpened: true,
  expiresAt: 0,
  turnedAway: null,
};
const waitingForDevice: SignInState = {
  kind: 'waitingForDevice',
  verificationUrl: 'https://auth.example/device',
  userCode: 'ABCD-12345',
  expiresAt: 0,
};
const failedSignIn: SignInState = {
  kind: 'failed',
  method: 'browser',
  error: { code: 'denied', message: 'Refused.' },
};

describe('the tray menu', () => {
  it('offers to sign in while signed out', () => {
    expect(menuOf(appState())).toEqual([
      '[account] Signed out',
      'open: Open Gatehouse',
      '--',
      'sign-in-browser: Sign in with ChatGPT',
      'sign-in-device: Sign in with a device code',
      'sign-in-api-key: Use an API key…',
      '--',
      'policy: Policy…',
      'settings: Settings…',
      'quit: Quit Gatehouse',
    ]);
  });

  it('names account and plan, and offers to refresh and to sign out', () => {
    const account = chatgptAccount({ workspaceId: 'ws-1' });
    expect(menuOf(appState({ account }))).toEqual([
      '[account] ada@example.com - Pro',
      'open: Open Gatehouse',
      '--',
      'another-account: Use another account…',
      '--',
      'refresh: Refresh now',
      'sign-out: Sign out…',
      '--',
      'policy: Policy…',
      'settings: Settings…',
      'quit: Quit Gatehouse',
    ]);
  });

  it('offers to sign in again only where that is needed, and then no refresh', () => {
    const account = {
      ...chatgptAccount({}, { code: 'refresh-failed', message: '' }),
      refresh: 'refused',
    } as const;
    const menu = menuOf(appState({ account }));
    expect(menu).toContain('sign-in-again: Sign in again…');
    expect(menu.join()).not.toMatch(/refresh|another-account/);
  });

  const inUse = savedAccount({
    id: 'aaaaaaaaaaaa',
    email: 'ada@example.com',
    workspaceId: null,
    state: { kind: 'inUse' },
  });
  const withAccounts = (...accounts: Parameters<typeof savedAccount>[0][]) =>
    appState({
      account: chatgptAccount(),
      accounts: savedAccounts({ accounts: [inUse, ...accounts.map((one) => savedAccount(one))] }),
    });
  const accountsOf = (state: AppState) =>
    menuOf(state).filter((line) => /^(- )?\(.\) |^more/.test(line));

  it('lists the accounts, of which the one in use is checked, between facts and sign-ins', () => {
    expect(menuOf(withAccounts({ label: 'Work & play' })).slice(0, 7)).toEqual([
      '[account] ada@example.com - Pro',
      'open: Open Gatehouse',
      '--',
      '(x) ada@example.com',
      '( ) Work && play',
      '--',
      'another-account: Use another account…',
    ]);
  });

  it('chooses none where none is in use', () => {
    const accounts = savedAccounts({ accounts: [savedAccount()] });
    const { entries } = trayViewOf(appState({ accounts }), now);
    const entry = entries.find((one) => one.kind === 'action' && one.id.startsWith('account-'));
    expect(entry).toMatchObject({
      does: { kind: 'request', channel: 'accounts.use', input: { id: '0123456789ab' } },
    });
    expect(entry).not.toHaveProperty('isChosen');
  });

  it('lists no account where there is nothing to switch to', () => {
    expect(accountsOf(withAccounts())).toEqual([]);
  });

  it.each<[SavedAccountState, string]>([
    [{ kind: 'ready' }, '( ) Work'],
    [{ kind: 'maySpent', reason: 'replaced', at: 0 }, '( ) Work'],
    [{ kind: 'needsSignIn', reason: 'refused', at: 0 }, '- ( ) Work (needs sign-in)'],
    [
      { kind: 'notAllowed', rule: 'forced_login_method', source: '', message: '' },
      '- ( ) Work (not allowed here)',
    ],
    [{ kind: 'inUseElsewhere', home: '~/.codex-work' }, '- ( ) Work (in use elsewhere)'],
  ])('says of an account that is off why: %j', (state, line) => {
    expect(accountsOf(withAccounts({ label: 'Work', state }))[1]).toBe(line);
  });

  it('keeps the reason where a long name is cut', () => {
    const state = { kind: 'needsSignIn', reason: 'refused', at: 0 } as const;
    const [, line = ''] = accountsOf(withAccounts({ label: 'x'.repeat(80), state }));
    expect(line).toMatch(/^- \( \) x+… \(needs sign-in\)$/);
    expect(line.slice('- ( ) '.length)).toHaveLength(maxLabelLength);
  });

  it('offers nine accounts, and the rest in the window', () => {
    const many = (count: number) =>
      withAccounts(
        ...Array.from({ length: count - 1 }, (_, index) => ({
          id: String(index).padStart(12, '0'),
          label: `Account ${index}`,
        })),
      );
    expect(accountsOf(many(9))).toHaveLength(9);
    const lines = accountsOf(many(40));
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('(x) ada@example.com');
    expect(lines.at(-1)).toBe('more-accounts: More accounts…');
  });

  it.each([
    [{ busy: 'switchingAccount' } as const, 'Switching accounts'],
    [{ busy: 'changingAccount' } as const, 'Changing an account'],
    [{ signIn: waitingForBrowser }, 'Waiting for your browser'],
  ])('switches no account meanwhile: %j', (meanwhile, told) => {
    const state = { ...withAccounts({ label: 'Work' }), ...meanwhile };
    expect(menuOf(state)).toContain(`[state] ${told}`);
    expect(accountsOf(state)).toEqual(['- (x) ada@example.com', '- ( ) Work']);
  });

  it('offers the link and the way out while the browser is waited for', () => {
    const menu = menuOf(appState({ signIn: waitingForBrowser }));
    expect(menu.slice(0, 7)).toEqual([
      '[account] Signed out',
      '[state] Waiting for your browser',
      'open: Open Gatehouse',
      '--',
      'copy-sign-in-link: Copy sign-in link',
      'cancel-sign-in: Cancel sign-in',
      '--',
    ]);
  });

  it('shows the code while one is waited for, and offers to copy it', () => {
    const menu = menuOf(appState({ signIn: waitingForDevice }));
    expect(menu).toContain('[state] Waiting for you to enter ABCD-12345');
    expect(menu).toContain('copy-sign-in-link: Copy sign-in link');
    expect(menu).toContain('copy-sign-in-code: Copy device code');
  });

  it.each([
    [{ kind: 'starting', method: 'browser' }],
    [{ kind: 'finishing', method: 'apiKey' }],
  ] as const)('offers nothing but the way out while a sign-in is %o', (signIn) => {
    const menu = menuOf(appState({ signIn })).filter((line) => line.includes('sign-in'));
    expect(menu.filter((line) => !line.startsWith('['))).toEqual([
      'cancel-sign-in: Cancel sign-in',
    ]);
  });

  const forbidden = { kind: 'forbidden', reason: 'ChatGPT login is disabled.' } as const;

  it('leaves out the methods that a rule forbids', () => {
    const methods = { browser: forbidden, device: forbidden, apiKey: { kind: 'allowed' } } as const;
    const menu = menuOf(appState({ restrictions: { ...restricted, hasRules: true, methods } }));
    expect(menu.filter((line) => line.startsWith('sign-in'))).toEqual([
      'sign-in-api-key: Use an API key…',
    ]);
  });

  it('offers no method, and says why, where the rules could not be read', () => {
    const restrictions = {
      ...restricted,
      verdict: 'unknown',
      hasRules: true,
      methods: { browser: forbidden, device: forbidden, apiKey: forbidden },
    } as const;
    const menu = menuOf(appState({ restrictions }));
    expect(menu).toContain('[state] The login rules cannot be read');
    expect(menu.join()).not.toContain('sign-in-');
  });

  it.each(['refused', 'noRefreshToken', 'supplied'] as const)(
    'does not offer a refresh that cannot help: %s',
    (refresh) => {
      const menu = menuOf(appState({ account: { ...chatgptAccount(), refresh } }));
      expect(menu.join()).not.toContain('refresh:');
    },
  );

  it('nor one of a sign-in that a rule does not allow', () => {
    const state = appState({
      account: chatgptAccount(),
      restrictions: { ...restricted, verdict: 'violated' },
    });
    expect(menuOf(state).join()).not.toContain('refresh:');
  });

  it.each(['refreshing', 'signingOut'] as const)('offers no second command while %s', (busy) => {
    const menu = menuOf(appState({ account: chatgptAccount(), busy }));
    expect(menu.join()).not.toMatch(/refresh:|sign-out|another-account/);
  });

  it.each([
    [{ kind: 'offline' } as const, 'Offline. Trying again at 13:44'],
    [{ kind: 'unreachable' } as const, 'Can’t connect. Trying again at 13:44'],
    [{ kind: 'retrying' } as const, 'The last refresh failed. Trying again at 13:44'],
  ])('tells calmly of a refresh that has to wait: %j', (kind, line) => {
    const at = new Date(2026, 10, 24, 13, 44).getTime();
    const view = trayViewOf(
      appState({ account: chatgptAccount(), backgroundRefresh: { ...kind, at } }),
      now,
    );
    expect(view.mood).toBe('signed-in');
    expect(view.entries).toContainEqual({ kind: 'fact', id: 'state', label: line });
    expect(view.tooltip).toContain(line);
  });

  it.each([
    ['en-GB', 'Offline. Trying again at 13:44'],
    ['de-DE', 'Offline. Trying again at 13:44'],
    ['en-US', 'Offline. Trying again at 1:44 PM'],
  ])('writes times as the system does: %s', (locale, line) => {
    const at = new Date(2026, 10, 24, 13, 44).getTime();
    const { app } = appState();
    const { entries } = trayViewOf(
      appState({
        account: chatgptAccount(),
        backgroundRefresh: { kind: 'offline', at },
        app: { ...app, locale },
      }),
      now,
    );
    const labels = entries.flatMap((entry) => (entry.kind === 'fact' ? [entry.label] : []));
    expect(labels.map((label) => label.replaceAll(/\s/g, ' '))).toContain(line);
  });

  it.each([
    ['refresh', 'The last refresh failed'],
    ['reload', null],
  ] as const)('tells of a refresh that a person asked for in vain (%s)', (action, line) => {
    const failed: Notice = {
      id: 'refresh-failed-for-now',
      severity: 'warning',
      title: '',
      message: '',
      action,
      actionLabel: '',
    };
    const backgroundRefresh = { kind: 'scheduled', at: 0 } as const;
    const state = appState({ account: chatgptAccount(), backgroundRefresh, notices: [failed] });
    const told = trayViewOf(state, now).entries.flatMap((entry) =>
      entry.kind === 'fact' && entry.id === 'state' ? [entry.label] : [],
    );
    expect(told).toEqual(line === null ? [] : [line]);
  });

  it.each([
    [60_000, 'A login rule signs you out in a minute', 60_000],
    [1, 'A login rule signs you out in a minute', 1],
    [150_000, 'A login rule signs you out in 3 minutes', 30_000],
    [0, 'A login rule signs you out now', null],
  ])('says %d ms before a removal how long that is, until it changes', (left, line, next) => {
    const removal = {
      message: '',
      details: null,
      rule: 'forced_login_method',
      source: '',
      line: null,
      column: null,
      at: now + left,
    };
    const state = appState({ account: chatgptAccount(), removal });
    expect(menuOf(state)).toContain(`[state] ${line}`);
    expect(trayViewOf(state, now).mood).toBe('attention');
    expect(nextViewInMs(state, now)).toBe(next);
    expect(nextViewInMs({ ...state, removal: null }, now)).toBeNull();
  });

  it('says who uses a credential of the environment', () => {
    const codex = codexCredentials({ uses: 'stored' }, { exec: environmentKey });
    const state = appState({ account: chatgptAccount(), codex });
    expect(menuOf(state)).toContain('[codex] codex exec uses CODEX_API_KEY');
    expect(trayViewOf(state, now).tooltip).toContain('codex exec uses CODEX_API_KEY');
  });

  it('says where no Codex program starts', () => {
    const codex = codexCredentials({ uses: 'stops', message: 'It is empty.' });
    const view = trayViewOf(appState({ account: chatgptAccount(), codex }), now);
    expect(view.mood).toBe('attention');
    expect(view.tooltip).toContain('Codex does not start');
  });

  it('offers to remove a stored key, which cannot be refreshed', () => {
    const account = { kind: 'apiKey', source: 'file', problem: null } as const;
    const menu = menuOf(appState({ account }));
    expect(menu).toContain('sign-out: Sign out…');
    expect(menu.join()).not.toContain('refresh');
  });

  it('lets the window ask before what cannot be had again is removed', () => {
    const account = {
      kind: 'personalAccessToken',
      source: 'file',
      lookUp: null,
      problem: null,
    } as const;
    const menu = menuOf(appState({ account }));
    expect(menu[0]).toBe('[account] Personal access token');
    expect(menu).toContain('sign-out: Sign out…');
    expect(menu.join()).not.toContain('refresh:');
    const looked = { account: chatgptAccount({ workspaceId: 'W' }).account, at: 0 };
    const workspaceNames = { W: 'Engines' };
    const named = appState({ account: { ...account, lookUp: looked }, workspaceNames });
    expect(menuOf(named).slice(0, 2)).toEqual([
      '[account] ada@example.com - access token',
      '[workspace] Workspace Engines',
    ]);
  });

  it.each([
    ['bedrockApiKey', 'Amazon Bedrock API key'],
    ['bedrockAccessKeys', 'AWS access keys for Amazon Bedrock'],
  ] as const)('names the kind %s', (kind, label) => {
    const account = { kind, source: 'file', region: null, problem: null } as const;
    expect(menuOf(appState({ account }))[0]).toBe(`[account] ${label}`);
  });

  it('leaves a file that cannot be read to the window', () => {
    const account = { kind: 'unusable', problem: { code: 'record-invalid', message: '' } } as const;
    expect(menuOf(appState({ account })).join()).not.toContain('sign-out');
  });

  it('offers to unlock a keyring that holds the sign-in, and says once what is wrong', () => {
    const account = { kind: 'unusable', problem: { code: 'keyring-locked', message: '' } } as const;
    expect(menuOf(appState({ account })).slice(0, 6)).toEqual([
      '[account] No usable sign-in',
      '[state] The keyring is locked',
      'open: Open Gatehouse',
      '--',
      'reload: Unlock and try again',
      '--',
    ]);
  });

  it('shows the ampersand of an address instead of a mnemonic', () => {
    const account = chatgptAccount({ email: 'r&d@example.com' });
    expect(menuOf(appState({ account }))[0]).toBe('[account] r&&d@example.com - Pro');
  });

  it('cuts a long address, but not the plan behind it', () => {
    const account = chatgptAccount({ email: `${'a'.repeat(80)}@example.com` });
    const [line = ''] = menuOf(appState({ account }));
    const label = line.replace('[account] ', '');
    expect(label).toHaveLength(maxLabelLength);
    expect(label).toMatch(/^a+… - Pro$/);
  });

  it('cannot be turned around by an address with directional marks', () => {
    const account = chatgptAccount({ email: 'ada\u202E@example.com\n' });
    expect(menuOf(appState({ account }))[0]).toBe('[account] ada@example.com - Pro');
  });

  it('calls a workspace by its name, where that is known', () => {
    const account = chatgptAccount({ workspaceId: 'ws-1' });
    const lines = menuOf(appState({ account, workspaceNames: { 'ws-1': 'R & D\n' } }));
    expect(lines[1]).toBe('[workspace] Workspace R && D ');
  });

  it('tells in one line what is left of usage limits, where that is shown', () => {
    const window = { of: null, minutes: 300, usedPercent: 42, resetsAt: null, isPast: false };
    const readAt = new Date(2026, 0, 22, 9, 5).getTime();
    const reading = { readAt, windows: [window], credits: null };
    const usage = { reading, problem: null, isAsking: false };
    const state = appState({ account: chatgptAccount() });
    expect(menuOf({ ...state, usage })).toContain('[usage] Left at 09:05: 5-hour 58%');
    const nothing = { ...usage, reading: null };
    for (const line of [...menuOf({ ...state, usage: nothing }), ...menuOf(state)]) {
      expect(line).not.toContain('[usage]');
    }
  });

  it('keeps every label within its length, whatever an issuer says', () => {
    const endless = '&'.repeat(300);
    const account = chatgptAccount({ email: endless, planLabel: endless, workspaceId: endless });
    const { entries, tooltip } = trayViewOf(appState({ account }), now);
    const labels = entries.flatMap((entry) => (entry.kind === 'separator' ? [] : [entry.label]));
    for (const label of labels) {
      expect(label.replaceAll('&&', '&').length).toBeLessThanOrEqual(maxLabelLength);
    }
    expect(tooltip.length).toBeLessThanOrEqual(maxTooltipLength);
  });
});

describe('an item does', () => {
  const signedIn = appState({ account: chatgptAccount() });
  const waiting = appState({ signIn: waitingForDevice });
  const ask = (channel: string) => ({ kind: 'request', channel });
  const ofAccount = (task: string) => ({ kind: 'open', destination: { section: 'account', task } });

  it.each([
    [appState(), 'sign-in-browser', ask('signIn.browser')],
    [appState(), 'sign-in-device', ask('signIn.device')],
    [appState(), 'sign-in-api-key', ofAccount('apiKey')],
    [signedIn, 'another-account', ofAccount('anotherAccount')],
    [waiting, 'cancel-sign-in', ask('signIn.cancel')],
    [waiting, 'copy-sign-in-link', ask('signIn.copyLink')],
    [waiting, 'copy-sign-in-code', ask('signIn.copyCode')],
    [signedIn, 'refresh', ask('account.refresh')],
    [signedIn, 'sign-out', ofAccount('signOut')],
    [signedIn, 'open', { kind: 'shell', action: 'open' }],
    [signedIn, 'policy', { kind: 'open', destination: { section: 'policy' } }],
    [signedIn, 'settings', { kind: 'open', destination: { section: 'settings' } }],
    [signedIn, 'quit', { kind: 'shell', action: 'quit' }],
  ])('what it is for, in case %#', (state, id, does) => {
    expect(trayViewOf(state, now).entries).toContainEqual(expect.objectContaining({ id, does }));
  });

  it.each([signedIn, waiting])('only what the contract of the requests takes', (state) => {
    const effects = trayViewOf(state, now).entries.flatMap((entry) =>
      entry.kind === 'action' && entry.does.kind === 'request' ? [entry.does] : [],
    );
    expect(effects).not.toEqual([]);
    for (const { channel, input } of effects) {
      expect(requestContract[channel].input.safeParse(input).success, channel).toBe(true);
    }
  });
});

describe('an item is off where a rule refuses its request', () => {
  const item = (everywhere: boolean): MenuEntry => ({
    kind: 'action',
    id: 'sign-out',
    label: 'Sign out',
    enabled: true,
    does: { kind: 'request', channel: 'account.signOut', input: { everywhere } },
  });
  const none = eachPermission(() => null);
  const forbidden = { ...none, 'gatehouse.allow_sign_out_everywhere': 'Not allowed.' };

  it.each([
    ['off', true, forbidden, false],
    ['on where the rule is about another input', false, forbidden, true],
    ['on where there is no rule', true, none, true],
  ])('%s', (_, everywhere, reasons, enabled) => {
    expect(unlessForbidden(item(everywhere), reasons)).toEqual({ ...item(everywhere), enabled });
  });

  it.each<MenuEntry>([
    { kind: 'separator' },
    {
      ...(item(true) as Extract<MenuEntry, { kind: 'action' }>),
      does: { kind: 'shell', action: 'quit' },
    },
  ])('and as it was where it sends none', (entry) => {
    expect(unlessForbidden(entry, forbidden)).toEqual(entry);
  });
});

describe('the tray icon', () => {
  const enforced = {
    id: 'enforced',
    severity: 'error',
    title: '',
    message: '',
    action: 'dismiss',
    actionLabel: '',
  } as const;
  it.each<[string, AppState]>([
    [
      'Needs sign-in',
      appState({ account: chatgptAccount({}, { code: 'refresh-failed', message: '' }) }),
    ],
    [
      'Needs attention',
      appState({ account: chatgptAccount({}, { code: 'tokens-unsaved', message: '' }) }),
    ],
    [
      'Codex cannot work now. Trying again at 13:44',
      appState({
        account: chatgptAccount({}, { code: 'token-expired', message: '' }),
        backgroundRefresh: { kind: 'offline', at: new Date(2026, 10, 24, 13, 44).getTime() },
      }),
    ],
    [
      'Codex cannot work now',
      appState({ account: chatgptAccount({}, { code: 'token-expired', message: '' }) }),
    ],
    [
      'It is damaged',
      appState({ account: { kind: 'unusable', problem: { code: 'record-invalid', message: '' } } }),
    ],
    [
      'Blocked by a login rule',
      appState({ account: { kind: 'unusable', problem: { code: 'hidden-by-rule', message: '' } } }),
    ],
    ['Blocked by a login rule', appState({ restrictions: { ...restricted, verdict: 'violated' } })],
    ['Cannot be judged yet', unjudged('evidence')],
    ['The login rules cannot be read', unjudged('rules')],
    ['Signed out by a login rule', appState({ notices: [enforced] })],
    ['The last sign-in failed', appState({ signIn: failedSignIn })],
  ])('asks for attention: %s', (line, state) => {
    const { mood, tooltip, entries } = trayViewOf(state, now);
    expect(mood).toBe('attention');
    expect(tooltip).toContain(line);
    expect(entries).toContainEqual({ kind: 'fact', id: 'state', label: line });
  });

  it('tells who is signed in', () => {
    const { mood, tooltip } = trayViewOf(appState({ account: chatgptAccount() }), now);
    expect({ mood, tooltip }).toEqual({
      mood: 'signed-in',
      tooltip: 'Gatehouse\nada@example.com - Pro',
    });
  });

  it('is calm while nobody is signed in', () => {
    expect(trayViewOf(appState(), now)).toMatchObject({
      mood: 'signed-out',
      tooltip: 'Gatehouse\nSigned out',
    });
  });
});

describe('the background server of Codex', () => {
  const bob = {
    kind: 'chatgpt',
    email: 'bob@example.com',
    accountId: 'W',
    workspaceName: null,
  } as const;
  const server = runningProgram({
    kind: 'backgroundServer',
    uses: { how: 'asked', who: bob },
    differs: true,
  });
  it('has a line, and one of the tooltip, while it uses another account', () => {
    const state = appState({ running: runningCodex({ programs: [server] }) });
    expect(menuOf(state)).toContain('[server] Codex still uses bob@example.com');
    expect(trayViewOf(state, now).tooltip).toContain('Codex still uses bob@example.com');
  });

  it.each([false, null])('has none where it does not surely: %j', (differs) => {
    const programs = [{ ...server, differs }];
    const state = appState({ running: runningCodex({ programs }) });
    expect(menuOf(state).join('\n')).not.toContain('still uses');
  });
});
