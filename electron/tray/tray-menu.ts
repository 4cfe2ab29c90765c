import { isStopped } from '../../shared/codex-programs.ts';
import {
  isOpen,
  needsSignIn,
  type AccountState,
  type AppState,
  type MethodRule,
} from '../../shared/app-state.ts';
import type { RequestChannel } from '../../shared/ipc-channels.ts';
import type { RequestInput } from '../../shared/ipc-contract.ts';
import { permissionsFor } from '../../shared/permissions.ts';
import type { SavedAccount } from '../../shared/saved-accounts.ts';
import {
  destinationOf,
  type AccountTask,
  type Destination,
  type Section,
} from '../../shared/section.ts';
import {
  isHiddenByKeyring,
  isKeyringProblem,
  type KeyringProblemCode,
} from '../../shared/keyring-problem.ts';
import type { UnusableCode } from '../../shared/problem-code.ts';
import { backgroundServerOf } from '../../shared/running-codex.ts';
import { keyringWords } from '../../shared/wording/keyring-problems.ts';
import { useText } from '../../shared/wording/running-codex.ts';
import { credentialLine } from '../../shared/wording/codex-credentials.ts';
import { signInNames } from '../../shared/wording/sign-in-kinds.ts';
import { refreshObstacle } from '../../shared/wording/refresh-offer.ts';
import { accountTitle, obstacleToUse } from '../../shared/wording/saved-accounts.ts';
import { usageLine } from '../../shared/wording/usage.ts';
import { workspaceLabel } from '../../shared/wording/workspaces.ts';

type MenuFactId = 'account' | 'workspace' | 'codex' | 'server' | 'usage' | 'state';

/** What Electron is needed for; `window/menus.ts` does each, or this does not compile. */
export const shellActions = ['open', 'quit'] as const;
export type ShellAction = (typeof shellActions)[number];

/** What an item does: mostly what the window could ask for as well. */
export type MenuEffect =
  | {
      readonly [C in RequestChannel]: {
        readonly kind: 'request';
        readonly channel: C;
        readonly input?: RequestInput<C>;
      };
    }[RequestChannel]
  | { readonly kind: 'open'; readonly destination: Destination }
  | { readonly kind: 'shell'; readonly action: ShellAction };

/** The id stays the same from state to state. Labels are short and have no accidental mnemonics. */
export type MenuEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'fact'; readonly id: MenuFactId; readonly label: string }
  | {
      readonly kind: 'action';
      readonly id: string;
      readonly label: string;
      readonly enabled: boolean;
      readonly does: MenuEffect;
      /** As Electron writes it; of the window's menu alone. */
      readonly shortcut?: string;
      /** Of several of which one counts: whether this is the one. */
      readonly isChosen?: boolean;
    };

const separator: MenuEntry = { kind: 'separator' };

type MenuAction = Extract<MenuEntry, { kind: 'action' }>;

export type TrayMood = 'signed-in' | 'signed-out' | 'attention';

export interface TrayView {
  readonly mood: TrayMood;
  readonly tooltip: string;
  readonly entries: readonly MenuEntry[];
}

/**
 * What the tray and the account menu of the window show of a state, and offer: only what can be
 * done now. `now` is in milliseconds since the epoch.
 */
export function trayViewOf(state: AppState, now: number): TrayView {
  const account = accountLine(state.account);
  const workspace = workspaceLine(state);
  const usage = state.usage && usageLine(state.usage, timeOfDay);
  const codex = credentialLine(state.codex);
  const server = serverLine(state);
  const trouble = removalLine(state, now) ?? troubleLine(state);
  const situation = progressLine(state) ?? trouble ?? refreshLine(state);
  return {
    mood: trouble === null ? calmMood(state.account) : 'attention',
    tooltip: tooltipText(['Gatehouse', account, codex, server, situation]),
    entries: [
      fact('account', account),
      ...(workspace === null ? [] : [fact('workspace', workspace)]),
      ...(codex === null ? [] : [fact('codex', codex)]),
      ...(server === null ? [] : [fact('server', server)]),
      ...(usage === null ? [] : [fact('usage', usage)]),
      ...(situation === null ? [] : [fact('state', situation)]),
      action('open', 'Open Gatehouse', shell('open')),
      separator,
      ...group(savedAccountEntries(state)),
      ...group(signInEntries(state)),
      ...group(accountEntries(state)),
      action('policy', 'Policy…', open('policy')),
      action('settings', 'Settings…', open('settings'), { shortcut: 'CommandOrControl+,' }),
      action('quit', 'Quit Gatehouse', shell('quit'), { shortcut: 'CommandOrControl+Q' }),
    ].map((entry) => unlessForbidden(entry, state.policy.forbidden)),
  };
}

function accountLine(account: AccountState): string {
  switch (account.kind) {
    case 'loading':
      return 'Reading the sign-in';
    case 'signedOut':
      return 'Signed out';
    case 'unusable':
      return 'No usable sign-in';
    case 'apiKey':
      return 'API key';
    case 'personalAccessToken': {
      const email = account.lookUp?.account.email ?? null;
      return email === null ? signInNames[account.kind] : menuLabel(email, ' - access token');
    }
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return signInNames[account.kind];
    case 'chatgpt': {
      const { email, planLabel } = account.account;
      // The plan must stay when a long address is cut.
      const plan = planLabel === null ? '' : ` - ${planLabel}`;
      return menuLabel(email ?? 'ChatGPT account', plan);
    }
  }
}

function workspaceLine({ account, workspaceNames }: AppState): string | null {
  const facts =
    account.kind === 'personalAccessToken'
      ? account.lookUp?.account
      : account.kind === 'chatgpt'
        ? account.account
        : null;
  const workspaceId = facts?.workspaceId ?? null;
  return workspaceId === null ? null : `Workspace ${workspaceLabel(workspaceId, workspaceNames)}`;
}

/** Where the background server uses another account than the stored one. */
function serverLine({ running }: AppState): string | null {
  const server = backgroundServerOf(running);
  if (server?.differs !== true) return null;
  return menuLabel(`Codex still uses ${useText(server.uses, running.stored)}`);
}

function progressLine({ signIn, busy }: AppState): string | null {
  if (busy === 'refreshing') return 'Refreshing the session';
  if (busy === 'signingOut') return 'Signing out';
  if (busy === 'switchingAccount') return 'Switching accounts';
  if (busy === 'changingAccount') return 'Changing an account';
  if (busy === 'lookingUp') return 'Looking up the access token';
  if (signIn.kind === 'waitingForDevice') return `Waiting for you to enter ${signIn.userCode}`;
  return signInLines[signIn.kind];
}

const signInLines = {
  idle: null,
  failed: null,
  starting: 'The sign-in is starting',
  waitingForBrowser: 'Waiting for your browser',
  finishing: 'Finishing the sign-in',
} as const;

/** What a login rule is about to do. */
function removalLine({ removal }: AppState, now: number): string | null {
  if (removal === null) return null;
  const minutes = minutesLeft(removal.at, now);
  const when = minutes > 1 ? `in ${minutes} minutes` : minutes === 1 ? 'in a minute' : 'now';
  return `A login rule signs you out ${when}`;
}

function minutesLeft(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 60_000));
}

/** Milliseconds until the view changes with time alone; null where it does not. */
export function nextViewInMs({ removal }: AppState, now: number): number | null {
  if (removal === null || removal.at <= now) return null;
  return removal.at - now - (minutesLeft(removal.at, now) - 1) * 60_000;
}

/** What stands in the way of the next refresh while the sign-in still works. */
function refreshLine({ account, backgroundRefresh }: AppState): string | null {
  if (account.kind !== 'chatgpt') return null;
  if (backgroundRefresh.kind === 'offline') {
    return `Offline. Trying again at ${timeOfDay(backgroundRefresh.at)}`;
  }
  return backgroundRefresh.kind === 'retrying'
    ? `The last refresh failed. Trying again at ${timeOfDay(backgroundRefresh.at)}`
    : null;
}

/** What a person should look at. */
function troubleLine({
  account,
  signIn,
  restrictions,
  notices,
  backgroundRefresh,
  codex,
}: AppState): string | null {
  if (account.kind === 'unusable') {
    const { code } = account.problem;
    if (isKeyringProblem(code)) return keyringWords(code).title;
    if (code !== 'not-judged') return unusableLines[code];
  }
  if (restrictions.verdict === 'violated') return 'Blocked by a login rule';
  if (restrictions.verdict === 'unknown') {
    return isOpen(restrictions.unknownBecause)
      ? 'Cannot be judged yet'
      : 'The login rules cannot be read';
  }
  if (isStopped(codex)) return 'Codex does not start';
  if (account.kind === 'chatgpt' && account.problem !== null) {
    if (needsSignIn(account.problem)) return 'Needs sign-in';
    return account.problem.code === 'token-expired'
      ? ranOutLine(backgroundRefresh)
      : 'Needs attention';
  }
  if ('problem' in account && account.problem !== null) return 'Needs attention';
  const wasEnforced = account.kind === 'signedOut' && notices.some(({ id }) => id === 'enforced');
  if (wasEnforced) return 'Signed out by a login rule';
  return signIn.kind === 'failed' ? 'The last sign-in failed' : null;
}

const unusableLines = {
  'hidden-by-rule': 'Blocked by a login rule',
  'mode-unsupported': 'It is of another kind',
  'store-unreadable': 'It cannot be read',
  'store-unknown': 'Its place is not known',
  'store-not-visible': 'Another program keeps it',
  'record-invalid': 'It is damaged',
  'tokens-missing': 'It has no tokens',
  'api-key-missing': 'It has no key',
} as const satisfies Record<Exclude<UnusableCode, KeyringProblemCode | 'not-judged'>, string>;

function ranOutLine(backgroundRefresh: AppState['backgroundRefresh']): string {
  const line = 'Codex cannot work now';
  if (backgroundRefresh.kind !== 'offline' && backgroundRefresh.kind !== 'retrying') return line;
  return `${line}. Trying again at ${timeOfDay(backgroundRefresh.at)}`;
}

function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
}

function calmMood(account: AccountState): TrayMood {
  return account.kind === 'loading' || account.kind === 'signedOut' || account.kind === 'unusable'
    ? 'signed-out'
    : 'signed-in';
}

/** More than these are chosen in the window. */
const mostAccounts = 9;

/** The account in use is the chosen one; nothing where there is nothing to switch to. */
function savedAccountEntries({ accounts: { accounts }, busy, signIn }: AppState): MenuEntry[] {
  const inUse = accounts.find(({ state }) => state.kind === 'inUse');
  if (accounts.every((account) => account === inUse)) return [];
  const isFree = busy === null && signIn.kind === 'idle';
  const entry = (account: SavedAccount): MenuEntry => {
    const obstacle = obstacleToUse(account.state);
    const label = menuLabel(accountTitle(account), obstacle === null ? '' : ` (${obstacle})`);
    return action(`account-${account.id}`, label, request('accounts.use', { id: account.id }), {
      enabled: isFree && obstacle === null,
      ...(inUse !== undefined && { isChosen: account === inUse }),
    });
  };
  const isMore = accounts.length > mostAccounts;
  return [
    ...accounts.slice(0, mostAccounts).map(entry),
    ...(isMore ? [action('more-accounts', 'More accounts…', open('account'))] : []),
  ];
}

/** While a sign-in runs, what helps it; else the way to one, as far as the rules allow any. */
function signInEntries(state: AppState): readonly MenuEntry[] {
  const { signIn, account, restrictions, busy } = state;
  switch (signIn.kind) {
    case 'starting':
    case 'finishing':
      return [cancelEntry()];
    case 'waitingForBrowser':
      return [
        action('copy-sign-in-link', 'Copy sign-in link', request('signIn.copyLink')),
        cancelEntry(),
      ];
    case 'waitingForDevice':
      return [
        action('copy-sign-in-code', 'Copy device code', request('signIn.copyCode')),
        action('copy-sign-in-link', 'Copy sign-in link', request('signIn.copyLink')),
        cancelEntry(),
      ];
    case 'idle':
    case 'failed':
      break;
  }
  const { browser, device, apiKey } = restrictions.methods;
  if (account.kind === 'loading' || busy !== null) return [];
  if (account.kind === 'signedOut' || account.kind === 'unusable') {
    const unlock = unlockEntries(account);
    if (unlock.length > 0) return unlock;
    return [
      ...offered(browser, 'sign-in-browser', 'Sign in with ChatGPT', request('signIn.browser')),
      ...offered(device, 'sign-in-device', 'Sign in with a device code', request('signIn.device')),
      ...offered(apiKey, 'sign-in-api-key', 'Use an API key…', open('account', 'apiKey')),
    ];
  }
  if (needsSignIn(account.problem)) {
    return [action('sign-in-again', 'Sign in again…', open('account', 'signInAgain'))];
  }
  return [action('another-account', 'Use another account…', open('account', 'anotherAccount'))];
}

function cancelEntry(): MenuEntry {
  return action('cancel-sign-in', 'Cancel sign-in', request('signIn.cancel'));
}

/** Where a keyring is there that may hold the sign-in, the way to it. */
function unlockEntries(account: AccountState): readonly MenuEntry[] {
  const code = account.kind === 'unusable' ? account.problem.code : null;
  return code !== null && isHiddenByKeyring(code)
    ? [action('reload', keyringWords(code).button, request('account.reload'))]
    : [];
}

/** A way to sign in, unless a rule forbids it, which the window explains. */
function offered(rule: MethodRule, id: string, label: string, does: MenuEffect): MenuEntry[] {
  return rule.kind === 'allowed' ? [action(id, label, does)] : [];
}

function accountEntries(state: AppState): readonly MenuEntry[] {
  const { account, busy, signIn } = state;
  if (busy !== null || (signIn.kind !== 'idle' && signIn.kind !== 'failed')) return [];
  const canRefresh = account.kind === 'chatgpt' && refreshObstacle(state) === null;
  return [
    ...(canRefresh
      ? [
          action('refresh', 'Refresh now', request('account.refresh'), {
            shortcut: 'CommandOrControl+R',
          }),
        ]
      : []),
    ...(isStored(account) ? [action('sign-out', 'Sign out…', open('account', 'signOut'))] : []),
  ];
}

/** An item is off where a rule refuses its request. */
export function unlessForbidden(
  entry: MenuEntry,
  forbidden: AppState['policy']['forbidden'],
): MenuEntry {
  if (entry.kind !== 'action' || entry.does.kind !== 'request') return entry;
  const { channel, input } = entry.does;
  const isForbidden = permissionsFor(channel, input).some((name) => forbidden[name] !== null);
  return isForbidden ? { ...entry, enabled: false } : entry;
}

/** What is stored but cannot be read is removed in the window alone, which explains it. */
function isStored({ kind }: AccountState): boolean {
  return kind !== 'loading' && kind !== 'signedOut' && kind !== 'unusable';
}

/** A line follows a group that has anything. */
function group(entries: readonly MenuEntry[]): readonly MenuEntry[] {
  return entries.length === 0 ? [] : [...entries, separator];
}

function fact(id: MenuFactId, label: string): MenuEntry {
  return { kind: 'fact', id, label: escapeMnemonics(menuLabel(label)) };
}

function action(
  id: string,
  label: string,
  does: MenuEffect,
  { enabled = true, ...more }: Partial<Pick<MenuAction, 'enabled' | 'shortcut' | 'isChosen'>> = {},
): MenuEntry {
  return { kind: 'action', id, label: escapeMnemonics(menuLabel(label)), enabled, does, ...more };
}

function request<C extends RequestChannel>(channel: C, input?: RequestInput<C>): MenuEffect {
  return { kind: 'request', channel, ...(input === undefined ? {} : { input }) } as MenuEffect;
}

function open(section: Section, task: AccountTask | null = null): MenuEffect {
  return { kind: 'open', destination: destinationOf(section, task) };
}

function shell(action: ShellAction): MenuEffect {
  return { kind: 'shell', action };
}

/** Some desktops cut longer menu labels, without a sign that they do. */
export const maxLabelLength = 50;

/** Windows cuts the text of a tray icon here (`NOTIFYICONDATAW`, 128 with the terminator). */
export const maxTooltipLength = 127;

/**
 * A text as one short line without invisible characters, with which an address from a token
 * could turn the line around. The suffix is kept whole.
 */
function menuLabel(text: string, suffix = ''): string {
  const end = shapedCharacters(suffix);
  const start = shapedCharacters(text);
  const room = Math.max(1, maxLabelLength - end.length);
  return [...cut(start, room), ...end].slice(0, maxLabelLength).join('');
}

function tooltipText(lines: readonly (string | null)[]): string {
  const text = lines.filter((line) => line !== null).join('\n');
  return cut([...text], maxTooltipLength).join('');
}

/** A single `&` would become the mnemonic of the letter after it. */
function escapeMnemonics(label: string): string {
  return label.replaceAll('&', '&&');
}

function shapedCharacters(text: string): string[] {
  return [...text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '')];
}

function cut(characters: readonly string[], maxLength: number): readonly string[] {
  if (characters.length <= maxLength) return characters;
  return [...characters.slice(0, maxLength - 1), '…'];
}
