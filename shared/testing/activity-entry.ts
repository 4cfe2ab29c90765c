import type { ActivityEntry } from '../activity.ts';

/** Ada signs in; override what the test is about. */
export function activityEntry(overrides: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    v: 1,
    at: '2026-01-02T03:04:05.000Z',
    actor: 'user',
    action: 'sign-in',
    account: 'ws-1',
    outcome: 'done',
    detail: 'chatgpt',
    ...overrides,
  };
}
