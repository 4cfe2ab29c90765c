import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { gatehouseScript, startProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

/** A shell in which a program may dump its memory into the folder that it is started in. */
const dumping = (folder: string, command: readonly string[]): readonly string[] => [
  '-c',
  `cd "$1" && shift && ulimit -c unlimited && exec "$@"`,
  'sh',
  folder,
  ...command,
];

/** What lies in the folder, as one text. */
async function dumpsIn(folder: string): Promise<{ readonly count: number; readonly text: string }> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'latin1')));
  return { count: names.length, text: texts.join('\n') };
}

async function scratch(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'gatehouse-core-'));
}

// Elsewhere a service takes the dumps away, and nothing could be seen.
const dumpsHere = await readFile('/proc/sys/kernel/core_pattern', 'latin1').then(
  (pattern) => /^core(\.%p)?\s*$/.test(pattern),
  () => false,
);

test.describe('a command that is aborted in the middle of a refresh', () => {
  test.skip(!dumpsHere, 'core dumps are not written to the current folder here');

  test('leaves no token in a core dump', async ({ home, issuer }) => {
    const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 });
    await home.writeAuth(record);
    const hanging = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-release' });
    const folder = await scratch();
    const program = startProgram(
      'sh',
      dumping(folder, [process.execPath, gatehouseScript, 'refresh']),
      { env: home.env },
    );
    await hanging.reached;
    process.kill(program.pid ?? 0, 'SIGABRT');
    await program.end;
    const { text } = await dumpsIn(folder);
    hanging.release();
    for (const secret of Object.values(record['tokens'] ?? {})) {
      if (typeof secret === 'string' && secret.length > 40) expect(text).not.toContain(secret);
    }
    await rm(folder, { recursive: true });
  });

  test('would leave it without what Gatehouse does at its start', async () => {
    const folder = await scratch();
    const secret = 'rt-0123456789abcdef0123456789abcdef';
    const script = `globalThis.kept = Buffer.from('${secret}'.split('')).toString() + process.argv[1]; console.log('ready'); setInterval(() => globalThis.kept, 1000);`;
    const program = startProgram('sh', dumping(folder, [process.execPath, '-e', script]), {
      env: {},
    });
    await program.untilStdout(/ready/);
    process.kill(program.pid ?? 0, 'SIGABRT');
    await program.end;
    const { text } = await dumpsIn(folder);
    expect(text).toContain(secret);
    await rm(folder, { recursive: true });
  });
});
