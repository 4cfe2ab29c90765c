import fs from 'node:fs';
import os from 'node:os';
import { runCommand } from './commands.mjs';
import { inRepo } from './paths.mjs';

/**
 * What a table of results has to say of its run, as a list in Markdown. Nothing of it names a
 * machine or a person.
 * @param {string} commit as `describeCommit` told it when the run began
 */
export function factsOfRun(commit) {
  const memoryGib = Math.round(os.totalmem() / 2 ** 30);
  const machine = `${os.platform()} ${os.arch()}, ${os.cpus().length} processors, ${memoryGib} GiB`;
  return `- Commit: ${commit}
- Date: ${new Date().toISOString().slice(0, 10)}
- Codex CLI: ${codexVersion()}
- Machine: ${machine}, Node ${process.versions.node}`;
}

/**
 * The same for programs, with what the figures of a bench depend on.
 * @param {string} commit
 * @param {string} electron its version
 */
export function runOf(commit, electron) {
  const machine = {
    platform: os.platform(),
    arch: os.arch(),
    processor: os.cpus()[0]?.model ?? 'not known',
    processors: os.cpus().length,
    memoryGib: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
  };
  const { node } = process.versions;
  return { machine, versions: { gatehouse: commit, codex: codexVersion(), electron, node } };
}

/** The commit that is checked out, and whether that is all. */
export async function describeCommit() {
  /** @param {string[]} args */
  const git = async (...args) => (await runCommand('git', args, { quiet: true })).output.trim();
  const hash = await git('rev-parse', '--short=12', 'HEAD');
  const changed = await git('status', '--porcelain', '--untracked-files=no');
  return changed === '' ? hash : `${hash}, with changes that are not committed`;
}

function codexVersion() {
  const manifest = inRepo('e2e/codex-cli/node_modules/@openai/codex/package.json');
  /** @type {{ version: string }} */
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  return version;
}
