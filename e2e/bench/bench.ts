import { writeFile } from 'node:fs/promises';

import { benchAccountRead } from './account-read.ts';
import { benchConcurrentCallers } from './concurrent-callers.ts';
import { benchProcessRaces } from './process-races.ts';

/** `node bench.js REPORT`: measures, one after the other, and writes the rows as JSON. */
const [reportFile] = process.argv.slice(2);
if (reportFile === undefined) throw new Error('the file for the report is missing');
const rows = [
  ...(await benchAccountRead()),
  ...(await benchConcurrentCallers()),
  ...(await benchProcessRaces()),
];
await writeFile(
  reportFile,
  `${JSON.stringify({ measuredAt: new Date().toISOString(), rows }, null, 2)}\n`,
);
