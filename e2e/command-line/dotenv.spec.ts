import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { dotenvCases } from '../../electron/testing/dotenv-cases.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { codexCommand, runProgram } from '../fixtures/programs.ts';

/** What the real Codex CLI gives a program that it starts, from the same files. */
test('a file .env is read as the Codex CLI reads it', async ({ home }) => {
  for (const [name, text, set] of dotenvCases) {
    await writeFile(path.join(home.folder, '.env'), text);
    const [codex, ...args] = codexCommand;
    const anywhere = ['-c', 'sandbox_mode="danger-full-access"'];
    const command = [...args, 'sandbox', ...anywhere, '--', '/usr/bin/env', '-0'];
    const { stdout } = await runProgram(codex, command, home);
    const own = new Set([...Object.keys(home.env), 'PATH']);
    const found = stdout.split('\0').filter((line) => !own.has(line.split('=', 1)[0] ?? ''));
    const expected = Object.entries(set).map(([key, value]) => `${key}=${value}`);
    expect(found.filter(Boolean).toSorted(), name).toEqual(expected.toSorted());
  }
});
