import { expect, it } from 'vitest';

import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import { windowTitle } from './window-title.ts';

const signedIn = appState({ account: chatgptAccount() });
const lost = chatgptAccount({}, { code: 'refresh-failed', message: '' });
const place = { rule: '', source: '', line: null, column: null };
const removal = { message: '', details: null, ...place, at: 0 };

it.each([
  [null, 'home', 'Gatehouse'],
  [appState({ account: { kind: 'loading' } }), 'home', 'Gatehouse'],
  [appState(), 'methods', 'Signed out - Gatehouse'],
  [signedIn, 'home', 'Signed in - Gatehouse'],
  [signedIn, 'policy', 'Signed in - Policy - Gatehouse'],
  [appState({ account: lost }), 'home', 'Needs sign-in - Gatehouse'],
  [appState({ signIn: { kind: 'starting', method: 'browser' } }), 'home', 'Signing in - Gatehouse'],
  [
    appState({
      signIn: { kind: 'failed', method: 'browser', error: { code: 'denied', message: '' } },
    }),
    'settings',
    'Sign-in failed - Settings - Gatehouse',
  ],
  [{ ...signedIn, removal }, 'home', 'Will be signed out - Gatehouse'],
  [
    appState({ account: { kind: 'unusable', problem: { code: 'record-invalid', message: '' } } }),
    'diagnostics',
    'No usable sign-in - Diagnostics - Gatehouse',
  ],
] as const)('names the state first, then the section: %#', (app, screen, title) => {
  expect(windowTitle(app, screen)).toBe(title);
});
