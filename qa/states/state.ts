import type { Locator, Page } from 'playwright-core';

import type { IssuerAccount } from '../../electron/testing/issuer/accounts.ts';
import type { SeedOverrides } from '../../electron/testing/issuer/embedded-issuer.ts';
import type { TestId } from '../../shared/test-ids.ts';
import { chatgptRecord } from '../records.ts';
import type { RunningApp } from '../running-app.ts';
import type { World, WorldOptions } from '../world.ts';

/** What a machine must have for a state; `gatehouse-qa check` tells of each. */
export type Need = 'sign-in ports' | 'machine files' | 'keyring';

/** Where a state is reached: an app that has just shown its window. */
export interface Situation {
  readonly world: World;
  readonly app: RunningApp;
  readonly window: Page;
  /** By its handle, and by how it is. */
  readonly find: (id: TestId, state?: string | null) => Locator;
  /** The first of them. */
  readonly click: (id: TestId) => Promise<void>;
}

/** What is there: a handle, how it is, and words within it where only they tell. */
export type Shown = readonly [TestId, (string | null)?, RegExp?];

/** How the app is brought to a state, from a world that is new. */
export interface State {
  /** What somebody sees, in a few words. */
  readonly title: string;
  readonly needs?: readonly Need[];
  readonly world?: WorldOptions;
  /** Before the app starts. */
  readonly prepare?: (world: World) => Promise<void>;
  /** Added to the app's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is done in the window. */
  readonly reach?: (situation: Situation) => Promise<void>;
  /** What tells the state from every other, and from an app where nothing is the matter. */
  readonly shows: readonly Shown[];
}

export function situationOf(world: World, app: RunningApp): Situation {
  const { window } = app;
  const find = (id: TestId, state: string | null = null): Locator =>
    window.locator(`[data-testid="${id}"]${state === null ? '' : `[data-state="${state}"]`}`);
  return {
    world,
    app,
    window,
    find,
    click: (id) => find(id).first().click(),
  };
}

/** A ChatGPT sign-in that is stored, as Codex stores it. */
export const signedInAs =
  (account: IssuerAccount, overrides: SeedOverrides = {}) =>
  async (world: World): Promise<void> =>
    world.store(await chatgptRecord(world.issuer, account, overrides));

/** One after the other. */
export const all =
  (...steps: readonly ((world: World) => Promise<unknown>)[]) =>
  async (world: World): Promise<void> => {
    for (const step of steps) await step(world);
  };

/** The rules and settings of the person's own config.toml. */
export const configured = (toml: string) => (world: World) => world.home.configure(toml);
