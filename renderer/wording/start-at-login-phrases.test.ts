import { describe, expect, it } from 'vitest';

import type { StartAtLogin } from '../../shared/app-state.ts';
import { startAtLoginText } from './start-at-login-phrases.ts';

type Known = Extract<StartAtLogin, { kind: 'known' }>;

function known(overrides: Partial<Known> = {}): Known {
  return { kind: 'known', state: 'off', lock: null, problem: null, ...overrides };
}

const source = '/etc/codex/requirements.toml';

describe('the switch for starting at login', () => {
  it.each([
    ['on', true],
    ['off', false],
    ['unknown', false],
    // It will not start, whatever was asked for.
    ['requiresApproval', false],
  ] as const)('with the state %s is on: %s', (state, isOn) => {
    expect(startAtLoginText(known({ state }), null)).toMatchObject({ isOn, isDisabled: false });
  });

  it.each([
    [true, `Set by your organisation (${source}): always on.`],
    [false, `Set by your organisation (${source}): always off.`],
  ])('is locked by a rule with the value %s, which is told with its source', (value, text) => {
    expect(startAtLoginText(known({ lock: { kind: 'set', value, source } }), null)).toMatchObject({
      isDisabled: true,
      reason: { text, isRule: true },
    });
  });

  it('names who manages the device, where they are named', () => {
    const lock = { kind: 'set', value: true, source } as const;
    expect(startAtLoginText(known({ lock }), 'Example Ltd').reason?.text).toBe(
      `Set by Example Ltd (${source}): always on.`,
    );
  });

  it('is locked by a rule that cannot be understood', () => {
    const message = 'gatehouse.start_at_login must be true or false';
    const { isDisabled, reason } = startAtLoginText(
      known({ lock: { kind: 'unknown', source, message } }),
      null,
    );
    expect(isDisabled).toBe(true);
    expect(reason?.text).toContain(`${source} cannot be used (${message})`);
  });

  it('cannot be used where it does nothing, and says why', () => {
    const reason = 'This is a run for development.';
    expect(startAtLoginText({ kind: 'unavailable', reason }, null)).toMatchObject({
      isDisabled: true,
      reason: { text: reason, isRule: false },
    });
    expect(startAtLoginText({ kind: 'reading' }, null)).toMatchObject({
      isDisabled: true,
      reason: null,
    });
  });

  it('says what to do where macOS waits for the person', () => {
    const { problem } = startAtLoginText(known({ state: 'requiresApproval' }), null);
    expect(problem?.text).toContain('System Settings > General > Login Items');
  });

  it('tells what failed, and tells apart what is not known', () => {
    const problem = 'The file cannot be written (EACCES).';
    expect(startAtLoginText(known({ problem }), null).problem).toEqual({
      title: 'It could not be changed',
      text: problem,
    });
    expect(startAtLoginText(known({ state: 'unknown', problem }), null).problem?.title).toContain(
      'not known',
    );
  });
});
