// `npm run model`: walks through all orders of what a switch of accounts and another program do, with
// a kill or a fault at each step, and tells how many states there are. `-- --seed N` picks the
// samples of three programs, `--only TEXT` the tests by their titles.
import { parseArgs } from 'node:util';
import { runCommand, runMain } from './commands.mjs';
import { inRepo } from './paths.mjs';

runMain(async () => {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, only: { type: 'string', default: '.' } },
  });
  const { exitCode } = await runCommand(
    process.execPath,
    [
      inRepo('node_modules/vitest/vitest.mjs'),
      'run',
      'electron/saved-accounts/switch.model.mocked.test.ts',
      `--testNamePattern=${values.only}`,
    ],
    { env: { GATEHOUSE_MODEL: 'full', GATEHOUSE_MODEL_SEED: values.seed } },
  );
  return exitCode;
});
