// A process of `npm run mutants`: holds Vitest ready for one copy of the repository, whose folder
// is its argument, and runs the test files it is told to, in their order, up to the first failure.
import { createVitest } from 'vitest/node';

/**
 * @typedef {{ changed: string, tests: readonly string[] }} TestOrder absolute paths
 * @typedef {{ type: 'ready' } | { type: 'alive' }
 *   | { type: 'done', failed: string | null, slow: string[] }} TestNews `failed` is a test file
 */

/** Test files that take longer are better run last. */
const slowMs = 3000;

class InOrder {
  /** @template T @param {T} files */
  sort(files) {
    return Promise.resolve(files);
  }
  /** @template T @param {T} files */
  shard(files) {
    return Promise.resolve(files);
  }
}

/** @param {unknown} error */
const isOfPool = (error) => String(error).includes('[vitest-pool');

/** @param {TestNews} news */
const tell = (news) => process.send?.(news);

/**
 * The test files that this run came to. Vitest's own result has those that it left out after a
 * failure with what they came to in a run before.
 * @type {import('vitest/node').TestModule[]}
 */
let ended = [];

const vitest = await createVitest('test', {
  root: process.argv[2] ?? '',
  watch: false,
  bail: 1,
  maxWorkers: 1,
  sequence: { sequencer: InOrder },
  reporters: [
    {
      onTestCaseResult: () => void tell({ type: 'alive' }),
      onTestModuleEnd: (module) => void ended.push(module),
    },
  ],
});
await vitest.standalone();
await vitest.globTestSpecifications();

let changedBefore = '';

/** @param {import('vitest/node').TestSpecification[]} specifications */
async function errorsOf(specifications) {
  ended = [];
  return (await vitest.runTestSpecifications(specifications)).unhandledErrors;
}

/** @param {TestOrder} order @returns {Promise<TestNews>} */
async function run({ changed, tests }) {
  // Vitest does not see that the mutant before was taken back.
  for (const file of new Set([changed, changedBefore])) vitest.invalidateFile(file);
  changedBefore = changed;
  const specifications = tests.flatMap((test) => vitest.getModuleSpecifications(test));
  let errors = await errorsOf(specifications);
  // On a machine under load a worker may not start in time, which says nothing of the mutant.
  for (let tries = 1; tries < 5 && errors.some(isOfPool); tries += 1) {
    errors = await errorsOf(specifications);
  }
  if (errors.some(isOfPool)) throw new Error('No worker starts.');
  const failed = ended.find((module) => !module.ok());
  const stray = errors.length > 0 ? ended.at(-1) : undefined;
  return {
    type: 'done',
    failed: (failed ?? stray)?.moduleId ?? null,
    slow: ended
      .filter((module) => module.diagnostic().duration > slowMs)
      .map(({ moduleId }) => moduleId),
  };
}

process.on('message', (order) => {
  run(/** @type {TestOrder} */ (order)).then(tell, (error) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit());
tell({ type: 'ready' });
