import { markdownTable } from './markdown-table.mjs';
import { recordedIn, reportedTests } from './playwright-report.mjs';
import {
  cellAnnotation,
  operations,
  services,
  states,
  variants,
  whyNotShown,
  wrongs,
} from './keyring-matrix.mjs';

/**
 * @typedef {import('./keyring-matrix.mjs').CellResult} CellResult
 * @typedef {{ cells: CellResult[], broken: number }} KeyringRun
 */

/**
 * Reads the cells in the report of Playwright's JSON reporter.
 * @param {import('./playwright-report.mjs').Report} report
 * @returns {KeyringRun} `broken` are tests that failed and came to no cell
 */
export function readKeyringCells(report) {
  const tests = reportedTests(report).filter(({ status }) => status !== 'skipped');
  const cells = /** @type {CellResult[]} */ (recordedIn(tests, cellAnnotation));
  const broken = tests.filter((test) => {
    return test.status !== 'expected' && recordedIn([test], cellAnnotation).length === 0;
  });
  return { cells, broken: broken.length };
}

/**
 * The results of a run of a part beside those of the parts before, of which it replaces the same
 * cells.
 * @param {KeyringRun} before
 * @param {KeyringRun} part
 * @returns {KeyringRun}
 */
export function withPart(before, part) {
  const run = new Set(part.cells.map(keyOf));
  return {
    cells: [...before.cells.filter((cell) => !run.has(keyOf(cell))), ...part.cells],
    broken: before.broken + part.broken,
  };
}

/** @param {CellResult} cell */
function keyOf({ service, variant, state, operation }) {
  return [service, variant, state, operation].join(', ');
}

/** @param {KeyringRun} run */
export function keyringCounts({ cells, broken }) {
  const counted = wrongs.map(
    (wrong) => `${cells.filter((cell) => cell.wrongs.includes(wrong)).length} ${wrong}`,
  );
  const done = cells.filter(({ end }) => end === 'done').length;
  const ended = `${cells.length} cells: ${done} done, ${cells.length - done} refused with a reason`;
  return `${ended}; ${counted.join(', ')}; ${broken} not run to the end`;
}

const [begin, end] = ['<!-- keyrings: begin -->', '<!-- keyrings: end -->'];

/**
 * The document with the table of a run in the place of the one before.
 * @param {string} document
 * @param {KeyringRun} run
 * @param {string} facts
 */
export function keyringDocument(document, run, facts) {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error('docs/stores.md has no place for the matrix');
  const content = `${facts}\n- ${keyringCounts(run)}\n\n${keyringTable(run.cells)}\n\n${reasons()}`;
  return `${document.slice(0, from)}${begin}\n\n${content}\n\n${document.slice(to)}`;
}

/**
 * One row for each service and state, one column for each operation.
 * @param {readonly CellResult[]} cells
 */
export function keyringTable(cells) {
  const rows = services.flatMap((service) =>
    states.map((state) => [
      service,
      state,
      ...operations.map((operation) => {
        if (whyNotShown(service, state, operation) !== null) return '-';
        const here = cells.filter(
          (cell) =>
            cell.service === service && cell.state === state && cell.operation === operation,
        );
        return together(here);
      }),
    ]),
  );
  return markdownTable([['service', 'state', ...operations], ...rows]);
}

/**
 * What came of an operation in all store variants: each word once, with how many of them, and
 * how many were run where that are not all.
 * @param {readonly CellResult[]} cells
 */
function together(cells) {
  if (cells.length === 0) return 'not run';
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const cell of cells) {
    const words = cell.wrongs.length > 0 ? `**${cell.wrongs.join(', ')}**` : cell.end;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const [[only] = ['']] = counts;
  const partly = cells.length < variants.length ? ` (${cells.length} of ${variants.length})` : '';
  if (counts.size === 1) return `${only}${partly}`;
  return `${[...counts].map(([words, count]) => `${words} ${count}`).join(', ')}${partly}`;
}

/** Why there are cells without a result. */
function reasons() {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const service of services) {
    for (const state of states) {
      for (const operation of operations) {
        const reason = whyNotShown(service, state, operation);
        if (reason === null) continue;
        const key = `${service}, ${state}: ${reason}`;
        found.set(key, [...(found.get(key) ?? []), operation]);
      }
    }
  }
  const lines = [...found].map(([key, which]) =>
    which.length === operations.length ? `- ${key}.` : `- ${key} (${which.join(', ')}).`,
  );
  return `What a service cannot show:\n\n${lines.join('\n')}`;
}
