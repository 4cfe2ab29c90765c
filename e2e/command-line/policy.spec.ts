import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { policyReportSchema } from '../../shared/policy.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import {
  besideMachineFiles,
  canHaveMachineFiles,
  machineFolder,
} from '../fixtures/machine-files.ts';
import {
  commandPlatform,
  gatehouseScript,
  onWindows,
  programPath,
  runGatehouse,
  startProgram,
  toldInHome,
} from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

async function reportOf(home: Pick<Home, 'env'>, ...args: readonly string[]) {
  const { exitCode, stdout } = await runGatehouse(['policy', '--json', ...args], home);
  return { exitCode, report: policyReportSchema.parse(JSON.parse(stdout)) };
}

test.describe('gatehouse policy', () => {
  test('tells of a machine that nobody manages, and trusts no issuer of the environment', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    expect(await reportOf(home)).toMatchObject({
      exitCode: 0,
      report: {
        state: 'notManaged',
        accounts: [{ result: 'allowed', evidence: 'readOnly', workspaceId: ada.workspaceId }],
      },
    });
    expect(issuer.requests).toEqual([]);
    const { stdout } = await runGatehouse(['policy', '--json'], home);
    for (const secret of [...issuer.secrets(), ada.email]) expect(stdout).not.toContain(secret);
  });

  test('keeps its exit code where nobody reads to the end', async ({ home, issuer }) => {
    test.skip(onWindows, 'bash is a shell of other systems');
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure('forced_login_method = "api"');
    const command = '"$0" "$1" policy | true; exit "${PIPESTATUS[0]}"';
    const args = ['-c', command, process.execPath, gatehouseScript];
    const { exitCode, stderr } = await startProgram('bash', args, { env: home.env }).end;
    expect([exitCode, stderr]).toEqual([3, '']);
  });

  test('ends with 5 where what it says cannot be written, and says so in one line', async ({
    home,
  }) => {
    test.skip(commandPlatform !== 'linux', 'no other system has a disk that is always full');
    const command = '"$0" "$1" policy --json > /dev/full';
    const args = ['-c', command, process.execPath, gatehouseScript];
    const { exitCode, stderr } = await startProgram('bash', args, { env: home.env }).end;
    expect([exitCode, stderr]).toEqual([5, 'The output cannot be written: the disk is full.\n']);
  });

  test('ends with 3 for a violated rule, in a table with its line', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure('# mine\nforced_login_method = "api"');
    const { exitCode, stdout } = await runGatehouse(['policy'], home);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('Action needed');
    expect(stdout).toMatch(/forced_login_method +"api" +user +user +violated +~\S+:2$/m);
    expect(stdout).toContain(`${toldInHome(home, 'config.toml')}:2`);
    expect(stdout).toContain(
      'will be signed out on this device. This device only allows API keys. You’re signed in with ChatGPT.',
    );
  });

  test('ends with 6 where a source cannot be read, and says where', async ({ home }) => {
    await home.configure('model = "m"\n[broken');
    const { exitCode, report } = await reportOf(home);
    expect(exitCode).toBe(6);
    expect(report).toMatchObject({ state: 'error' });
    expect(report.sources).toContainEqual(
      expect.objectContaining({
        place: toldInHome(home, 'config.toml'),
        status: 'unreadable',
        line: 2,
      }),
    );
  });

  test('warns of what is no workspace id, and says what was meant', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const capitals = ada.workspaceId.toUpperCase();
    await home.configure(`forced_chatgpt_workspace_id = ["${ada.workspaceId}", "${capitals}"]`);
    const { exitCode, report } = await reportOf(home);
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({
      accounts: [{ result: 'allowed' }],
      warnings: [{ kind: 'malformedWorkspaceId', key: 'forced_chatgpt_workspace_id', line: 1 }],
    });
    const { stdout } = await runGatehouse(['policy'], home);
    expect(stdout).toContain(`config.toml:1:1: "${capitals}" in forced_chatgpt_workspace_id`);
    expect(stdout).toContain(`Did you mean ${ada.workspaceId}?`);
  });

  test('previews a candidate, and changes nothing', async ({ home, issuer }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    const candidate = path.join(home.folder, 'managed_config.toml');
    await writeFile(candidate, 'forced_chatgpt_workspace_id = "elsewhere"');
    // On Windows the user may override it.
    const place = onWindows
      ? 'C:\\ProgramData\\OpenAI\\Codex\\config.toml'
      : '/etc/codex/managed_config.toml';
    expect(await reportOf(home, '--preview', programPath(candidate))).toMatchObject({
      exitCode: 3,
      report: {
        previewOf: place,
        managedBy: onWindows ? [] : [place],
        accounts: [{ result: 'toBeSignedOut', workspaceCheck: 'forbidden' }],
      },
    });
    expect(await home.readAuth()).toEqual(record);
    const missing = programPath(`${candidate}.absent`);
    const absent = await runGatehouse(['policy', '--preview', missing], home);
    expect(absent).toMatchObject({
      exitCode: 2,
      stderr: `${toldInHome(home, 'managed_config.toml.absent')} is not there.\n`,
    });
  });
});

test.describe("what Gatehouse's own rules forbid", () => {
  test.skip(
    onWindows || !canHaveMachineFiles(),
    'an /etc/codex of its own needs a mount namespace',
  );

  async function runManaged(home: Home, toml: string, args: readonly string[], stdin = '') {
    const machine = await machineFolder({ 'requirements.toml': `[gatehouse]\n${toml}` });
    const command = besideMachineFiles(machine.folder, [
      process.execPath,
      gatehouseScript,
      ...args,
    ]);
    const [program = '', ...rest] = command;
    const end = await startProgram(program, rest, { ...home, stdin }).end;
    await machine.remove();
    return end;
  }

  const forbidden = /not allow.*\/etc\/codex\/requirements\.toml|requirements\.toml does not allow/;

  for (const [rule, args] of [
    ['allow_sign_out_everywhere', ['logout', '--everywhere']],
    ['allow_credential_helper', ['token']],
    ['allow_file_storage', ['store', 'move', 'file']],
    ['allow_file_storage', ['login', '--with-api-key']],
  ] as const) {
    test(`${rule} = false refuses ${args.join(' ')} with 3`, async ({ home, issuer }) => {
      const record = await chatgptRecord(issuer, ada);
      await home.writeAuth(record);
      const end = await runManaged(home, `${rule} = false`, args, 'sk-test-0123456789abcdef');
      expect(end.stderr).toMatch(forbidden);
      expect(end.exitCode).toBe(3);
      expect(await home.readAuth()).toEqual(record);
      expect(issuer.requests).toEqual([]);
    });
  }

  const demandOf = (issuer: EmbeddedIssuer) =>
    `require_verified_workspace = true\ntrusted_issuer = "${issuer.origin}"`;

  test('a workspace that is not verified is kept and not used', async ({ home, issuer }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    expect(await runManaged(home, demandOf(issuer), ['token'])).toMatchObject({ exitCode: 0 });
    const foreign = await chatgptRecord(issuer, ada, {
      idTokenClaims: { iss: 'https://issuer.example' },
    });
    await home.writeAuth(foreign);
    const refused = await runManaged(home, demandOf(issuer), ['token']);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toMatch(/A verified workspace is required, but its ID token does not/);
    expect(await home.readAuth()).toEqual(foreign);
  });

  const evidenceOf = async (home: Home, toml: string) => {
    const { stdout } = await runManaged(home, toml, ['policy', '--json']);
    return policyReportSchema.parse(JSON.parse(stdout)).accounts[0];
  };
  const trustOf = ({ origin }: EmbeddedIssuer) => `trusted_issuer = "${origin}"`;

  test('the report verifies the workspace without being told to', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const account = await evidenceOf(home, trustOf(issuer));
    expect(account).toMatchObject({ result: 'allowed', evidence: 'verified' });
    // The issuer is told nothing about the account.
    expect(issuer.requests.map(({ endpoint }) => endpoint)).toEqual(['discovery', 'jwks']);
  });

  test('the report says that it is not verified yet while the issuer does not answer', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    issuer.fail({ endpoint: 'discovery', kind: 'status', status: 503 });
    const account = await evidenceOf(home, trustOf(issuer));
    expect(account?.evidence).toBe('pending');
    expect(account?.evidenceMessage).toContain('status 503');
  });

  test('no issuer of the environment makes a workspace verified', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const end = await runManaged(home, 'require_verified_workspace = true', ['token']);
    expect(end).toMatchObject({ exitCode: 3, stdout: '' });
    expect(end.stderr).toContain('does not name https://auth.openai.com as its issuer');
    expect(issuer.requests).toEqual([]);
  });

  for (const args of [['token'], ['refresh', '--force'], ['status'], ['policy']]) {
    test(`${args.join(' ')} ends with 6 where the workspace cannot be verified yet`, async ({
      home,
      issuer,
    }) => {
      const record = await chatgptRecord(issuer, ada);
      await home.writeAuth(record);
      issuer.fail({ endpoint: 'jwks', kind: 'status', status: 503 });
      const end = await runManaged(home, demandOf(issuer), args);
      expect(end.exitCode).toBe(6);
      expect(end.stdout + end.stderr).toMatch(
        /A verified workspace is required, which cannot be judged yet: the keys of http/,
      );
      expect(end.stdout + end.stderr).not.toContain(ada.email);
      expect(await home.readAuth()).toEqual(record);
      // Nothing was asked for but the keys, and that once.
      expect(issuer.requests.map(({ endpoint }) => endpoint)).toEqual(['discovery', 'jwks']);
    });
  }
});
