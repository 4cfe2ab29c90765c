import type { MenuItemConstructorOptions } from 'electron';

import type { Destination } from '../../shared/section.ts';
import type { Dispatch } from '../ipc/dispatch.ts';
import type { Log } from '../ports.ts';
import type { MenuEffect, MenuEntry, ShellAction } from './tray-menu.ts';

export interface MenuPerformerParts {
  readonly dispatch: Dispatch;
  readonly open: (destination: Destination) => void;
  readonly shell: Readonly<Record<ShellAction, () => void>>;
  /** The menu shows what was chosen from it, although nothing came of it. */
  readonly refused: () => void;
  readonly log: Log;
}

export type PerformEffect = (effect: MenuEffect) => void;

/** Does what an item of the tray menu, or of the account menu, says that it does. */
export function menuPerformer({
  dispatch,
  open,
  shell,
  refused,
  log,
}: MenuPerformerParts): PerformEffect {
  return (effect) => {
    switch (effect.kind) {
      case 'request': {
        const { channel, input } = effect;
        void dispatch(channel, input).then((answer) => {
          if (answer.ok) return;
          log.warn('menu.refused', { channel, code: answer.error.code });
          refused();
        });
        return;
      }
      case 'open':
        return open(effect.destination);
      case 'shell':
        return shell[effect.action]();
    }
  };
}

/** The entries as Electron takes them. */
export function menuTemplate(
  entries: readonly MenuEntry[],
  perform: PerformEffect,
): MenuItemConstructorOptions[] {
  return entries.map((entry) => {
    switch (entry.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'fact':
        return { id: entry.id, label: entry.label, enabled: false };
      case 'action': {
        const { id, label, enabled, does, isChosen } = entry;
        const item = { id, label, enabled };
        if (isChosen === undefined) return { ...item, click: () => perform(does) };
        const click = isChosen ? () => {} : () => perform(does);
        return { ...item, type: 'radio', checked: isChosen, click };
      }
    }
  });
}

/**
 * Passes a value on only where it differs from the one before: a menu that is replaced while it
 * is open loses the click.
 */
export function whenChanged<T>(apply: (value: T) => void): (value: T) => void {
  let applied: string | null = null;
  return (value) => {
    const next = JSON.stringify(value);
    if (next === applied) return;
    applied = next;
    apply(value);
  };
}
