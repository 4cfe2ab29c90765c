import {
  operations,
  services,
  states,
  whyNotShown,
  type ServiceName,
} from '../../electron/dev/keyring-matrix.mjs';
import { expect, test } from '../fixtures/command-line.ts';
import { storeVariants } from '../fixtures/stores.ts';
import { recordCell } from './cells.ts';
import { startKeyring, type StatefulKeyring } from './keyrings.ts';
import { runCell } from './operations.ts';

// So that a sign-in, which polls, does not wait for long.
test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

/** The one of this worker: every cell has a home of its own, and so items of its own. */
let running: { readonly name: ServiceName; readonly keyring: StatefulKeyring } | null = null;

async function keyringOf(name: ServiceName): Promise<StatefulKeyring> {
  if (running?.name !== name) {
    await stopKeyring();
    running = { name, keyring: await startKeyring(name) };
  }
  return running.keyring;
}

async function stopKeyring(): Promise<void> {
  const stopped = running;
  running = null;
  await stopped?.keyring.secretService.stop().catch(() => undefined);
}

test.afterAll(stopKeyring);

/** The whole matrix: `npm run keyrings`. */
for (const name of services) {
  for (const variant of storeVariants.filter(({ mode }) => mode !== 'file')) {
    for (const state of states) {
      for (const operation of operations) {
        if (whyNotShown(name, state, operation) !== null) continue;
        test(`${name}, ${variant.name}, ${state}: ${operation}`, async ({
          home,
          issuer,
        }, testInfo) => {
          test.setTimeout(600_000);
          const keyring = await keyringOf(name);
          const env = { ...home.env, ...keyring.secretService.env };
          const stage = { name, keyring, variant, issuer, home: { ...home, env } };
          const result = await runCell(stage, state, operation).catch(async (error: unknown) => {
            // Nobody knows in what state it was left.
            await stopKeyring();
            throw error;
          });
          recordCell(testInfo, result);
          expect(result.wrongs, result.remark).toEqual([]);
        });
      }
    }
  }
}
