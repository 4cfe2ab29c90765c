// `npm run oracle`: random cases of records, rules, files and environments, each by the real Codex
// CLI and by Gatehouse. `-- --seed N --cases M` chooses which, `--case I` runs one of them again
// and prints all of it. Without a seed it draws one, and says which.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runMain, say, SetUpError } from './commands.mjs';
import { withEndToEnd } from './end-to-end.mjs';

const defaultCases = '240';

runMain(async () => {
  const { seed, cases, only } = chosen();
  return withEndToEnd({}, ({ playwright }) => {
    say(`Seed ${seed}`);
    return playwright(['--project=oracle', '--reporter=list', '-g', 'the real CLI'], {
      GATEHOUSE_ORACLE_SEED: seed,
      GATEHOUSE_ORACLE_CASES: cases,
      ...(only === undefined ? {} : { GATEHOUSE_ORACLE_CASE: only }),
    });
  });
});

/** The numbers of the command line, as text. */
function chosen() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      cases: { type: 'string', default: defaultCases },
      case: { type: 'string' },
    },
  });
  for (const [name, value] of Object.entries(values)) {
    if (!/^\d{1,9}$/.test(value)) throw new SetUpError(`--${name} must be a whole number`);
  }
  return { seed: values.seed, cases: values.cases, only: values.case };
}
