import packageFile from '../../package.json' with { type: 'json' };
import { runCommandLine } from './command-line.ts';

/** Entry of the `gatehouse` command where Node runs it; the installed app answers to it, too. */

const cancellation = new AbortController();
// A second Ctrl-C ends the process as usual.
process.once('SIGINT', () => cancellation.abort());
process.once('SIGTERM', () => cancellation.abort());

process.exitCode = await runCommandLine({
  args: process.argv.slice(2),
  version: packageFile.version,
  signal: cancellation.signal,
});
