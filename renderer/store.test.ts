import { describe, expect, it } from 'vitest';

import { createMirror, receive, reportError } from './store.ts';
import { appState, chatgptAccount } from '../shared/testing/app-state.ts';

describe('the mirror of the application state', () => {
  it('holds nothing until the first snapshot arrives', () => {
    expect(createMirror().getState().app).toBeNull();
  });

  it('takes a newer snapshot', () => {
    const mirror = createMirror();
    receive(mirror, appState({ revision: 4 }));
    receive(mirror, appState({ revision: 5, account: chatgptAccount() }));
    expect(mirror.getState().app?.account.kind).toBe('chatgpt');
  });

  it.each([4, 5])('ignores revision %i once it holds revision 5', (revision) => {
    const mirror = createMirror();
    const newest = appState({ revision: 5 });
    receive(mirror, newest);
    receive(mirror, appState({ revision, account: chatgptAccount() }));
    expect(mirror.getState().app).toBe(newest);
  });

  it('leaves the sign-in screen when a sign-in starts, moves on or ends', () => {
    const mirror = createMirror();
    receive(mirror, appState({ revision: 1, account: chatgptAccount() }));
    mirror.setState({ screen: 'methods' });
    receive(
      mirror,
      appState({
        revision: 2,
        account: chatgptAccount(),
        signIn: { kind: 'starting', method: 'browser' },
      }),
    );
    expect(mirror.getState().screen).toBe('home');
  });

  it('leaves who reads another section there, until a sign-in starts', () => {
    const mirror = createMirror();
    const finishing = { kind: 'finishing', method: 'browser' } as const;
    receive(mirror, appState({ revision: 1, signIn: finishing }));
    mirror.setState({ screen: 'policy' });
    receive(mirror, appState({ revision: 2, account: chatgptAccount() }));
    expect(mirror.getState()).toMatchObject({
      screen: 'policy',
      toast: { text: 'You\u2019re signed in.' },
    });
    receive(mirror, appState({ revision: 3, signIn: { kind: 'starting', method: 'browser' } }));
    expect(mirror.getState().screen).toBe('home');
  });

  it('does not go on confirming one thing while the next is under way', () => {
    const mirror = createMirror();
    receive(mirror, appState({ revision: 1, busy: 'signingOut' }));
    mirror.setState({ toast: { text: 'Account saved.', number: 1 } });
    receive(mirror, appState({ revision: 2, busy: 'signingOut' }));
    expect(mirror.getState().toast).not.toBeNull();
    receive(mirror, appState({ revision: 3, account: chatgptAccount() }));
    receive(mirror, appState({ revision: 4, busy: 'refreshing', account: chatgptAccount() }));
    expect(mirror.getState().toast).toBeNull();
  });

  it('asks to sign out of the account that was meant, and of no other', () => {
    const mirror = createMirror();
    mirror.setState({ asksToSignOut: true });
    receive(mirror, appState({ revision: 1, account: { kind: 'loading' } }));
    receive(mirror, appState({ revision: 2, account: chatgptAccount() }));
    expect(mirror.getState().asksToSignOut).toBe(true);
    receive(mirror, appState({ revision: 3 }));
    expect(mirror.getState().asksToSignOut).toBe(false);
  });

  it('stays on the sign-in screen when something else changes', () => {
    const mirror = createMirror();
    receive(mirror, appState({ revision: 1, account: chatgptAccount() }));
    mirror.setState({ screen: 'methods' });
    receive(mirror, appState({ revision: 2, account: chatgptAccount(), busy: 'refreshing' }));
    expect(mirror.getState().screen).toBe('methods');
  });

  it('keeps an error of this window when a snapshot arrives', () => {
    const mirror = createMirror();
    const error = { code: 'busy', message: 'A sign-in is under way.' } as const;
    reportError(mirror, error);
    receive(mirror, appState());
    expect(mirror.getState().requestError).toEqual(error);
  });
});
