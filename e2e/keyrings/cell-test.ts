import type { Operation, ServiceName, State } from '../../scripts/keyring-matrix.mjs';
import { expect, test } from '../fixtures/command-line.ts';
import type { StoreVariant } from '../fixtures/stores.ts';
import { recordCell } from './cells.ts';
import { startKeyring, type StatefulKeyring } from './keyrings.ts';
import { runCell } from './operations.ts';

/** The one of this worker: every cell has a home of its own, and so items of its own. */
let running: { readonly name: ServiceName; readonly keyring: StatefulKeyring } | null = null;

async function keyringOf(name: ServiceName): Promise<StatefulKeyring> {
  if (running?.name !== name) {
    await stopKeyring();
    running = { name, keyring: await startKeyring(name) };
  }
  return running.keyring;
}

/** After the cells of a file. */
export async function stopKeyring(): Promise<void> {
  const stopped = running;
  running = null;
  await stopped?.keyring.secretService.stop().catch(() => undefined);
}

/** Declares the test of one cell of the matrix. */
export function testCell(
  name: ServiceName,
  variant: StoreVariant,
  state: State,
  operation: Operation,
): void {
  test(`${name}, ${variant.name}, ${state}: ${operation}`, async ({ home, issuer }, testInfo) => {
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
