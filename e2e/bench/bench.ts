import { writeFile } from 'node:fs/promises';

import { ratioOf } from '../../scripts/bench-budgets.mjs';
import { benchAccountRead } from './account-read.ts';
import type { BenchRow } from './bench-row.ts';
import { benchCommands } from './commands.ts';
import { benchConcurrentCallers } from './concurrent-callers.ts';
import { benchManyAccounts } from './many-accounts.ts';
import { benchProcessRaces } from './process-races.ts';
import { benchSize } from './size.ts';
import { benchBlocking, benchIdle, benchMemory, benchStartup } from './windows.ts';

const parts: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  reads: benchAccountRead,
  callers: benchConcurrentCallers,
  races: benchProcessRaces,
  accounts: benchManyAccounts,
  command: benchCommands,
  startup: benchStartup,
  blocking: benchBlocking,
  memory: benchMemory,
  idle: benchIdle,
  size: benchSize,
};

/**
 * `node bench.js REPORT [PART...]`: measures all parts, one after the other, or some, and writes
 * the rows as JSON after each. A part that fails is told at its end and costs no other: exit code 1.
 */
const [reportFile, ...named] = process.argv.slice(2);
if (reportFile === undefined) throw new Error('the file for the report is missing');
const unknown = named.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) throw new Error(`there is no part ${unknown}`);
const rows: BenchRow[] = [];
const failed: string[] = [];
for (const [name, bench] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue;
  try {
    rows.push(...(await bench()));
  } catch (error) {
    failed.push(name);
    console.error(error);
  }
  await writeReport(reportFile);
}
if (failed.length > 0) {
  console.error(`Not measured: ${failed.join(', ')}`);
  process.exitCode = 1;
}

/** All parts where none is named; what the machine is and which versions run is told by scripts/bench.mjs. */
function writeReport(file: string): Promise<void> {
  const report = {
    measuredAt: new Date().toISOString(),
    ...(JSON.parse(process.env['BENCH_RUN'] ?? '{}') as object),
    parts: named.length === 0 ? null : named,
    rows: rows.map((row) => ({ ...row, ratio: ratioOf(row) })),
  };
  return writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}
