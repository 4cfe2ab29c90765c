import { describe, expect, it } from 'vitest';

import type { SwitchState } from '../../shared/switches.ts';
import { switchLock } from './switch-phrases.ts';

type Known = Extract<SwitchState, { kind: 'known' }>;

const source = '/etc/codex/requirements.toml';

function lockedBy(lock: Known['lock']): Known {
  return { kind: 'known', state: 'off', lock, problem: null };
}

describe('what keeps a person from a switch', () => {
  it.each([
    [true, `Set by your organisation (${source}): always on.`],
    [false, `Set by your organisation (${source}): always off.`],
  ])('is a rule with the value %s, which is told with its source', (value, text) => {
    const lock = { kind: 'set', value, source } as const;
    expect(switchLock(lockedBy(lock), null)).toEqual({ text, isRule: true });
  });

  it('names who manages the device, where they are named', () => {
    const lock = { kind: 'set', value: true, source } as const;
    expect(switchLock(lockedBy(lock), 'Example Ltd')?.text).toBe(
      `Set by Example Ltd (${source}): always on.`,
    );
  });

  it('is a rule that cannot be understood', () => {
    const message = 'gatehouse.start_at_login must be true or false';
    expect(switchLock(lockedBy({ kind: 'unknown', source, message }), null)?.text).toContain(
      `${source} cannot be used (${message})`,
    );
  });

  it('is an installation where it does nothing, which says why', () => {
    const reason = 'This is a run for development.';
    expect(switchLock({ kind: 'unavailable', reason }, null)).toEqual({
      text: reason,
      isRule: false,
    });
  });

  it('is nothing where the person decides', () => {
    expect(switchLock(lockedBy(null), null)).toBeNull();
  });
});
