import { expect, test } from '@playwright/test';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { chatgptRecord } from '../../qa/records.ts';
import { shownIn, stateNames, states, type StateName } from '../../qa/states/index.ts';
import { situationOf } from '../../qa/states/state.ts';
import { createWorld } from '../../qa/world.ts';
import { statesByPorts, testStates } from '../fixtures/gallery.ts';

/** Every state of the kit, which `npm run demo` and tests from outside have as well. */
testStates(statesByPorts.others, ['needs-sign-in']);

/** What an app shows with which nothing is the matter. */
const plain: readonly StateName[] = [
  'signed-out',
  'signed-in',
  'signed-in-details',
  'policy',
  'activity-empty',
  'diagnostics',
  'settings',
];

for (const who of ['nobody', 'ada'] as const) {
  test(`no other state is seen where ${who} is signed in and nothing is the matter`, async () => {
    const world = await createWorld();
    try {
      if (who === 'ada') await world.store(await chatgptRecord(world.issuer, ada));
      const situation = situationOf(world, await world.launch());
      const seen = new Set<StateName>();
      for (const section of ['account', 'policy', 'activity', 'diagnostics', 'settings'] as const) {
        await situation.click(`nav-${section}`);
        await expect(situation.find('view')).toBeVisible();
        if (section === 'diagnostics') await situation.find('summary').waitFor();
        if (section === 'account') {
          for (const folding of ['account-details', 'storage', 'running'] as const) {
            const button = situation.find(folding).getByRole('button').first();
            if (await button.isVisible()) await button.click();
          }
        }
        for (const name of stateNames) {
          const shown = await Promise.all(
            states[name].shows.map((one) => shownIn(situation, one).isVisible()),
          );
          if (shown.every(Boolean)) seen.add(name);
        }
      }
      expect([...seen].filter((name) => !plain.includes(name))).toEqual([]);
    } finally {
      await world.dispose();
    }
  });
}
