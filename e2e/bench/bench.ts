import { writeFile } from 'node:fs/promises';

import { benchAccountRead } from './account-read.ts';
import type { BenchRow } from './bench-row.ts';
import { benchConcurrentCallers } from './concurrent-callers.ts';
import { benchManyAccounts } from './many-accounts.ts';
import { benchProcessRaces } from './process-races.ts';

const parts: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  reads: benchAccountRead,
  callers: benchConcurrentCallers,
  races: benchProcessRaces,
  accounts: benchManyAccounts,
};

/**
 * `node bench.js REPORT [PART]`: measures all parts, one after the other, or one of them, and writes
 * the rows as JSON.
 */
const [reportFile, part] = process.argv.slice(2);
if (reportFile === undefined) throw new Error('the file for the report is missing');
const chosen = part === undefined ? Object.values(parts) : [parts[part]];
const rows: BenchRow[] = [];
for (const bench of chosen) {
  if (bench === undefined) throw new Error(`there is no part ${part}`);
  rows.push(...(await bench()));
}
await writeFile(
  reportFile,
  `${JSON.stringify({ measuredAt: new Date().toISOString(), rows }, null, 2)}\n`,
);
