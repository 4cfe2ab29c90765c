import './crash.ts';

import { constants } from 'node:os';

import packageFile from '../../package.json' with { type: 'json' };
import { writeToStandardError } from '../adapters/standard-error.ts';
import { runCommandLine } from './run.ts';
import { Ending } from './ending.ts';

// Entry of the `gatehouse` command in Node; the installed app is the command as well.

const ending = new Ending({
  end: (signal) => process.exit(128 + constants.signals[signal]),
  say: writeToStandardError,
});
ending.listenTo(process);

process.exitCode = await runCommandLine({
  args: process.argv.slice(2),
  version: packageFile.version,
  ending,
});
