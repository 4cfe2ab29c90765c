import { ratioOf } from './bench-budgets.mjs';
import { markdownTable } from './markdown-table.mjs';

/** @typedef {import('../e2e/bench/bench-row.ts').BenchRow} BenchRow */

/**
 * A table in Markdown.
 * @param {readonly BenchRow[]} rows
 */
export function benchTable(rows) {
  const head = [
    'what',
    'median',
    'compared with',
    'its median',
    'ratio',
    'of pairs',
    'requests',
    'bytes',
  ];
  return markdownTable([head, ...rows.map(cellsOf)]);
}

/** @param {BenchRow} row */
function cellsOf(row) {
  const { what, unit, median, peer, spread, requests, bytesPerCall } = row;
  const ratio = ratioOf(row);
  return [
    what,
    `${rounded(median)} ${unit}`,
    peer?.what ?? '',
    peer === null ? '' : `${rounded(peer.median)} ${unit}`,
    ratio === null ? '' : rounded(ratio),
    spread === undefined ? '' : spread.map(rounded).join(' to '),
    requests === null ? '' : requests.join(' to '),
    bytesPerCall === null ? '' : String(bytesPerCall),
  ];
}

/** @param {number} value */
const rounded = (value) => Number(value.toPrecision(3)).toLocaleString('en-GB');

/**
 * The text of docs/bench.md.
 * @param {readonly BenchRow[]} rows
 * @param {string} facts of the run, as a list in Markdown
 */
export function benchDocument(rows, facts) {
  return `# Bench

Written by \`npm run bench\`. Medians after a warm-up; the ratio is the measure divided by what it
is compared with in the same run, so that it says more than the times, which depend on the machine
and on what else it does. "Of pairs" is the middle half of the ratios of runs side by side. "Requests" are those that the issuer got in a round, "bytes" what one
call allocates.

${facts}

${benchTable(rows)}
`;
}
