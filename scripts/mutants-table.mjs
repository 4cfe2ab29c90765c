import { markdownTable } from './markdown-table.mjs';
import { mutatedFolders } from './mutant-list.mjs';

/** The least share of mutants that have to be noticed. */
export const leastShare = 0.95;

/**
 * @typedef {import('./mutant-lane.mjs').Result} Result
 * @typedef {import('./mutant-list.mjs').Mutant} Mutant
 * @typedef {import('./mutant-list.mjs').EqualMutant} EqualMutant
 */

/** @param {readonly Result[]} results */
export function killedShare(results) {
  return results.filter(isKilled).length / results.length;
}

/** @param {Result} result */
const isKilled = ({ outcome }) => outcome !== 'survived' && outcome !== 'no test';

/**
 * A table in Markdown, those that nothing noticed first.
 * @param {readonly Result[]} results
 */
export function mutantsTable(results) {
  const rows = [...results]
    .sort((one, other) => Number(isKilled(one)) - Number(isKilled(other)))
    .map(({ mutant, outcome, by }) => [
      `${mutant.file}:${mutant.line}`,
      mutant.mutator,
      inCell(mutant.original),
      inCell(mutant.replacement),
      outcome,
      by.replace(/^.*\//, ''),
    ]);
  return markdownTable([['where', 'kind', 'code', 'becomes', 'outcome', 'noticed by'], ...rows]);
}

/** @param {string} code */
function inCell(code) {
  const line = code.replaceAll(/\s+/g, ' ').replaceAll('|', String.raw`\|`);
  const short = line.length > 60 ? `${line.slice(0, 57)}...` : line;
  // Markdown ends code at the first fence that is as long.
  return short.includes('`') ? `\`\` ${short} \`\`` : `\`${short}\``;
}

/**
 * @param {{ seed: number, all: number, equal: number, results: readonly Result[],
 *   facts: string }} run
 */
export function mutantsDocument({ seed, all, equal, results, facts }) {
  const killed = results.filter(isKilled).length;
  return `# Mutants

Written by \`npm run mutants\`. Stryker's instrumenter lists every small change that it knows for the
production files of ${listOf(mutatedFolders.map((folder) => `\`electron/${folder}\``))}: a condition
turned round, a text emptied, a block left out. The command leaves out those that
\`scripts/equal-mutants.json\` calls equal, each with its reason, and draws ${results.length} of the
rest by a seed. Each is written into a copy of the repository, where the unit tests that import its
file, directly or not, run up to the first failure, the nearest first; where the first five pass,
the type check runs before the others. A test that fails counts only if it passes without the mutant, and "timeout" means
that no test case ended for two minutes. The end-to-end tests and the lint of \`npm test\` do not run.
At least ${leastShare * 100} % have to be noticed. \`npm run mutants -- --seed 7 --count 20\` draws
others and leaves this file as it is.

${facts}
- Mutants: ${all}, of which ${equal} are equal
- Seed: ${seed}
- Noticed: ${killed} of ${results.length}

${mutantsTable(results)}
`;
}

/** @param {readonly string[]} words */
const listOf = (words) => new Intl.ListFormat('en-GB').format(words);
