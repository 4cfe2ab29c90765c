import { describe, expect, it } from 'vitest';

import type { ActivityEntry } from '../shared/activity.ts';
import { activityEntry } from '../shared/testing/activity-entry.ts';
import { byDay, eventsOf } from './activity-events.ts';

const signOut = (overrides: Partial<ActivityEntry>) =>
  activityEntry({ action: 'sign-out', actor: 'policy', detail: null, ...overrides });

const announced = signOut({ outcome: 'announced' });
const confirmed = signOut({ actor: 'user', outcome: 'confirmed' });
const removed = signOut({ outcome: 'done' });
const refresh = activityEntry({ actor: 'background', action: 'refresh', detail: null });
const signIn = activityEntry();

describe('the events of a log', () => {
  it('are its entries, where each stands for itself', () => {
    const entries = [refresh, signIn, signOut({ actor: 'user' })];
    expect(eventsOf(entries)).toEqual(entries.map((entry) => ({ entry, before: [] })));
  });

  it('have a removal once, with how it came to it', () => {
    expect(eventsOf([removed, confirmed, announced, signIn])).toEqual([
      { entry: removed, before: [confirmed, announced] },
      { entry: signIn, before: [] },
    ]);
  });

  it.each([
    ['was withdrawn', signOut({ outcome: 'withdrawn' })],
    ['was not carried out by Codex', signOut({ outcome: 'withheld' })],
    ['failed', signOut({ outcome: 'failed:store' })],
    ['is agreed to and still to come', confirmed],
  ])('have one that %s once', (_, entry) => {
    expect(eventsOf([entry, announced])).toEqual([{ entry, before: [announced] }]);
  });

  it('leave what happened meanwhile where it is', () => {
    expect(eventsOf([removed, refresh, announced]).map(({ entry }) => entry)).toEqual([
      removed,
      refresh,
    ]);
  });

  it('part two removals of one account', () => {
    expect(eventsOf([removed, announced, signIn, removed, announced])).toEqual([
      { entry: removed, before: [announced] },
      { entry: signIn, before: [] },
      { entry: removed, before: [announced] },
    ]);
    expect(eventsOf([removed, removed, announced]).map(({ before }) => before.length)).toEqual([
      0, 1,
    ]);
  });

  it.each([
    ['another workspace', signOut({ outcome: 'announced', account: 'ws-2' })],
    ['another person of it', signOut({ outcome: 'announced', user: 'grace' })],
  ])('keep apart what was announced for %s', (_, other) => {
    expect(eventsOf([removed, other])).toHaveLength(2);
  });

  it('show an announcement by itself as long as nothing has come of it', () => {
    expect(eventsOf([announced, removed, announced])).toEqual([
      { entry: announced, before: [] },
      { entry: removed, before: [announced] },
    ]);
  });
});

it('parts events by the days of the person', () => {
  const at = (day: number, hour: number) => new Date(2026, 0, day, hour).toISOString();
  const entries = [at(3, 1), at(2, 23), at(2, 1)].map((time) => activityEntry({ at: time }));
  const events = eventsOf(entries);
  expect(byDay(events).map((day) => day.events)).toEqual([events.slice(0, 1), events.slice(1)]);
});
