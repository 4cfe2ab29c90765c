import { expect, test } from '@playwright/test';

import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { startBackend } from './backend.ts';
import { casesOf, pairsCovered } from './cases.ts';
import { countsOf, findingsOf } from './judge.ts';
import { observeAll } from './observe.ts';
import { caseLine, findingsTable, summaryLine } from './report.ts';
import { chosenCases } from './run-options.ts';

const { seed, count, only } = chosenCases(process.env);

test(`what the real CLI does is what Gatehouse does: seed ${seed}, ${count} cases`, async () => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
  test.setTimeout(60_000 + count * 15_000);
  const all = casesOf(seed, count);
  const cases = only === null ? all : all.filter(({ index }) => index === only);
  const backend = await startBackend();
  try {
    const observed = await observeAll(cases, backend, {
      atOnce: 2,
      onResult: (one) => {
        const isTold = only !== null || findingsOf(one).some(({ weight }) => weight === 'broken');
        if (isTold) console.log(caseLine(one));
      },
    });
    const counts = countsOf(observed);
    console.log(findingsTable(observed));
    console.log(summaryLine(seed, counts, pairsCovered(cases)));
    const broken = observed.flatMap((one) =>
      findingsOf(one)
        .filter(({ weight }) => weight === 'broken')
        .map(({ reason }) => `seed ${seed} case ${one.oracleCase.index}: ${reason}`),
    );
    expect(broken).toEqual([]);
    expect(counts.innocent).toBe(0);
    expect(counts.announcedAndRemoved + counts.unproven).toBe(counts.demanded);
    if (cases.length >= 200) expect(counts.notKnown / cases.length).toBeLessThanOrEqual(0.1);
  } finally {
    await backend.close();
  }
});
