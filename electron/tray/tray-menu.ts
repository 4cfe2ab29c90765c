import { isStopped } from '../../shared/codex-programs.ts';
import {
  isOpen,
  needsSignIn,
  nextTryAt,
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
import { isHiddenByKeyring, isKeyringProblem } from '../../shared/keyring-problem.ts';
import { backgroundServerOf } from '../../shared/running-codex.ts';
import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';
import { trayTexts as texts } from '../../shared/texts/tray.ts';
import { useText } from '../../shared/wording/running-codex.ts';
import { credentialLine } from '../../shared/wording/codex-credentials.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { refreshObstacle } from '../../shared/wording/refresh-offer.ts';
import { formattingLocale, timeOfDay } from '../../shared/wording/local-time.ts';
import { accountNaming, obstacleToUse } from '../../shared/wording/saved-accounts.ts';
import { usageLine } from '../../shared/wording/usage.ts';
import { workspaceNameOf } from '../../shared/wording/workspaces.ts';

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
  const usage = state.usage && usageLine(state.usage, clockOf(state));
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
      action('open', texts.items.open(), shell('open')),
      separator,
      ...group(savedAccountEntries(state)),
      ...group(signInEntries(state)),
      ...group(accountEntries(state)),
      action('policy', texts.items.policy(), open('policy')),
      action('settings', texts.items.settings(), open('settings'), {
        shortcut: 'CommandOrControl+,',
      }),
      action('quit', texts.items.quit(), shell('quit'), { shortcut: 'CommandOrControl+Q' }),
    ].map((entry) => unlessForbidden(entry, state.policy.forbidden)),
  };
}

function accountLine(account: AccountState): string {
  switch (account.kind) {
    case 'loading':
      return texts.accounts.loading();
    case 'signedOut':
      return texts.accounts.signedOut();
    case 'unusable':
      return texts.accounts.unusable();
    case 'apiKey':
      return texts.accounts.apiKey();
    case 'personalAccessToken': {
      const email = account.lookUp?.account.email ?? null;
      return email === null
        ? signInKindTexts.names[account.kind]()
        : menuLabel(email, texts.accounts.ofAccessToken());
    }
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return signInKindTexts.names[account.kind]();
    case 'chatgpt': {
      const { email, planLabel } = account.account;
      // The plan must stay when a long address is cut.
      const plan = planLabel === null ? '' : texts.accounts.ofPlan({ plan: planLabel });
      return menuLabel(email ?? texts.accounts.chatgpt(), plan);
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
  // An id says nothing to people.
  const name = workspaceNameOf(facts?.workspaceId ?? null, workspaceNames);
  return name === null ? null : texts.workspace({ name });
}

/** Where the background server uses another account than the stored one. */
function serverLine({ running }: AppState): string | null {
  const server = backgroundServerOf(running);
  if (server?.differs !== true) return null;
  return menuLabel(texts.stillUses({ use: useText(server.uses, running.stored) }));
}

function progressLine({ signIn, busy }: AppState): string | null {
  if (busy !== null) return texts.progress[busy]();
  switch (signIn.kind) {
    case 'idle':
    case 'failed':
      return null;
    case 'waitingForDevice':
      return texts.progress.waitingForDevice({ code: signIn.userCode });
    case 'starting':
    case 'waitingForBrowser':
    case 'finishing':
      return texts.progress[signIn.kind]();
  }
}

/** What a login rule is about to do. */
function removalLine({ removal }: AppState, now: number): string | null {
  if (removal === null) return null;
  return texts.removal({ minutes: minutesLeft(removal.at, now) });
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
function refreshLine(state: AppState): string | null {
  const { account, backgroundRefresh, notices } = state;
  if (account.kind !== 'chatgpt') return null;
  const at = nextTryAt(backgroundRefresh);
  const time = at === null ? '' : clockOf(state)(at);
  switch (backgroundRefresh.kind) {
    case 'offline':
      return texts.offline({ time });
    case 'unreachable':
      return texts.unreachable({ time });
    case 'retrying':
      return texts.refreshFailed({ time });
    case 'idle':
    case 'scheduled':
    case 'refreshing':
      // One that a person asked for, while the next one is not due for long.
      return notices.some(isFailedRefresh) ? texts.refreshFailedOnce() : null;
  }
}

function isFailedRefresh({ id, action }: AppState['notices'][number]): boolean {
  return id === 'refresh-failed-for-now' && action === 'refresh';
}

/** What a person should look at. */
function troubleLine(state: AppState): string | null {
  const { account, signIn, restrictions, notices, codex } = state;
  if (account.kind === 'unusable') {
    const { code } = account.problem;
    if (isKeyringProblem(code)) return keyringProblemTexts.problems[code].title();
    if (code !== 'not-judged') return texts.unusable[code]();
  }
  if (restrictions.verdict === 'violated') return texts.trouble.blocked();
  if (restrictions.verdict === 'unknown') {
    return isOpen(restrictions.unknownBecause)
      ? texts.trouble.notJudged()
      : texts.trouble.rulesUnreadable();
  }
  if (isStopped(codex)) return texts.trouble.codexDoesNotStart();
  if (account.kind === 'chatgpt' && account.problem !== null) {
    if (needsSignIn(account.problem)) return texts.trouble.needsSignIn();
    return account.problem.code === 'token-expired'
      ? ranOutLine(state)
      : texts.trouble.needsAttention();
  }
  if ('problem' in account && account.problem !== null) return texts.trouble.needsAttention();
  const wasEnforced = account.kind === 'signedOut' && notices.some(({ id }) => id === 'enforced');
  if (wasEnforced) return texts.trouble.removed();
  return signIn.kind === 'failed' ? texts.trouble.signInFailed() : null;
}

function ranOutLine(state: AppState): string {
  const at = nextTryAt(state.backgroundRefresh);
  return at === null
    ? texts.trouble.cannotWork()
    : texts.trouble.cannotWorkUntil({ time: clockOf(state)(at) });
}

/** How a time of day is written here. */
function clockOf({ app }: Pick<AppState, 'app'>): (at: number) => string {
  const locale = formattingLocale(app.locale);
  return (at) => timeOfDay(at, locale);
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
  const nameOf = accountNaming(accounts);
  const entry = (account: SavedAccount): MenuEntry => {
    const obstacle = obstacleToUse(account.state);
    const label = menuLabel(
      nameOf(account),
      obstacle === null ? '' : texts.accounts.withObstacle({ obstacle }),
    );
    return action(`account-${account.id}`, label, request('accounts.use', { id: account.id }), {
      enabled: isFree && obstacle === null,
      ...(inUse !== undefined && { isChosen: account === inUse }),
    });
  };
  const isMore = accounts.length > mostAccounts;
  return [
    ...accounts.slice(0, mostAccounts).map(entry),
    ...(isMore ? [action('more-accounts', texts.items.moreAccounts(), open('account'))] : []),
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
        action('copy-sign-in-link', texts.items.copySignInLink(), request('signIn.copyLink')),
        cancelEntry(),
      ];
    case 'waitingForDevice':
      return [
        action('copy-sign-in-code', texts.items.copyDeviceCode(), request('signIn.copyCode')),
        action('copy-sign-in-link', texts.items.copySignInLink(), request('signIn.copyLink')),
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
      ...offered(
        browser,
        'sign-in-browser',
        texts.items.signInWithBrowser(),
        request('signIn.browser'),
      ),
      ...offered(
        device,
        'sign-in-device',
        texts.items.signInWithDeviceCode(),
        request('signIn.device'),
      ),
      ...offered(apiKey, 'sign-in-api-key', texts.items.useApiKey(), open('account', 'apiKey')),
    ];
  }
  if (needsSignIn(account.problem)) {
    return [action('sign-in-again', texts.items.signInAgain(), open('account', 'signInAgain'))];
  }
  return [
    action('another-account', texts.items.useAnotherAccount(), open('account', 'anotherAccount')),
  ];
}

function cancelEntry(): MenuEntry {
  return action('cancel-sign-in', texts.items.cancelSignIn(), request('signIn.cancel'));
}

/** Where a keyring is there that may hold the sign-in, the way to it. */
function unlockEntries(account: AccountState): readonly MenuEntry[] {
  const code = account.kind === 'unusable' ? account.problem.code : null;
  return code !== null && isHiddenByKeyring(code)
    ? [action('reload', keyringProblemTexts.problems[code].button(), request('account.reload'))]
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
          action('refresh', texts.items.refresh(), request('account.refresh'), {
            shortcut: 'CommandOrControl+R',
          }),
        ]
      : []),
    ...(isStored(account)
      ? [action('sign-out', texts.items.signOut(), open('account', 'signOut'))]
      : []),
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
