import {
  operations,
  services,
  states,
  variants,
  whyNotShown,
} from '../../scripts/keyring-matrix.mjs';
import { test } from '../fixtures/command-line.ts';
import { storeVariants } from '../fixtures/stores.ts';
import { stopKeyring, testCell } from './cell-test.ts';

// So that a sign-in, which polls, does not wait for long.
test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });
test.afterAll(stopKeyring);

/** The whole matrix: `npm run keyrings`. */
for (const name of services) {
  for (const of of variants) {
    const variant = storeVariants.find((one) => one.name === of);
    if (variant === undefined) throw new Error(`there is no store "${of}"`);
    for (const state of states) {
      for (const operation of operations) {
        if (whyNotShown(name, state, operation) === null) {
          testCell(name, variant, state, operation);
        }
      }
    }
  }
}
