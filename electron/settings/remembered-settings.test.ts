import { expect, it, vi } from 'vitest';

import type { CodexConfig } from '../policy/codex-config.ts';
import { settingsFrom } from '../policy/codex-config.ts';
import { settingsLayers } from '../policy/layers.ts';
import { sourcesOf } from '../testing/policy-reports.ts';
import { RememberedSettings } from './remembered-settings.ts';
import type { SettingsMembers } from './settings-file.ts';

const source = '/etc/codex/requirements.toml';

function rulesOf(toml: string): CodexConfig {
  const layers = settingsLayers('linux', '/home/ada/.codex', {});
  return settingsFrom(layers, sourcesOf({ requirements: `[gatehouse]\n${toml}\n` }));
}

function remembered(members: SettingsMembers, toml = '') {
  let rules = rulesOf(toml);
  let failure: string | null = null;
  const listeners: (() => void)[] = [];
  const saved: SettingsMembers[] = [];
  const owner = new RememberedSettings({
    file: {
      load: () => members,
      save: (changed) => {
        saved.push(changed);
        return failure;
      },
    },
    rules: {
      get: () => rules,
      onChange: (listener) => {
        listeners.push(listener);
        return () => {};
      },
    },
  });
  return {
    owner,
    saved,
    become: (changed: string) => {
      rules = rulesOf(changed);
      for (const listener of listeners) listener();
    },
    fail: (message: string | null) => (failure = message),
  };
}

it('begins with the defaults, and with what the file remembers', () => {
  const { owner } = remembered({ theme: 'dark', hide_email: true });
  expect(owner.ownerOf('theme').get()).toMatchObject({ state: 'dark', lock: null });
  expect(owner.ownerOf('hideEmail').get()).toMatchObject({ state: 'on' });
  expect(owner.ownerOf('keepInTray').get()).toMatchObject({ state: 'on' });
});

it.each([{ theme: 'sepia' }, { theme: true }, { theme: null }])(
  'goes by the default where the file says what this version does not know: %j',
  (members) => {
    expect(remembered(members).owner.ownerOf('theme').get()).toMatchObject({ state: 'system' });
  },
);

it('remembers a choice, tells of it, and writes that member alone', async () => {
  const { owner, saved } = remembered({});
  const theme = owner.ownerOf('theme');
  const told = vi.fn();
  theme.onChange(told);
  await theme.wish('light');
  expect(theme.get()).toMatchObject({ state: 'light', problem: null });
  expect(saved).toEqual([{ theme: 'light' }]);
  expect(told).toHaveBeenCalledOnce();
});

it('does as it was asked where that cannot be remembered, and says so until it can', async () => {
  const { owner, fail } = remembered({});
  const theme = owner.ownerOf('theme');
  fail('settings.json cannot be written: the disk is full.');
  await theme.wish('dark');
  expect(theme.get()).toMatchObject({
    state: 'dark',
    problem: { text: 'settings.json cannot be written: the disk is full.' },
  });
  fail(null);
  await theme.wish('light');
  expect(theme.get()).toMatchObject({ state: 'light', problem: null });
});

it('gives way to a rule, names it, and has the choice again when the rule is gone', () => {
  const { owner, become } = remembered({ theme: 'dark' }, 'theme = "light"');
  const theme = owner.ownerOf('theme');
  const told = vi.fn();
  theme.onChange(told);
  expect(theme.get()).toMatchObject({
    state: 'light',
    lock: { kind: 'set', value: 'light', source },
  });
  become('');
  expect(told).toHaveBeenCalledOnce();
  expect(theme.get()).toMatchObject({ state: 'dark', lock: null });
});

it('keeps to the choice under a rule that cannot be understood, but hides addresses', () => {
  const { owner } = remembered({ theme: 'dark' }, 'theme = "sepia"\nhide_email = "yes"');
  expect(owner.ownerOf('theme').get()).toMatchObject({
    state: 'dark',
    lock: {
      kind: 'unknown',
      source,
      message: expect.stringContaining('must be "system", "light" or "dark"') as string,
    },
  });
  expect(owner.ownerOf('hideEmail').get()).toMatchObject({
    state: 'on',
    lock: { kind: 'unknown' },
  });
});
