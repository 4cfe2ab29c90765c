import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { inBenchHome } from './bench-home.ts';
import type { BenchRow } from './bench-row.ts';
import { inPairs, type Taken } from './pairs.ts';

const rounds = 15;

const gatehouse = fileURLToPath(new URL('../cli/gatehouse.cjs', import.meta.url));

/** The binary itself, without the script of npm in front of it. */
const nativeCodex = path.join(
  path.dirname(
    createRequire(
      fileURLToPath(new URL('../../e2e/codex-cli/package.json', import.meta.url)),
    ).resolve(`@openai/codex-${process.platform}-${process.arch}/package.json`),
  ),
  'vendor/x86_64-unknown-linux-musl/bin/codex',
);

/** What the commands cost that scripts run most, beside Node that does nothing, and Codex. */
export function benchCommands(): Promise<BenchRow[]> {
  return inBenchHome(async ({ env }) => {
    const nothing = { what: 'node -e 0', command: [process.execPath, '-e', '0'] };
    const codex = { what: 'codex login status', command: [nativeCodex, 'login', 'status'] };
    const rows: BenchRow[] = [];
    for (const args of ['status', 'token', '--help']) {
      for (const peer of [nothing, codex]) {
        const { cpuMs } = await inPairs(
          () => run([process.execPath, gatehouse, args], env),
          () => run(peer.command, env),
          rounds,
        );
        rows.push({
          what: `gatehouse ${args}`,
          unit: 'ms of CPU',
          median: cpuMs.medians.ours,
          peer: { what: peer.what, median: cpuMs.medians.theirs },
          spread: cpuMs.spread,
          requests: null,
          bytesPerCall: null,
        });
      }
    }
    return rows;
  });
}

/** By the shell, which knows what its child took; Node does not. */
async function run(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Taken> {
  const timed = 'TIMEFORMAT="%3R %3U %3S"; time "$@" </dev/null >/dev/null 2>&1';
  const { stderr } = await promisify(execFile)('bash', ['-c', timed, 'bash', ...command], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(' ').map(Number);
  return { wallMs: wall * 1000, cpuMs: (user + system) * 1000 };
}
