import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

import { everything, type ActivityFilter } from '../shared/activity.ts';
import type { AppError } from '../shared/app-error.ts';
import type { AppState } from '../shared/app-state.ts';
import type { SignInPurpose } from '../shared/saved-accounts.ts';
import type { Section } from '../shared/section.ts';
import { onlySet, type PolicyFilter } from './policy-filter.ts';
import type { ShownRow, PolicySort } from './policy-rows.ts';
import { isAtWork, outcomeText, privateFileText } from './wording/outcome-phrases.ts';

/** What the person asked to see, as far as the application's state leaves a choice. */
export type Screen = 'home' | 'methods' | 'apiKey' | Exclude<Section, 'account'>;

export interface Mirror {
  readonly app: AppState | null;
  /** The last snapshot before what is under way began; null where nothing is. */
  readonly origin: AppState | null;
  readonly screen: Screen;
  /** What a sign-in would be made for that is chosen on this screen. */
  readonly purpose: SignInPurpose;
  /** The row that a person was led to, on the screen of the policy. */
  readonly ledTo: ShownRow | null;
  /** What is looked for on a page, which is kept while the person is elsewhere. */
  readonly activityFilter: ActivityFilter;
  readonly policyFilter: PolicyFilter;
  readonly policySort: PolicySort | null;
  /** The latest request that was refused, shown as a notice of this window. */
  readonly requestError: AppError | null;
  /** Whether the window asks if it is meant to sign out. */
  readonly asksToSignOut: boolean;
  /** Whether the person looks at something else while a removal is announced. */
  readonly setsRemovalAside: boolean;
  readonly showsHelp: boolean;
  /** A short confirmation; a repeated one has a new number. */
  readonly toast: { readonly text: string; readonly number: number } | null;
}

/** Whether it belongs to the account, as a sign-in and its forms do. */
export function isOnAccount(screen: Screen): boolean {
  return screen === 'home' || screen === 'methods' || screen === 'apiKey';
}

/** A short confirmation in the place of another. */
export function toastAfter(toast: Mirror['toast'], text: string): NonNullable<Mirror['toast']> {
  return { text, number: (toast?.number ?? 0) + 1 };
}

export type MirrorStore = StoreApi<Mirror>;

export const toUse: SignInPurpose = { purpose: 'use' };

/** An empty mirror: it holds no snapshot until `receive` is called. */
export function createMirror(): MirrorStore {
  return createStore<Mirror>(() => ({
    app: null,
    origin: null,
    screen: 'home',
    purpose: toUse,
    ledTo: null,
    activityFilter: everything,
    policyFilter: onlySet,
    policySort: null,
    requestError: null,
    asksToSignOut: false,
    setsRemovalAside: false,
    showsHelp: false,
    toast: null,
  }));
}

/** Takes in a snapshot that is newer: an answer and an event can overtake each other. */
export function receive(mirror: MirrorStore, app: AppState): void {
  mirror.setState((held) => mirrored(held, app), true);
}

function mirrored(held: Mirror, app: AppState): Mirror {
  if (held.app !== null && app.revision <= held.app.revision) return held;
  // A sign-in that starts, moves on or ends decides what is shown next.
  const signInMoved = held.app !== null && held.app.signIn.kind !== app.signIn.kind;
  const origin = held.origin ?? held.app;
  const text = origin === null ? null : confirmation(held, origin, app);
  // What was confirmed before is past once the next thing begins.
  const begins = app.busy !== null && held.app?.busy === null;
  const earlier = begins ? null : held.toast;
  const toast = text === null ? earlier : toastAfter(held.toast, text);
  const asksToSignOut = held.asksToSignOut && !isOther(held.app, app);
  const setsRemovalAside = held.setsRemovalAside && app.removal !== null;
  const kept = { asksToSignOut, setsRemovalAside };
  const next = { ...held, app, origin: isAtWork(app) ? origin : null, toast, ...kept };
  if (!signInMoved) return next;
  // Who reads something else meanwhile goes on reading: a line there tells of the sign-in.
  const isSeen = isOnAccount(held.screen) || app.signIn.kind === 'starting';
  return { ...next, purpose: toUse, ...(isSeen && { screen: 'home' }) };
}

/** What an act has brought about, told before what came with it. */
function confirmation({ app: before, toast }: Mirror, origin: AppState, after: AppState) {
  if (before === null) return null;
  const text = outcomeText(origin, before, after);
  return text ?? (toast === null ? privateFileText(before, after) : null);
}

/** Whether there is another kind of sign-in than before, or none. */
function isOther(before: AppState | null, { account }: AppState): boolean {
  if (before === null || before.account.kind === 'loading') return false;
  return before.account.kind !== account.kind;
}

/** Shows the refusal of a request of this window; null takes it away. */
export function reportError(mirror: MirrorStore, requestError: AppError | null): void {
  mirror.setState({ requestError });
}
