import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

import type { AppError } from '../shared/app-error.ts';
import type { AppState } from '../shared/app-state.ts';
import type { SignInPurpose } from '../shared/saved-accounts.ts';
import type { Section } from '../shared/section.ts';

/** What the person asked to see, as far as the application's state leaves a choice. */
export type Screen = 'home' | 'methods' | 'apiKey' | Exclude<Section, 'account'>;

export interface Mirror {
  readonly app: AppState | null;
  readonly screen: Screen;
  /** What a sign-in would be made for that is chosen on this screen. */
  readonly purpose: SignInPurpose;
  /** The key of the rule that a person was led to, on the screen of the policy. */
  readonly ledToRule: string | null;
  /** The latest request that was refused, shown as a notice of this window. */
  readonly requestError: AppError | null;
  /** Whether the person is asked about a restart of the background server. */
  readonly asksForRestart: boolean;
  /** Whether the window asks if it is meant to sign out. */
  readonly asksToSignOut: boolean;
  /** A short confirmation; a repeated one has a new number. */
  readonly toast: { readonly text: string; readonly number: number } | null;
}

export type MirrorStore = StoreApi<Mirror>;

export const toUse: SignInPurpose = { purpose: 'use' };

/** An empty mirror: it holds no snapshot until `receive` is called. */
export function createMirror(): MirrorStore {
  return createStore<Mirror>(() => ({
    app: null,
    screen: 'home',
    purpose: toUse,
    ledToRule: null,
    requestError: null,
    asksForRestart: false,
    asksToSignOut: false,
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
  const next = { ...held, app, asksToSignOut: held.asksToSignOut && !isOther(held.app, app) };
  return signInMoved ? { ...next, screen: 'home', purpose: toUse } : next;
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
