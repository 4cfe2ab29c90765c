import { expect, it, vi } from 'vitest';

import type { SettingsMembers } from './settings-file.ts';
import { tellOnce } from './tell-once.ts';

it('tells what a person needs to know once, for all times', () => {
  let members: SettingsMembers = { theme: 'dark' };
  const file = {
    load: () => members,
    save: (changed: SettingsMembers) => {
      members = { ...members, ...changed };
      return null;
    },
  };
  const tell = vi.fn();
  tellOnce(file, 'told_of_tray', tell);
  tellOnce(file, 'told_of_tray', tell);
  expect(tell).toHaveBeenCalledOnce();
  expect(members).toEqual({ theme: 'dark', told_of_tray: true });
});

it('tells it again where that cannot be remembered', () => {
  const file = { load: () => ({}), save: () => 'The disk is full.' };
  const tell = vi.fn();
  tellOnce(file, 'told_of_tray', tell);
  tellOnce(file, 'told_of_tray', tell);
  expect(tell).toHaveBeenCalledTimes(2);
});
