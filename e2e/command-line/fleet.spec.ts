import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { repoFolder } from '../../scripts/paths.mjs';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { policyReportSchema } from '../../shared/policy.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import {
  besideMachineFiles,
  canHaveMachineFiles,
  machineFolder,
} from '../fixtures/machine-files.ts';
import { gatehouseScript, runProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

/** What administrators are given to collect reports, run as it is; only the systems are not theirs. */

const scriptOf = (name: string): string => path.join(repoFolder, 'docs/policy', name);
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

async function writeProgram(file: string, script: string): Promise<string> {
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

const builtCommand = `exec ${quoted(process.execPath)} ${quoted(gatehouseScript)} "$@"`;

test.describe('the extension attribute for Jamf', () => {
  const jamf = scriptOf('macos/jamf-extension-attribute.sh');

  /** Runs it on a Mac of a few programs, at whose screen this user is. */
  async function runJamf(
    home: Home,
    { shell = 'sh', user = 'ada', gatehouse = builtCommand, managed = '' } = {},
  ): Promise<unknown> {
    const programs = path.join(home.settingsFolder, 'mac');
    await mkdir(programs, { recursive: true });
    const refuseElse = (condition: string): string => `${condition} || exit 64`;
    await writeProgram(path.join(programs, 'stat'), `echo ${user}`);
    await writeProgram(path.join(programs, 'id'), 'echo 501');
    await writeProgram(
      path.join(programs, 'launchctl'),
      `${refuseElse('test "$1 $2" = "asuser 501"')}\nshift 2\nexec "$@"`,
    );
    await writeProgram(
      path.join(programs, 'sudo'),
      `${refuseElse('test "$1 $2 $3" = "-H -u ada"')}\nshift 3\nexec "$@"`,
    );
    const command = await writeProgram(path.join(programs, 'gatehouse'), gatehouse);
    const machine = managed === '' ? null : await machineFolder({ 'managed_config.toml': managed });
    const line = [shell, jamf];
    const [program = '', ...args] =
      machine === null ? line : besideMachineFiles(machine.folder, line);
    const PATH = `${programs}:${process.env['PATH']}`;
    const end = await runProgram(program, args, { env: { ...home.env, PATH, GATEHOUSE: command } });
    await machine?.remove();
    return end;
  }

  const answer = (result: string) => ({
    exitCode: 0,
    stdout: `<result>${result}</result>\n`,
    stderr: '',
  });

  for (const shell of ['sh', 'bash']) {
    test(`tells by ${shell} of a home that nobody manages`, async ({ home, issuer }) => {
      await home.writeAuth(await chatgptRecord(issuer, ada));
      expect(await runJamf(home, { shell })).toEqual(answer('notManaged'));
    });

    test(`tells by ${shell} of a home that complies`, async ({ home, issuer }) => {
      test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
      await home.writeAuth(await chatgptRecord(issuer, ada));
      const managed = 'forced_login_method = "chatgpt"';
      expect(await runJamf(home, { shell, managed })).toEqual(answer('compliant'));
    });

    test(`tells by ${shell} of a home that violates a rule`, async ({ home, issuer }) => {
      await home.writeAuth(await chatgptRecord(issuer, ada));
      await home.configure('forced_login_method = "api"');
      expect(await runJamf(home, { shell })).toEqual(answer('actionNeeded'));
    });

    test(`tells by ${shell} of a home that cannot be read`, async ({ home }) => {
      await mkdir(path.join(home.folder, 'config.toml'));
      expect(await runJamf(home, { shell })).toEqual(answer('error'));
    });
  }

  test('says why there is no report, and makes none up', async ({ home }) => {
    const strange = [
      'exit 1',
      'exit 0',
      `echo '{"state":"compliant"}'; exit 3`,
      `echo '{"state":"actionNeeded"}'; exit 0`,
      `echo '{"a":"\\\\"state\\\\":\\\\"compliant"}'; exit 0`,
    ];
    for (const gatehouse of strange) {
      expect(await runJamf(home, { gatehouse }), gatehouse).toEqual(answer('noReport'));
    }
    for (const user of ['root', 'loginwindow', '_mbsetupuser', '']) {
      expect(await runJamf(home, { user }), user).toEqual(answer('nobody'));
    }
    const GATEHOUSE = path.join(home.folder, 'not-there');
    expect(await runProgram('sh', [jamf], { env: { ...home.env, GATEHOUSE } })).toEqual(
      answer('notInstalled'),
    );
  });
});

test('the job of the timer fills the table that osquery reads', async ({ home }) => {
  const GATEHOUSE = await writeProgram(path.join(home.settingsFolder, 'gatehouse'), builtCommand);
  const HOME = home.settingsFolder;
  const page = await readFile(scriptOf('policy.md'), 'utf8');
  const sql = [...page.matchAll(/```sql\n(.+?)```/gs)].map(([, block = '']) => block);
  const GATEHOUSE_SQL = path.join(home.settingsFolder, 'policy.sql');
  await writeFile(GATEHOUSE_SQL, sql.find((block) => block.startsWith('CREATE TABLE')) ?? '');
  await home.configure('forced_login_method = "api"');
  const sqlite = (query: string) =>
    runProgram('sqlite3', [path.join(HOME, '.local/state/gatehouse/policy.db'), query], {
      env: home.env,
    });
  test.skip(
    await runProgram('sqlite3', ['--version'], { env: home.env }).then(
      () => false,
      () => true,
    ),
    'sqlite3 is not installed',
  );
  // Twice: the rows of the last report are replaced.
  for (const time of ['first', 'second']) {
    const end = await runProgram('sh', [scriptOf('collect.sh')], {
      env: { ...home.env, HOME, GATEHOUSE, GATEHOUSE_SQL },
    });
    expect(end, time).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const query =
      "SELECT value, level, status, state FROM policy WHERE key = 'forced_login_method'";
    expect((await sqlite(query)).stdout, time).toBe('"api"|user|satisfied|notManaged\n');
  }
});

test('the job of the timer keeps the last report, and no empty one instead', async ({ home }) => {
  const GATEHOUSE = path.join(home.settingsFolder, 'gatehouse');
  const HOME = home.settingsFolder;
  const report = path.join(HOME, '.local/state/gatehouse/policy.json');
  const collect = () => {
    const env = { ...home.env, HOME, GATEHOUSE, GATEHOUSE_SQL: '/not-there' };
    return runProgram('sh', [scriptOf('collect.sh')], { env });
  };

  await writeProgram(GATEHOUSE, builtCommand);
  await home.configure('forced_login_method = [');
  expect(await collect()).toMatchObject({ exitCode: 0, stderr: '' });
  const kept = await readFile(report, 'utf8');
  expect(policyReportSchema.parse(JSON.parse(kept))).toMatchObject({ state: 'error' });

  for (const failing of ['exit 1', 'exit 0', 'echo half; exit 127']) {
    await writeProgram(GATEHOUSE, failing);
    expect((await collect()).exitCode, failing).toBe(1);
    expect(await readFile(report, 'utf8')).toBe(kept);
  }
});
