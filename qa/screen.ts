import type { Locator, Page } from 'playwright-core';

/** What a person finds in the window, by role and name. */
export interface Screen {
  /** Ways to sign in. */
  readonly withChatgpt: Locator;
  readonly withDeviceCode: Locator;
  readonly withApiKey: Locator;
  /** While a sign-in runs. */
  readonly signInLink: Locator;
  readonly cancel: Locator;
  readonly apiKey: Locator;
  readonly saveApiKey: Locator;
  /** While somebody is signed in. */
  readonly account: Locator;
  readonly openDetails: Locator;
  readonly refresh: Locator;
  readonly signOutHere: Locator;
  /** Confirms the question that `signOutHere` leads to. */
  readonly signOutIsMeant: Locator;
  readonly signOutEverywhere: Locator;
  /** Where the sign-in is kept; its heading opens the rest of it. */
  readonly storage: Locator;
  readonly openStorage: Locator;
  /** The dialog that asks before everything is revoked. */
  readonly dialog: Locator;
  /** Tells what a login rule is about to remove. */
  readonly removal: Locator;
  readonly notices: Locator;
  /** The ways between the parts of the window. */
  readonly toAccount: Locator;
  readonly toPolicy: Locator;
  readonly toActivity: Locator;
  readonly toDiagnostics: Locator;
  readonly toSettings: Locator;
  readonly startAtLogin: Locator;
  /** What was done, the newest entry first. */
  readonly activityRows: Locator;
  heading(name: string | RegExp): Locator;
  button(name: string | RegExp): Locator;
}

export function screenOf(window: Page): Screen {
  const button = (name: string | RegExp) => window.getByRole('button', { name, exact: true });
  return {
    withChatgpt: button('Sign in with ChatGPT'),
    withDeviceCode: button('Sign in with a device code'),
    withApiKey: button('Use an API key'),
    signInLink: window.getByRole('textbox', { name: 'Sign-in link' }),
    cancel: button('Cancel'),
    apiKey: window.getByLabel('API key', { exact: true }),
    saveApiKey: button('Save API key'),
    account: window.getByRole('region', { name: 'Account', exact: true }),
    openDetails: button('Details'),
    refresh: button('Refresh now'),
    signOutHere: button('Sign out on this device'),
    signOutIsMeant: window
      .getByRole('dialog', { name: 'Sign out on this device?' })
      .getByRole('button', { name: 'Sign out', exact: true }),
    signOutEverywhere: button('Sign out everywhere'),
    storage: window.getByRole('region', { name: 'Storage' }),
    openStorage: button('Storage'),
    dialog: window.getByRole('dialog', { name: 'Sign out everywhere?' }),
    removal: window.getByRole('alertdialog', { name: 'A login rule will sign you out' }),
    notices: window.getByRole('list', { name: 'Notices' }),
    toAccount: button('Account'),
    toPolicy: button('Policy'),
    toActivity: button('Activity'),
    toDiagnostics: button('Diagnostics'),
    toSettings: button('Settings'),
    startAtLogin: window.getByRole('switch', { name: 'Start Gatehouse at login' }),
    activityRows: window.getByTestId('activity-row'),
    heading: (name) => window.getByRole('heading', { name, exact: true }),
    button,
  };
}
