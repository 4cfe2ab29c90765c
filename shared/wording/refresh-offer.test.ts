import { expect, it } from 'vitest';

import type { AccountState } from '../app-state.ts';
import { appState, chatgptAccount } from '../testing/app-state.ts';
import { refreshObstacle } from './refresh-offer.ts';

const { restrictions } = appState();
const key: AccountState = { kind: 'apiKey', source: 'file', problem: null };

it.each([
  ['a sign-in that can be refreshed', appState({ account: chatgptAccount() }), null],
  ['one that was refused', appState({ account: refreshable('refused') }), /Sign in again/],
  [
    'one without a refresh token',
    appState({ account: refreshable('noRefreshToken') }),
    /no refresh token/,
  ],
  ['one of another program', appState({ account: refreshable('supplied') }), /Another program/],
  ['an API key', appState({ account: key }), /Only a ChatGPT sign-in/],
  ['nobody', appState(), /Only a ChatGPT sign-in/],
  [
    'one that a login rule does not allow',
    appState({ account: chatgptAccount(), restrictions: { ...restrictions, verdict: 'violated' } }),
    /login rule/,
  ],
])('the offer to refresh %s', (_, state, sentence) => {
  const obstacle = refreshObstacle(state);
  if (sentence === null) expect(obstacle).toBeNull();
  else expect(obstacle?.sentence).toMatch(sentence);
});

function refreshable(refresh: 'refused' | 'noRefreshToken' | 'supplied'): AccountState {
  return { ...chatgptAccount(), refresh };
}
