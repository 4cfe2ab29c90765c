import { describe, expect, it, vi } from 'vitest';

import type { Usage } from '../../shared/usage.ts';
import { Listeners } from '../base/listeners.ts';
import { dayMs, hourMs } from '../testing/credentials.ts';
import { managedSettings } from '../testing/settings.ts';
import { ShowUsageLimits } from './show-usage-limits.ts';

const start = 1_000 * dayMs;
const source = '/etc/codex/managed_config.toml';

function showing(wished: boolean | null, requirements = '') {
  const saved: unknown[] = [];
  const [ofRules, ofUsage] = [new Listeners(), new Listeners()];
  const world = {
    now: start,
    toml: requirements,
    usage: { reading: null, problem: null } as Usage,
    waits: [] as { readonly ms: number; readonly ring: () => void; readonly signal: AbortSignal }[],
  };
  const usage = {
    get: () => world.usage,
    isAsking: () => false,
    load: () => Promise.resolve(ofUsage.tell()),
    look: vi.fn(() => Promise.resolve(world.usage)),
    forget: vi.fn(() => Promise.resolve()),
    onChange: (listener: () => void) => ofUsage.add(listener),
  };
  const owner = new ShowUsageLimits({
    file: {
      load: () => (wished === null ? {} : { show_usage_limits: wished }),
      save: ({ show_usage_limits: isOn }) => {
        saved.push(isOn);
        return null;
      },
    },
    usage,
    rules: {
      get: () => managedSettings(world.toml),
      onChange: (listener) => ofRules.add(listener),
    },
    now: () => world.now,
    delay: (ms, signal) =>
      new Promise((resolve) => world.waits.push({ ms, ring: resolve, signal })),
  });
  return { owner, usage, saved, world, ofRules, ofUsage };
}

const read = (resetsAt: number): Usage => ({
  reading: {
    readAt: start,
    windows: [{ of: null, minutes: 300, usedPercent: 42, resetsAt }],
    credits: null,
  },
  problem: null,
});

describe('usage limits in the app', () => {
  it('are off until a person turns them on, and nothing is asked before', async () => {
    const { owner, usage, saved } = showing(null);
    await owner.look();
    expect([owner.get(), owner.shown()]).toMatchObject([{ state: 'off', lock: null }, null]);
    expect(usage.look).not.toHaveBeenCalled();
    await owner.wish(true);
    await owner.look();
    expect(owner.get()).toMatchObject({ state: 'on' });
    expect(owner.shown()).toEqual({ reading: null, problem: null, isAsking: false });
    expect(usage.look).toHaveBeenCalledOnce();
    await owner.wish(false);
    expect([owner.shown(), saved]).toEqual([null, [true, false]]);
    expect(usage.forget).toHaveBeenCalledOnce();
  });

  it.each([
    ['false', { kind: 'set', value: false, source }],
    ['"nope"', { kind: 'unknown', source }],
  ])('are off where a rule says %s, whatever was wished', async (value, lock) => {
    const { owner, usage } = showing(true, `[gatehouse]\nallow_usage_limits = ${value}\n`);
    await owner.look();
    expect(owner.get()).toMatchObject({ state: 'off', lock });
    expect(owner.shown()).toBeNull();
    expect(usage.look).not.toHaveBeenCalled();
  });

  it('are for the person to decide where a rule allows them', () => {
    const toml = '[gatehouse]\nallow_usage_limits = true\n';
    expect(showing(false, toml).owner.get()).toMatchObject({ state: 'off', lock: null });
    expect(showing(true, toml).owner.get()).toMatchObject({ state: 'on', lock: null });
  });

  it('are forgotten once a rule forbids them', () => {
    const { owner, usage, world, ofRules } = showing(true);
    const told = vi.fn();
    owner.onChange(told);
    ofRules.tell();
    expect(usage.forget).not.toHaveBeenCalled();
    world.toml = '[gatehouse]\nallow_usage_limits = false\n';
    ofRules.tell();
    expect(usage.forget).toHaveBeenCalledOnce();
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('tell by themselves when a window is reset', async () => {
    const { owner, world, ofUsage } = showing(true);
    world.usage = read(start + hourMs);
    ofUsage.tell();
    expect(owner.shown()?.reading?.windows).toMatchObject([{ isPast: false }]);
    const told = vi.fn();
    owner.onChange(told);
    const [wait] = world.waits;
    expect(wait?.ms).toBe(hourMs);
    world.now += hourMs;
    wait?.ring();
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
    expect(owner.shown()?.reading?.windows).toMatchObject([{ isPast: true }]);
    // The whole reading counts for a day.
    expect(world.waits.at(-1)?.ms).toBe(23 * hourMs);
    owner.stop();
    expect(world.waits.at(-1)?.signal.aborted).toBe(true);
  });
});
