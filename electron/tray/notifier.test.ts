import { expect, it, vi } from 'vitest';

import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import type { Alert } from './attention.ts';
import { Notifier } from './notifier.ts';

const lost = appState({
  account: chatgptAccount({}, { code: 'refresh-failed', message: 'Sign in again.' }),
});
const well = appState({ account: chatgptAccount() });

function world({ isFocused }: { isFocused: boolean }) {
  const takeBack = vi.fn();
  const post = vi.fn((_alert: Alert) => takeBack);
  const notifier = new Notifier({ window: { isFocused: () => isFocused }, post });
  return { notifier, post, takeBack };
}

it('tells a thing once, however often the state changes', () => {
  const { notifier, post } = world({ isFocused: false });
  notifier.update(lost);
  notifier.update({ ...lost, revision: 2 });
  expect(post.mock.calls).toEqual([[expect.objectContaining({ key: 'needs-sign-in' })]]);
});

it('takes it back when it is over, and tells it again when it comes again', () => {
  const { notifier, post, takeBack } = world({ isFocused: false });
  notifier.update(lost);
  notifier.update(well);
  expect(takeBack).toHaveBeenCalledOnce();
  notifier.update(lost);
  expect(post).toHaveBeenCalledTimes(2);
});

it('tells nothing to a person who is looking at the window', () => {
  const { notifier, post } = world({ isFocused: true });
  notifier.update(lost);
  expect(post).not.toHaveBeenCalled();
});
