import type { Locator, Page } from 'playwright-core';

import type { Launch } from '../running-app.ts';
import type { World, WorldOptions } from '../world.ts';
import { account } from './account.ts';
import { rules } from './rules.ts';
import { savedAccounts } from './saved-accounts.ts';
import { sections } from './sections.ts';
import { signingIn } from './signing-in.ts';
import { situationOf, type Shown, type Situation, type State } from './state.ts';
import { storage } from './storage.ts';

/** Every state that the app can be brought to by one call, by its name. */
export const states = {
  ...signingIn,
  ...account,
  ...storage,
  ...rules,
  ...savedAccounts,
  ...sections,
} satisfies Readonly<Record<string, State>>;

export type StateName = keyof typeof states;
export const stateNames = Object.keys(states) as readonly StateName[];

export function isStateName(name: string): name is StateName {
  return Object.hasOwn(states, name);
}

/** What a world is asked for, so that it can be brought to a state. @param more comes besides. */
export function worldOptionsOf(name: StateName, more: WorldOptions = {}): WorldOptions {
  const state: State = states[name];
  return { ...state.world, ...more };
}

/**
 * Brings a new world to a state: prepares it, launches the app, does what is to be done in the
 * window, and waits until it shows the state.
 */
export async function openState(
  name: StateName,
  world: World,
  launch: Pick<Launch, 'env' | 'args'> = { env: {} },
): Promise<Situation> {
  const { prepare, env, reach, shows }: State = states[name];
  await prepare?.(world);
  const app = await world.launch({ ...launch, env: { ...env, ...launch.env } });
  const situation = situationOf(world, app);
  try {
    await reach?.(situation);
    for (const shown of shows) await shownIn(situation, shown).waitFor();
  } catch (cause) {
    const shown = await handlesIn(situation.window).catch(() => 'nothing');
    throw new Error(`The state ${name} was not reached. The window shows ${shown}`, { cause });
  }
  return situation;
}

/** Where something that a state shows is seen. Closed dialogs are on the page as well. */
export function shownIn({ find }: Pick<Situation, 'find'>, shown: Shown): Locator {
  const [handle, state, words] = shown;
  const found = find(handle, state).filter({ visible: true });
  return (words === undefined ? found : found.filter({ hasText: words })).first();
}

/** The handles that are in the window, with how each is. */
async function handlesIn(window: Page): Promise<string> {
  const handles = await window.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid]')].map(({ dataset }) =>
      [dataset['testid'], dataset['state']].filter(Boolean).join('='),
    ),
  );
  return handles.join(', ');
}
