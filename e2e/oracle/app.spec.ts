import { sampled } from '../fixtures/long-run.ts';
import {
  canHaveMachineFiles,
  besideMachineFiles,
  machineFolder,
} from '../fixtures/machine-files.ts';
import { expect, test } from '../fixtures/app.ts';
import { chooseMenuItem } from '../fixtures/menu.ts';
import { screenOf } from '../fixtures/screen.ts';
import { startBackend } from './backend.ts';
import { casesOf, type OracleCase } from './cases.ts';
import { writeHome } from './home.ts';
import { isDemanded } from './judge.ts';
import { machineFilesOf, observeCli } from './observe.ts';
import { besideCli } from './programs.ts';
import { caseTitle } from './report.ts';
import { chosenCases } from './run-options.ts';

/** A few of the cases with the app itself: it announces what the CLI would remove, and nothing else. */

test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');

const { seed } = chosenCases(process.env);
const drawn = casesOf(seed, 240);

for (const [index, oracleCase] of sample(drawn).entries()) {
  test(`the app does what the CLI does: ${caseTitle(oracleCase)}${sampled(index, 6)}`, async ({
    launchApp,
  }) => {
    const backend = await startBackend();
    const machine = await machineFolder(machineFilesOf(oracleCase));
    const home = await writeHome(oracleCase, backend);
    try {
      const had = await home.hasRecord();
      const cli = await observeCli(oracleCase, backend);
      const app = await launchApp({
        env: home.env,
        within: (command) => besideMachineFiles(machine.folder, besideCli(command)),
      });
      const screen = screenOf(app.window);
      if (isDemanded({ oracleCase, ...cli })) {
        await screen.button('Sign out now').click();
        await expect.poll(() => home.hasRecord()).toBe(false);
      } else {
        await expect(screen.toPolicy).toBeVisible();
        await expect(screen.removal).toBeHidden();
      }
      // Whatever was announced is carried out before it ends.
      await chooseMenuItem(app.electron, 'quit');
      await app.exitCode();
      expect(had && !(await home.hasRecord())).toBe(isDemanded({ oracleCase, ...cli }));
    } finally {
      await home.remove();
      await machine.remove();
      await backend.close();
    }
  });
}

/** Two of each: a removal that nothing withholds, one beside a credential of the environment, and a fault. */
function sample(cases: readonly OracleCase[]): readonly OracleCase[] {
  const removing = cases.filter(
    ({ facts, record }) => facts.rule.startsWith('forced') && record.kind === 'chatgpt',
  );
  const clean = removing.filter(
    ({ facts }) => facts.environment === 'nothing' && facts.fault === 'none',
  );
  const beside = removing.filter(
    ({ environment, facts }) => environment.hasCredential && facts.fault === 'none',
  );
  const faulty = removing.filter(
    ({ facts }) => facts.environment === 'nothing' && facts.fault !== 'none',
  );
  return [clean, beside, faulty].flatMap((some) => some.slice(0, 2));
}
