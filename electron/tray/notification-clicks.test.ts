import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { NotificationClicks } from './notification-clicks.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function world() {
  const open = vi.fn();
  const clicks = new NotificationClicks(open);
  const after = (told: readonly ('own' | 'any')[]): number => {
    for (const teller of told) clicks[teller]();
    vi.runAllTimers();
    return open.mock.calls.length;
  };
  return { open, clicks, after };
}

it.each([
  ['an old one', ['any'], 1],
  ['two old ones', ['any', 'any'], 2],
  ['one of this run', ['own', 'any'], 0],
  ['one of this run, of which the system tells first', ['any', 'own'], 0],
  ['one of this run where the system is silent', ['own'], 0],
  ['an old one beside one of this run', ['any', 'any', 'own'], 1],
  ['one of this run, and then an old one', ['own', 'any', 'any'], 1],
] as const)('opens the window for old notifications alone: %s', (_, told, opened) => {
  expect(world().after(told)).toBe(opened);
});

it('opens it for an old one also where one of this run was clicked a while before', () => {
  const { after } = world();
  after(['own', 'any']);
  after(['own']);
  expect(after(['any'])).toBe(1);
});
