import type { Operation, ServiceName, State } from '../../scripts/keyring-matrix.mjs';
import { test } from '../fixtures/command-line.ts';
import { storeVariants } from '../fixtures/stores.ts';
import { stopKeyring, testCell } from '../keyrings/cell-test.ts';

test.describe.configure({ mode: 'default' });
test.afterAll(stopKeyring);

/** A sample of the matrix in docs/stores.md, all kinds of states; `npm run keyrings` runs all of it. */
const sample: readonly [ServiceName, 'keyring' | 'auto', State, Operation][] = [
  ['odd', 'keyring', 'locked', 'status'],
  ['odd', 'auto', 'locked', 'sign out'],
  ['odd', 'keyring', 'prompt dismissed', 'sign in by key'],
  ['odd', 'keyring', 'vanishing in mid-save', 'refresh in turns'],
  ['odd', 'auto', 'no default collection', 'status'],
  ['odd', 'keyring', 'duplicates', 'status'],
  ['odd', 'auto', 'refused session', 'sign in by key'],
  ['GNOME Keyring', 'keyring', 'slow by 3 s', 'status'],
  ['GNOME Keyring', 'keyring', 'duplicates', 'sign out'],
];

for (const [service, name, state, operation] of sample) {
  const variant = storeVariants.find((one) => one.name === name);
  if (variant !== undefined) testCell(service, variant, state, operation);
}
