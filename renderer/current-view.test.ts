import { describe, expect, it } from 'vitest';

import { currentView } from './current-view.ts';
import { appState, chatgptAccount } from '../shared/testing/app-state.ts';

const failed = {
  kind: 'failed',
  method: 'apiKey',
  error: { code: 'api-key-empty', message: 'The API key is empty.' },
} as const;

describe('the view on screen', () => {
  it('is the loading view until the stored sign-in is read', () => {
    expect(currentView(null, 'home').kind).toBe('loading');
    expect(currentView(appState({ account: { kind: 'loading' } }), 'home').kind).toBe('loading');
  });

  it('is the sign-in screen where nobody is signed in', () => {
    expect(currentView(appState(), 'home').kind).toBe('methods');
  });

  it('is the account where somebody is', () => {
    expect(currentView(appState({ account: chatgptAccount() }), 'home').kind).toBe('chatgpt');
  });

  it('is the sign-in under way, also while an account is signed in', () => {
    const state = appState({
      account: chatgptAccount(),
      signIn: { kind: 'finishing', method: 'browser' },
    });
    expect(currentView(state, 'home').kind).toBe('finishing');
  });

  it('is what the person asked for while no sign-in is under way', () => {
    const state = appState({ account: chatgptAccount() });
    expect(currentView(state, 'methods').kind).toBe('methods');
    expect(currentView(state, 'apiKey').kind).toBe('apiKeyForm');
  });

  it('is the form again when a failed key is tried again', () => {
    expect(currentView(appState({ signIn: failed }), 'home').kind).toBe('failed');
    expect(currentView(appState({ signIn: failed }), 'apiKey').kind).toBe('apiKeyForm');
  });

  it('is the activity while that is asked for, also over a sign-in under way', () => {
    expect(currentView(appState(), 'activity').kind).toBe('activity');
    const waiting = appState({ signIn: { kind: 'starting', method: 'browser' } });
    expect(currentView(waiting, 'activity').kind).toBe('activity');
    expect(currentView(null, 'activity').kind).toBe('loading');
  });

  it('is the diagnostics while they are asked for, also over a failed sign-in', () => {
    expect(currentView(appState({ signIn: failed }), 'diagnostics').kind).toBe('diagnostics');
  });

  it('is the settings while they are asked for, also over a sign-in under way', () => {
    const waiting = appState({ signIn: { kind: 'starting', method: 'browser' } });
    expect(currentView(waiting, 'settings').kind).toBe('settings');
  });

  it('never shows a form over a sign-in that is under way', () => {
    const state = appState({ signIn: { kind: 'starting', method: 'browser' } });
    expect(currentView(state, 'apiKey').kind).toBe('starting');
  });
});
