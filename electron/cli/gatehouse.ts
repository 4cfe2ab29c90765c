import { constants } from 'node:os';

import { IntlMessageFormat } from 'intl-messageformat';

import packageFile from '../../package.json' with { type: 'json' };
import { speakEnglish } from '../../shared/texts/language.ts';
import { writeToStandardError } from '../adapters/standard-error.ts';
import { endCommandOnCrash } from './crash.ts';
import { runCommandLine } from './run.ts';
import { Ending } from './ending.ts';

// Entry of the `gatehouse` command in Node; the installed app is the command as well.

// Nothing else has run: modules do when something of them is used (scripts/on-demand-modules.mjs).
endCommandOnCrash();
speakEnglish(() => IntlMessageFormat);
const ending = new Ending({
  end: endBySignal,
  say: writeToStandardError,
});
ending.listenTo(process);

void runCommandLine({
  args: process.argv.slice(2),
  version: packageFile.version,
  ending,
}).then((exitCode) => {
  // All is written, and nothing else is waited for, as in the installed app, except by Node for a file
  // system that does not answer.
  ending.leave();
  process.exit(exitCode);
});

/** As if it had not been heard. Node's own end would wait for a file system that does not answer. */
function endBySignal(signal: NodeJS.Signals): void {
  if (process.platform === 'win32') process.exit(128 + constants.signals[signal]);
  ending.leave();
  process.kill(process.pid, signal);
}
