// `npm run mutants`: changes the code of some folders in 60 small places, one at a time, and sees
// whether the tests notice. Writes docs/mutants.md after a run with the seed and count of always.
// `npm run mutants -- --seed 7 --count 20` draws others.
import fs from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { runMain, say, SetUpError } from './commands.mjs';
import { importersAmong, testsOf } from './import-distance.mjs';
import { MutantLane, repositoryFiles } from './mutant-lane.mjs';
import { draw, mutantsOf, mutatedFiles, withoutEqual } from './mutant-list.mjs';
import { killedShare, leastShare, mutantsDocument, mutantsTable } from './mutants-table.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { onTermination } from './termination.mjs';

/** @typedef {import('./mutant-lane.mjs').Result} Result */

const usual = { seed: 13, count: 60 };
const documentFile = inRepo('docs/mutants.md');
const equalFile = inRepo('scripts/equal-mutants.json');

runMain(async () => {
  const { seed, count } = drawAskedFor();
  const commit = await describeCommit();
  const files = mutatedFiles().map((name) => ({
    name,
    content: fs.readFileSync(inRepo(name), 'utf8'),
  }));
  const all = await mutantsOf(files);
  /** @type {import('./mutant-list.mjs').EqualMutant[]} */
  const equal = JSON.parse(fs.readFileSync(equalFile, 'utf8'));
  const { unequal, stale } = withoutEqual(all, equal);
  for (const { file, code } of stale) say(`No such mutant any more: ${file}: ${code}`);
  const drawn = draw(unequal, seed, count);
  say(`${drawn.length} of ${unequal.length} mutants, seed ${seed}`);
  const results = await tryAll(drawn);
  say(`\n${mutantsTable(results)}`);
  const share = killedShare(results);
  say(`\nNoticed: ${(share * 100).toFixed(1)} %`);
  if (seed === usual.seed && count === usual.count) {
    const facts = factsOfRun(commit);
    fs.writeFileSync(
      documentFile,
      mutantsDocument({
        seed,
        all: all.length,
        equal: all.length - unequal.length,
        results,
        facts,
      }),
    );
    say('Wrote docs/mutants.md');
  }
  return share < leastShare || stale.length > 0 ? 1 : 0;
});

/**
 * @param {readonly import('./mutant-list.mjs').Mutant[]} drawn
 * @returns {Promise<Result[]>} in the same order
 */
async function tryAll(drawn) {
  const files = await repositoryFiles();
  const importers = importersAmong(files.filter((file) => /\.(tsx?|mjs)$/.test(file)));
  const lanes = Array.from({ length: os.availableParallelism() }, () => new MutantLane(files));
  const close = () => lanes.forEach((lane) => lane.close());
  onTermination(() => {
    close();
    process.exit(130);
  });
  /** @type {Result[]} */
  const results = [];
  const queue = [...drawn.entries()];
  /** @param {MutantLane} lane */
  const work = async (lane) => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [place, mutant] = next;
      const fate = await lane.fateOf(mutant, testsOf(mutant.file, importers));
      results[place] = { ...fate, mutant };
      say(`${fate.outcome}: ${mutant.file}:${mutant.line} ${mutant.mutator} ${fate.by}`);
    }
  };
  try {
    await Promise.all(lanes.map(work));
  } finally {
    close();
  }
  return results;
}

/** @throws {SetUpError} where these are no whole numbers */
function drawAskedFor() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(usual.seed) },
      count: { type: 'string', default: String(usual.count) },
    },
  });
  const [seed, count] = [Number(values.seed), Number(values.count)];
  if (Number.isInteger(seed) && Number.isInteger(count) && count > 0) return { seed, count };
  throw new SetUpError('Usage: npm run mutants -- --seed N --count N');
}
