import { describe, expect, it } from 'vitest';

import type { Setting } from '../policy/config-document.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { settingsWith } from '../testing/settings.ts';
import { LoginItemError, type LoginItem, type LoginItemState } from './login-item.ts';
import { isMet, planned, shown, StartAtLoginOwner, type KnownState } from './start-at-login.ts';

const source = '/etc/codex/requirements.toml';
const always: Setting<boolean> = { kind: 'set', value: true, source };
const never: Setting<boolean> = { kind: 'set', value: false, source };
const unset: Setting<boolean> = { kind: 'unset' };
const unknown: Setting<boolean> = { kind: 'unknown', source, message: 'it is broken' };

/** An operating system that does what it is asked, unless the test says otherwise. */
class FakeItem implements LoginItem {
  state: LoginItemState = 'off';
  readonly asked: boolean[] = [];
  readError: Error | null = null;
  onSet: (startAtLogin: boolean) => void = (startAtLogin) => {
    this.state = startAtLogin ? 'on' : 'off';
  };

  read(): Promise<LoginItemState> {
    return this.readError ? Promise.reject(this.readError) : Promise.resolve(this.state);
  }

  follow(): Promise<boolean> {
    return Promise.resolve(false);
  }

  // Waits, as the real ones do, so that two requests could overtake each other.
  async set(startAtLogin: boolean): Promise<void> {
    await Promise.resolve();
    this.asked.push(startAtLogin);
    this.onSet(startAtLogin);
  }
}

function setUp(rule: Setting<boolean> = unset, state: LoginItemState = 'off') {
  const item = new FakeItem();
  item.state = state;
  const log = capturedLog();
  const listeners = new Set<() => void>();
  let present = rule;
  const rules = {
    get: () => {
      const settings = settingsWith();
      return {
        ...settings,
        gatehouse: { ...settings.gatehouse, 'gatehouse.start_at_login': present },
      };
    },
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const owner = new StartAtLoginOwner({ loginItem: { kind: 'available', item }, rules, log });
  let changes = 0;
  owner.onChange(() => (changes += 1));
  return {
    item,
    log,
    owner,
    listeners,
    changes: () => changes,
    /** The rules are read again, and the owner has looked. */
    rulesAre: async (next: Setting<boolean>) => {
      present = next;
      for (const listener of listeners) listener();
      await owner.settled();
    },
    start: async () => {
      owner.start();
      await owner.settled();
    },
  };
}

describe('at the start', () => {
  it('asks what holds and, without a rule, changes nothing by itself', async () => {
    for (const state of ['on', 'off', 'requiresApproval'] as const) {
      const { item, owner, start } = setUp(unset, state);
      expect(owner.get()).toMatchObject({ state: 'reading' });
      await start();
      expect(owner.get()).toEqual(shown(unset, state, null));
      expect(item.asked).toEqual([]);
    }
  });

  it.each([
    [always, 'off', 'on'],
    [never, 'on', 'off'],
  ] as const)('brings about what the rule %o demands', async (rule, before, after) => {
    const { item, log, owner, start } = setUp(rule, before);
    await start();
    expect(item.asked).toEqual([rule.value]);
    expect(owner.get()).toEqual({ kind: 'known', state: after, lock: rule, problem: null });
    expect(log.lines).toEqual([
      {
        level: 'info',
        event: 'login-item.set',
        fields: { startAtLogin: rule.value, by: 'rule', state: after },
      },
    ]);
  });

  it('leaves the system alone where the rule cannot be understood', async () => {
    const rule: Setting<boolean> = { kind: 'unknown', source, message: 'must be true or false' };
    const { item, owner, start } = setUp(rule, 'on');
    await start();
    expect(item.asked).toEqual([]);
    expect(owner.get()).toMatchObject({ state: 'on', lock: rule });
  });
});

describe('when the rules are read', () => {
  it('follows a rule that is new, and leaves what it did where the rule is gone', async () => {
    const { item, owner, rulesAre, start } = setUp();
    await start();
    await rulesAre(always);
    expect(owner.get()).toMatchObject({ state: 'on', lock: always });
    await rulesAre(unset);
    expect(owner.get()).toMatchObject({ state: 'on', lock: null });
    expect(item.asked).toEqual([true]);
  });

  it('sees what was changed outside, and tells of it once', async () => {
    const { changes, item, owner, rulesAre, start } = setUp();
    await start();
    expect(changes()).toBe(1);
    item.state = 'on';
    await rulesAre(unset);
    expect(owner.get()).toMatchObject({ state: 'on' });
    await rulesAre(unset);
    expect(changes()).toBe(2);
  });

  it('undoes what was changed outside where a rule says otherwise', async () => {
    const { item, owner, rulesAre, start } = setUp(always);
    await start();
    item.state = 'off';
    await rulesAre(always);
    expect(owner.get()).toMatchObject({ state: 'on' });
    expect(item.asked).toEqual([true, true]);
  });
});

describe('the wish of a person', () => {
  it('is done, and read back', async () => {
    const { item, owner, start } = setUp();
    await start();
    await owner.wish(true);
    expect(owner.get()).toMatchObject({ state: 'on', problem: null });
    await owner.wish(false);
    expect(owner.get()).toMatchObject({ state: 'off', problem: null });
    expect(item.asked).toEqual([true, false]);
  });

  it('ends with the last one, however fast they come', async () => {
    const { item, owner, start } = setUp();
    await start();
    await Promise.all([owner.wish(true), owner.wish(false), owner.wish(true)]);
    expect(item.asked).toEqual([true, false, true]);
    expect(owner.get()).toMatchObject({ state: 'on' });
  });

  it('does not prevail against a rule that has come meanwhile', async () => {
    const { item, owner, rulesAre, start } = setUp();
    await start();
    const first = owner.wish(true);
    // Waits for the first one, and was still allowed when it was asked for.
    const second = owner.wish(true);
    await rulesAre(never);
    await Promise.all([first, second]);
    expect(item.asked).not.toContain(true);
    expect(owner.get()).toMatchObject({ state: 'off', lock: never });
  });

  it('is not called granted before macOS has the approval that it waits for', async () => {
    const { item, owner, start } = setUp();
    item.onSet = () => (item.state = 'requiresApproval');
    await start();
    await owner.wish(true);
    expect(owner.get()).toMatchObject({
      state: 'off',
      problem: {
        text: expect.stringContaining('System Settings > General > Login Items') as string,
      },
    });
  });
});

describe('what fails', () => {
  it('is told until it has come about, and logged once', async () => {
    const { item, log, owner, rulesAre, start } = setUp(always);
    const works = item.onSet;
    item.onSet = () => {
      throw new LoginItemError('The file cannot be written (EACCES).');
    };
    await start();
    await rulesAre(always);
    expect(owner.get()).toMatchObject({
      state: 'off',
      problem: {
        title: 'It could not be changed',
        text: 'The file cannot be written (EACCES).',
      },
    });
    expect(log.lines.map(({ event }) => event)).toEqual(['login-item.not-set']);
    item.onSet = works;
    await rulesAre(always);
    expect(owner.get()).toMatchObject({ state: 'on', problem: null });
  });

  it('of a wish is told until the system says what was wished, from wherever', async () => {
    const { item, owner, rulesAre, start } = setUp();
    item.onSet = () => undefined;
    await start();
    await owner.wish(true);
    expect(owner.get()).toMatchObject({
      state: 'off',
      problem: { text: expect.stringContaining('still not started at login') as string },
    });
    await rulesAre(unset);
    expect(owner.get()).toMatchObject({ problem: expect.any(Object) as object });
    item.state = 'on';
    await rulesAre(unset);
    expect(owner.get()).toMatchObject({ state: 'on', problem: null });
  });

  it('to be read makes the state unknown, and not "off"', async () => {
    const { item, owner, rulesAre, start } = setUp();
    item.readError = new LoginItemError('The file cannot be read (EACCES).');
    await start();
    expect(owner.get()).toMatchObject({
      state: 'unknown',
      problem: {
        title: 'It is not known whether Gatehouse starts at login',
        text: 'The file cannot be read (EACCES).',
      },
    });
    item.readError = null;
    await rulesAre(unset);
    expect(owner.get()).toMatchObject({ state: 'off', problem: null });
  });

  it('unexpectedly is logged without its message, which is not told either', async () => {
    const { item, log, owner, start } = setUp();
    item.readError = new TypeError('sk-secret');
    await start();
    expect(owner.get()).toMatchObject({ state: 'unknown', problem: expect.any(Object) as object });
    expect(log.lines[0]).toMatchObject({ level: 'error', event: 'login-item.unexpected-error' });
    expect(JSON.stringify([log.lines, owner.get()])).not.toContain('sk-secret');
  });
});

it('does nothing where this installation has no entry, whatever the rule says', async () => {
  const { log } = setUp();
  const rules = { get: () => settingsWith(), onChange: () => () => true };
  const loginItem = { kind: 'unavailable', reason: 'This is a run for development.' } as const;
  const owner = new StartAtLoginOwner({ loginItem, rules, log });
  owner.start();
  await owner.wish(true);
  expect(owner.get()).toEqual(loginItem);
  expect(log.lines).toEqual([]);
});

it('stops when nothing is under way, and listens to the rules no more', async () => {
  const { item, listeners, owner } = setUp(always);
  owner.start();
  await owner.stop();
  expect(item.asked).toEqual([true]);
  expect(listeners.size).toBe(0);
});

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
      problem: { title: 'It could not be changed', text: 'It refused.' },
    });
  });

  it.each([always, never, unknown])('is locked by the rule that takes the choice: %o', (rule) => {
    expect(shown(rule, 'on', null)).toMatchObject({ state: 'on', lock: rule });
  });
});
