import { readFile } from 'node:fs/promises';

import { configCases } from '../../electron/testing/config-cases.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { policyReportSchema } from '../../shared/policy.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { besideCodex, codexFolder } from '../fixtures/installed-codex.ts';
import { sampled } from '../fixtures/long-run.ts';
import {
  besideMachineFiles,
  canHaveMachineFiles,
  machineFolder,
  type MachineFiles,
} from '../fixtures/machine-files.ts';
import {
  codexBinary,
  gatehouseScript,
  startProgram,
  type ProgramEnd,
} from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

test.skip(!canHaveMachineFiles(), 'a machine of its own needs a mount namespace');

async function beside(
  machine: MachineFiles,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ProgramEnd> {
  const files = await machineFolder({ 'unused.toml': '', ...machine });
  const [program = '', ...args] = besideMachineFiles(files.folder, command);
  const end = await startProgram(program, args, { env }).end;
  await files.remove();
  return end;
}

test.describe('what is known without the Codex CLI is what it does', () => {
  for (const [index, { name, files, isLoaded }] of configCases.entries()) {
    test(`${name}: ${isLoaded ? 'it starts' : 'it does not start'}${sampled(index, 6)}`, async ({
      home,
    }) => {
      const { user, managed, system, requirements } = files;
      if (user !== undefined) await home.configure(user);
      const machine = {
        ...(managed === undefined ? {} : { 'managed_config.toml': managed }),
        ...(system === undefined ? {} : { 'config.toml': system }),
        ...(requirements === undefined ? {} : { 'requirements.toml': requirements }),
      };
      const { exitCode, stderr } = await beside(
        machine,
        [codexBinary, 'login', 'status'],
        home.env,
      );
      expect(exitCode).toBe(1);
      expect(stderr).toContain(isLoaded ? 'Not logged in' : 'Error loading configuration');
    });
  }
});

const forced = 'forced_login_method = "api"\n';

/** Runs the built command where the real Codex CLI is installed. */
async function gatehouse(
  home: Home,
  args: readonly string[],
  {
    env = {},
    prepare = ':',
  }: { readonly env?: Record<string, string>; readonly prepare?: string } = {},
): Promise<ProgramEnd> {
  const command = [process.execPath, gatehouseScript, ...args];
  const searched = `${codexFolder}:${process.env['PATH'] ?? ''}`;
  return beside({}, besideCodex(command, prepare), { ...home.env, PATH: searched, ...env });
}

async function accountOf(home: Home, options: Parameters<typeof gatehouse>[2] = {}) {
  const { stdout } = await gatehouse(home, ['policy', '--json'], options);
  const report = policyReportSchema.parse(JSON.parse(stdout));
  return { report, account: report.accounts[0] };
}

test.describe('a configuration that the installed Codex CLI does not load', () => {
  const rows = [
    ['a value of a key that only it knows', `${forced}[tui]\ntheme = 5`, 3],
    ['a number as the model', `${forced}model = 5`, 2],
    ['an old profile', `${forced}profile = "work"`, 2],
    ['a provider that is not there', `${forced}model_provider = "nope"`, null],
    ['a server of nothing', `${forced}[mcp_servers.x]`, 2],
  ] as const;
  for (const [index, [name, toml, line]] of rows.entries()) {
    test(`withholds a removal, and every command says so: ${name}${sampled(index, 3)}`, async ({
      home,
      issuer,
    }) => {
      await home.writeAuth(await chatgptRecord(issuer, ada));
      await home.configure(toml);
      const before = await readFile(home.authFile, 'utf8');

      const { report, account } = await accountOf(home);
      expect(account).toMatchObject({ result: 'toBeSignedOut', withheld: 'config' });
      expect(report.removal).toBeNull();
      if (line !== null) {
        expect(report.state).toBe('error');
        expect(report.warnings).toContainEqual(
          expect.objectContaining({ kind: 'stopsCodex', source: '~/config.toml', line }),
        );
      }
      for (const command of ['status', 'token', 'refresh']) {
        const { exitCode, stdout, stderr } = await gatehouse(home, [command]);
        expect(exitCode).toBe(3);
        const said = stdout + stderr;
        expect(said).toContain('Codex does not start until');
        expect(said).toContain('removes the sign-in at its next start');
        expect(said).not.toContain('Logging out');
        if (line !== null) expect(said).toContain(`config.toml, line ${line}`);
      }
      expect(await readFile(home.authFile, 'utf8')).toBe(before);
    });
  }

  test('is no reason where it loads after all: what is unknown here is known there', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure(`${forced}zzz = 5\n[tui]\ntheme = "dark"`);
    expect((await accountOf(home)).account).toMatchObject({ withheld: null });
  });

  test('is asked about without the credentials of the environment', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure(`${forced}[tui]\ntheme = 5`);
    const env = { OPENAI_FEDERATION_RULE_ID: 'x', OPENAI_API_KEY: 'sk-test' };
    expect((await accountOf(home, { env })).account?.withheld).not.toBe('unproven');
  });
});

test.describe('a Codex CLI that is not to be trusted is not run', () => {
  const marked = '#!/bin/sh\ntouch /srv/was-run\necho Not logged in >&2\nexit 1\n';
  /** Puts a program in the place of the CLI that leaves a mark. */
  const replaced = `umount /srv/bin/codex; printf '${marked.replaceAll('\n', '\\n')}' > /srv/bin/codex; chmod 755 /srv/bin/codex; `;
  const theMark = 'test -e /srv/was-run && echo run >&2; exit 0';

  const rows = [
    ['one that only root can change', '', true],
    ['a file that others can change', 'chmod 777 /srv/bin/codex', false],
    ['one whose folder others can change', 'chmod 777 /srv/bin', false],
    ['one whose folder is sticky', 'chmod 1777 /srv/bin', false],
    ['one of which a folder above can be changed by others', 'chmod 777 /srv', false],
    ['one that a group can change', 'chgrp 4242 /srv/bin; chmod 775 /srv/bin', false],
    ['one of somebody else', 'chown 4242 /srv/bin/codex', false],
    ['one in a folder of somebody else', 'chown 4242 /srv/bin', false],
    [
      'a link to one that others can change',
      'mkdir -m 777 /srv/other; mv /srv/bin/codex /srv/other/codex; ln -s /srv/other/codex /srv/bin/codex',
      false,
    ],
    [
      'one of a project',
      'mkdir -p /srv/p/node_modules/x; mv /srv/bin/codex /srv/p/node_modules/x/codex; ln -s /srv/p/node_modules/x/codex /srv/bin/codex',
      false,
    ],
    [
      'one that npm has installed for all',
      'mkdir -p /srv/lib/node_modules/x; mv /srv/bin/codex /srv/lib/node_modules/x/codex; ln -s /srv/lib/node_modules/x/codex /srv/bin/codex',
      true,
    ],
    [
      'a link over a folder that others can change',
      'mkdir -m 777 /srv/between; mv /srv/bin/codex /srv/real; ln -s /srv/real /srv/between/codex; ln -s /srv/between/codex /srv/bin/codex',
      false,
    ],
  ] as const;
  for (const [index, [name, prepare, isRun]] of rows.entries()) {
    test(`${name}${sampled(index, 2)}`, async ({ home, issuer }) => {
      await home.writeAuth(await chatgptRecord(issuer, ada));
      await home.configure(forced);
      const run = `"$@"; ${theMark}`;
      const command = ['sh', '-c', run, 'sh', process.execPath, gatehouseScript, 'status'];
      const { stderr } = await beside({}, besideCodex(command, replaced + prepare), {
        ...home.env,
        PATH: `.::${codexFolder}:/usr/bin:/bin`,
      });
      expect(stderr.includes('run\n')).toBe(isRun);
    });
  }
});

test('a Codex CLI that does not answer is a doubt, and ends', async ({ home, issuer }) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await home.configure(forced);
  const prepare =
    "umount /srv/bin/codex; printf '#!/bin/sh\\necho who knows >&2; exit 1\\n' > /srv/bin/codex; chmod 755 /srv/bin/codex";
  const { account } = await accountOf(home, { prepare });
  expect(account).toMatchObject({ result: 'toBeSignedOut', withheld: 'unproven' });
});
