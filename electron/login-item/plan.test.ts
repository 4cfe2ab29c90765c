import { describe, expect, it } from 'vitest';

import type { Setting } from '../policy/config-document.ts';
import { isMet, planned, shown, type KnownState } from './plan.ts';

const source = '/etc/codex/requirements.toml';
const unset: Setting<boolean> = { kind: 'unset' };
const always: Setting<boolean> = { kind: 'set', value: true, source };
const never: Setting<boolean> = { kind: 'set', value: false, source };
const unknown: Setting<boolean> = { kind: 'unknown', source, message: 'it is broken' };

const states: readonly KnownState[] = ['on', 'off', 'requiresApproval', 'unknown'];
const wishes = [null, true, false];

describe('what is asked of the operating system', () => {
  it.each(states)(
    'without a rule is what the person wishes, and nothing by itself: %s',
    (state) => {
      for (const wish of wishes) expect(planned(unset, state, wish)).toBe(wish);
    },
  );

  it.each<[rule: string, state: KnownState, asked: boolean | null, Setting<boolean>]>([
    ['always', 'on', null, always],
    ['always', 'off', true, always],
    // Asking again would not help: only the person can allow it.
    ['always', 'requiresApproval', null, always],
    ['always', 'unknown', true, always],
    ['never', 'on', false, never],
    ['never', 'off', null, never],
    ['never', 'requiresApproval', false, never],
    ['never', 'unknown', false, never],
  ])(
    'is by the rule "%s" with the state %s, whatever a person wishes: %s',
    (_, state, asked, rule) => {
      for (const wish of wishes) expect(planned(rule, state, wish)).toBe(asked);
    },
  );

  it.each(states)('is nothing where the rule is not known: %s', (state) => {
    for (const wish of wishes) expect(planned(unknown, state, wish)).toBeNull();
  });
});

it.each<[asked: boolean, met: readonly KnownState[]]>([
  [true, ['on', 'requiresApproval']],
  [false, ['off']],
])('asked for %s, it has done its part with %j alone', (asked, met) => {
  expect(states.filter((state) => isMet(asked, state))).toEqual(met);
});

describe('what is shown', () => {
  it('is the state that the operating system tells, and not what was asked of it', () => {
    expect(shown(unset, 'off', 'It refused.')).toEqual({
      kind: 'known',
      state: 'off',
      lock: null,
      problem: 'It refused.',
    });
  });

  it.each([always, never, unknown])('is locked by the rule that takes the choice: %o', (rule) => {
    expect(shown(rule, 'on', null)).toMatchObject({ state: 'on', lock: rule });
  });
});
