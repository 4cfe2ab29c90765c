import { describe, expect, it } from 'vitest';

import type { SettingState } from '../../shared/settings.ts';
import { settingLock } from './setting-phrases.ts';

type Known = Extract<SettingState, { kind: 'known' }>;

const source = '/etc/codex/requirements.toml';

function lockedBy(lock: Known['lock']): Known {
  return { kind: 'known', state: 'off', lock, problem: null };
}

describe('what keeps a person from a setting', () => {
  it.each([
    [true, `Set by your organisation (${source}): always on.`],
    [false, `Set by your organisation (${source}): always off.`],
  ])('is a rule with the value %s, which is told with its source', (value, text) => {
    const lock = { kind: 'set', value, source } as const;
    expect(settingLock('startAtLogin', lockedBy(lock), null)).toEqual({ text, isRule: true });
  });

  it('is a rule with one of several values, which is told by its name on the page', () => {
    const lock = { kind: 'set', value: 'system', source } as const;
    expect(settingLock('theme', lockedBy(lock), null)?.text).toBe(
      `Set by your organisation (${source}): always “Same as the system”.`,
    );
  });

  it('names who manages the device, where they are named', () => {
    const lock = { kind: 'set', value: true, source } as const;
    expect(settingLock('startAtLogin', lockedBy(lock), 'Example Ltd')?.text).toBe(
      `Set by Example Ltd (${source}): always on.`,
    );
  });

  it('is a rule that cannot be understood', () => {
    const message = 'gatehouse.start_at_login must be true or false';
    expect(
      settingLock('startAtLogin', lockedBy({ kind: 'unknown', source, message }), null)?.text,
    ).toBe(`${source} has an error: ${message}. You can’t change this until it is fixed.`);
  });

  it('is an installation where it does nothing, which says why', () => {
    const reason = 'This is a run for development.';
    expect(settingLock('startAtLogin', { kind: 'unavailable', reason }, null)).toEqual({
      text: reason,
      isRule: false,
    });
  });

  it('is nothing where the person decides', () => {
    expect(settingLock('startAtLogin', lockedBy(null), null)).toBeNull();
  });
});
