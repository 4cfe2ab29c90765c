import { execFile } from 'node:child_process';
import { access, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

import { jwt } from '../../electron/testing/credentials.ts';
import { policyReportSchema, type PolicyReport } from '../../shared/policy.ts';
import { expect, test as base, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import {
  besideMachineFiles,
  canHaveMachineFiles,
  machineFolder,
  type MachineFiles,
} from '../fixtures/machine-files.ts';
import { codexCommand, gatehouseScript, startProgram } from '../fixtures/programs.ts';

/**
 * As whom the real Codex CLI judges a sign-in, and by which credential of the environment,
 * beside what Gatehouse says of the same files: what it foretells, and that it removes
 * nothing that the CLI keeps.
 */

/** A server of this machine that answers for the provider: who a personal access token is, and 404. */
const test = base.extend<{ backend: string }>({
  backend: async ({ issuer: _ }, use) => {
    const server = createServer((request, response) => {
      const isWhoami = request.url?.includes('whoami') === true;
      const whose = {
        email: 'pat@example.com',
        chatgpt_user_id: 'user-pat',
        chatgpt_account_id: 'acct-pat',
        chatgpt_plan_type: 'pro',
        chatgpt_account_is_fedramp: false,
      };
      response.writeHead(isWhoami ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isWhoami ? whose : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await use(`http://127.0.0.1:${port}`);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
});

type Id = string | null;

function token(workspace: Id): string {
  const auth = {
    chatgpt_account_id: workspace ?? undefined,
    chatgpt_user_id: 'user-ada',
    chatgpt_plan_type: 'pro',
  };
  const exp = Math.floor(Date.now() / 1000) + 36_000;
  return jwt({ exp, email: 'ada@example.com', 'https://api.openai.com/auth': auth });
}

function recordOf(id: Id, access: Id, account: Id): unknown {
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: token(id),
      access_token: access === 'opaque' ? access : token(access),
      refresh_token: 'refresh-1',
      account_id: account ?? undefined,
    },
    last_refresh: new Date().toISOString(),
  };
}

interface Case {
  readonly record: unknown;
  readonly user?: string;
  readonly machine?: MachineFiles;
  readonly env?: Readonly<Record<string, string>>;
  /** What is in the file .env, or how it is made. */
  readonly dotenv?: string | Uint8Array | ((file: string) => Promise<unknown>);
}

type Result = PolicyReport['accounts'][number]['result'];

interface Seen {
  readonly exec: 'kept' | 'removed';
  readonly status: 'in' | 'out';
  readonly result: Result | 'none';
  readonly reason: string;
  readonly withheld: PolicyReport['accounts'][number]['withheld'];
}

/** What both say and do: Gatehouse first, which only tells, and then the CLI. */
async function see(home: Home, backend: string, given: Case): Promise<Seen> {
  const { record, user = '', machine, env = {}, dotenv } = given;
  if (record !== null) await home.writeAuth(record);
  await home.configure(user);
  const dotenvFile = path.join(home.folder, '.env');
  if (typeof dotenv === 'function') await dotenv(dotenvFile);
  else if (dotenv !== undefined) await writeFile(dotenvFile, dotenv);
  const folder = machine ? await machineFolder(machine) : null;
  const start = (...command: readonly string[]) => {
    const [program = '', ...args] =
      folder === null ? command : besideMachineFiles(folder.folder, command);
    // What is not answered here goes nowhere.
    const offline = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
    const provider = { ...offline, CODEX_AUTHAPI_BASE_URL: backend };
    return startProgram(program, args, { env: { ...home.env, ...provider, ...env } });
  };
  const policy = await start(process.execPath, gatehouseScript, 'policy', '--json').end;
  const { accounts } = policyReportSchema.parse(JSON.parse(policy.stdout));
  const status = await start(...codexCommand, 'login', 'status').end;
  const settings = [`openai_base_url="${backend}"`, `chatgpt_base_url="${backend}"`];
  const exec = start(
    ...codexCommand,
    ...['exec', '--skip-git-repo-check', '-C', home.folder],
    ...settings.flatMap((setting) => ['-c', setting]),
    'Say nothing.',
  );
  // The rules have been looked at by the time it says where it works.
  await Promise.race([exec.untilStderr(/workdir:/).catch(() => null), exec.end]);
  exec.terminate();
  await exec.end;
  await folder?.remove();
  return {
    exec: (await isThere(home.authFile)) || record === null ? 'kept' : 'removed',
    status: status.exitCode === 0 ? 'in' : 'out',
    result: accounts[0]?.result ?? 'none',
    reason: accounts[0]?.reason ?? '',
    withheld: accounts[0]?.withheld ?? null,
  };
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

const forced = 'forced_chatgpt_workspace_id = "W"';
const allowed: MachineFiles = { 'requirements.toml': 'allowed_chatgpt_workspaces = ["W"]' };

test.describe('as whom a sign-in is judged', () => {
  // prettier-ignore
  const rows: readonly [id: Id, access: Id, account: Id, rule: 'forced' | 'allowed', exec: Seen['exec'], status: Seen['status'], result: Result][] = [
    ['X',  'W',      'W',  'forced',  'kept',    'in',  'allowed'],
    [null, 'W',      'W',  'forced',  'kept',    'in',  'allowed'],
    ['W',  'X',      'X',  'forced',  'removed', 'out', 'toBeSignedOut'],
    ['W',  'W',      'Y',  'forced',  'kept',    'out', 'hidden'],
    ['W',  'W',      'Y',  'allowed', 'kept',    'out', 'hidden'],
    ['Y',  'Y',      'W',  'forced',  'removed', 'in',  'toBeSignedOut'],
    ['W',  'X',      'W',  'forced',  'kept',    'in',  'allowed'],
    ['X',  'W',      'W',  'allowed', 'kept',    'in',  'allowed'],
    ['W',  'X',      'X',  'allowed', 'kept',    'out', 'hidden'],
    [null, null,     'W',  'allowed', 'kept',    'in',  'allowed'],
    [null, null,     'W',  'forced',  'removed', 'in',  'toBeSignedOut'],
    ['W',  'opaque', 'W',  'forced',  'kept',    'in',  'allowed'],
    ['W',  'W',      null, 'forced',  'kept',    'in',  'allowed'],
    ['W',  null,     null, 'forced',  'removed', 'out', 'toBeSignedOut'],
    ['X',  'W',      null, 'forced',  'removed', 'out', 'toBeSignedOut'],
    ['',   'W',      'W',  'forced',  'kept',    'in',  'allowed'],
    ['W',  'X',      '',   'forced',  'kept',    'out', 'hidden'],
    ['W',  '',       '',   'forced',  'removed', 'out', 'toBeSignedOut'],
    ['X',  'X',      '',   'allowed', 'kept',    'out', 'hidden'],
  ];
  for (const [index, row] of rows.entries()) {
    const [id, accessToken, account, rule, exec, status, result] = row;
    test(`ID token ${id}, access token ${accessToken}, account_id ${account}, ${rule}${sampled(index, 5)}`, async ({
      home,
      backend,
    }) => {
      test.skip(rule === 'allowed' && !canHaveMachineFiles(), 'it needs a mount namespace');
      const record = recordOf(id, accessToken, account);
      const files = rule === 'forced' ? { user: forced } : { machine: allowed };
      const seen = await see(home, backend, { record, ...files });
      expect(seen).toMatchObject({ exec, status, result });
    });
  }
});

const inW = recordOf('W', 'W', 'W');
const inX = recordOf('X', 'X', 'X');
const key = { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-test-stored' };
const K = { CODEX_API_KEY: 'sk-test-environment' };
const T = { CODEX_ACCESS_TOKEN: 'at-test' };
const J = { CODEX_ACCESS_TOKEN: jwt({ sub: 'nobody' }) };
const F = { OPENAI_FEDERATION_RULE_ID: 'rule' };
const api = 'forced_login_method = "api"';
const chatgpt = 'forced_login_method = "chatgpt"';
const require = (toml: string): MachineFiles => ({ 'requirements.toml': toml });

interface Row extends Case {
  readonly name: string;
  readonly exec: Seen['exec'];
  /** What Gatehouse says of it; a removal that it would make stands as "removes". */
  readonly said: 'allowed' | 'removes' | 'withheld' | 'unset' | 'unknown' | 'hidden' | 'none';
  /** The variable that is named. */
  readonly names?: string;
}

// prettier-ignore
const environments: readonly Row[] = [
  { name: 'api, chatgpt, K',        user: api,     record: inW,  env: K, exec: 'kept',    said: 'withheld', names: 'CODEX_API_KEY' },
  { name: 'api, chatgpt, T',        user: api,     record: inW,  env: T, exec: 'removed', said: 'withheld', names: 'CODEX_ACCESS_TOKEN' },
  { name: 'api, chatgpt, no token', user: api,     record: inW,  env: J, exec: 'kept',    said: 'withheld', names: 'CODEX_ACCESS_TOKEN' },
  { name: 'api, chatgpt, K and T',  user: api,     record: inW,  env: { ...K, ...T }, exec: 'kept', said: 'withheld', names: 'CODEX_API_KEY' },
  { name: 'api, key, K',            user: api,     record: key,  env: K, exec: 'kept',    said: 'allowed' },
  { name: 'api, key, T',            user: api,     record: key,  env: T, exec: 'removed', said: 'unset', names: 'CODEX_ACCESS_TOKEN' },
  { name: 'chatgpt, chatgpt, K',    user: chatgpt, record: inW,  env: K, exec: 'removed', said: 'unset', names: 'CODEX_API_KEY' },
  { name: 'chatgpt, chatgpt, T',    user: chatgpt, record: inW,  env: T, exec: 'kept',    said: 'allowed' },
  { name: 'chatgpt, chatgpt, K and T', user: chatgpt, record: inW, env: { ...K, ...T }, exec: 'removed', said: 'unset', names: 'CODEX_API_KEY' },
  { name: 'chatgpt, key, K',        user: chatgpt, record: key,  env: K, exec: 'removed', said: 'removes' },
  { name: 'chatgpt, key, T',        user: chatgpt, record: key,  env: T, exec: 'kept',    said: 'withheld', names: 'CODEX_ACCESS_TOKEN' },
  { name: 'chatgpt, key, F',        user: chatgpt, record: key,  env: F, exec: 'kept',    said: 'withheld', names: 'OPENAI_FEDERATION_RULE_ID' },
  { name: 'chatgpt, key, empty F',  user: chatgpt, record: key,  env: { OPENAI_FEDERATION_RULE_ID: '' }, exec: 'kept', said: 'withheld', names: 'OPENAI_FEDERATION_RULE_ID' },
  { name: 'chatgpt, key, blank K and T', user: chatgpt, record: key, env: { CODEX_API_KEY: ' ', CODEX_ACCESS_TOKEN: '' }, exec: 'removed', said: 'removes' },
  { name: 'chatgpt, key, OPENAI_API_KEY', user: chatgpt, record: key, env: { OPENAI_API_KEY: 'sk-test' }, exec: 'removed', said: 'removes' },
  { name: 'chatgpt, key, F in .env', user: chatgpt, record: key, dotenv: 'OPENAI_FEDERATION_RULE_ID=r\n', exec: 'kept', said: 'withheld', names: '.env' },
  { name: 'chatgpt, key, K and T in .env', user: chatgpt, record: key, dotenv: 'CODEX_API_KEY=k\nCODEX_ACCESS_TOKEN=at-x\n', exec: 'removed', said: 'removes' },
  { name: 'W, chatgpt of W, K',     user: forced,  record: inW,  env: K, exec: 'kept',    said: 'allowed' },
  { name: 'W, chatgpt of X, K',     user: forced,  record: inX,  env: K, exec: 'kept',    said: 'withheld', names: 'CODEX_API_KEY' },
  { name: 'W, chatgpt of W, T',     user: forced,  record: inW,  env: T, exec: 'removed', said: 'unknown', names: 'CODEX_ACCESS_TOKEN' },
  { name: 'W, chatgpt of X, T',     user: forced,  record: inX,  env: T, exec: 'removed', said: 'withheld', names: 'CODEX_ACCESS_TOKEN' },
  { name: 'W, key, T',              user: forced,  record: key,  env: T, exec: 'removed', said: 'unknown', names: 'CODEX_ACCESS_TOKEN' },
  { name: 'acct-pat, chatgpt of W, T', user: 'forced_chatgpt_workspace_id = "acct-pat"', record: inW, env: T, exec: 'kept', said: 'withheld', names: 'CODEX_ACCESS_TOKEN' },
  { name: 'allowed api, key, T',    machine: require('allowed_login_methods = ["api"]'), record: key, env: T, exec: 'kept', said: 'allowed' },
  { name: 'allowed api, chatgpt, T', machine: require('allowed_login_methods = ["api"]'), record: inW, env: T, exec: 'kept', said: 'hidden' },
  { name: 'allowed chatgpt, chatgpt, K', machine: require('allowed_login_methods = ["chatgpt"]'), record: inW, env: K, exec: 'kept', said: 'allowed' },
  { name: 'allowed chatgpt, key, K', machine: require('allowed_login_methods = ["chatgpt"]'), record: key, env: K, exec: 'kept', said: 'hidden' },
  { name: 'allowed chatgpt, none, K', machine: require('allowed_login_methods = ["chatgpt"]'), record: null, env: K, exec: 'kept', said: 'unset', names: 'CODEX_API_KEY' },
  { name: 'allowed W, chatgpt of W, T', machine: allowed, record: inW, env: T, exec: 'kept', said: 'unknown', names: 'CODEX_ACCESS_TOKEN' },
];

const saidAs: Readonly<Partial<Record<Result | 'none', Row['said']>>> = {
  toBeUnset: 'unset',
  unknown: 'unknown',
  hidden: 'hidden',
  allowed: 'allowed',
  none: 'none',
};

test.describe('which credential of the environment decides', () => {
  for (const [index, row] of environments.entries()) {
    test(`${row.name}${sampled(index, 6)}`, async ({ home, backend }) => {
      test.skip(row.machine !== undefined && !canHaveMachineFiles(), 'it needs a mount namespace');
      const { exec, result, reason } = await see(home, backend, row);
      expect(exec).toBe(row.exec);
      const isWithheld = reason.includes('Codex removes the stored sign-in at its next start.');
      const removal = isWithheld ? 'withheld' : 'removes';
      expect(saidAs[result] ?? removal).toBe(row.said);
      expect(reason).toContain(row.names ?? '');
    });
  }
});

const pat = { OPENAI_API_KEY: null, personal_access_token: 'at-test-stored' };
const offline = { CODEX_AUTHAPI_BASE_URL: 'http://127.0.0.1:9' };
const ofIssuer = 'forced_chatgpt_workspace_id = "acct-pat"';
const mayRemove = 'removes the token if it belongs to another workspace';
const mayHide = 'does not use the token if it belongs to another workspace';

// prettier-ignore
const storedTokens: readonly (Row & { readonly withheld?: Seen['withheld'] })[] = [
  { name: 'api',                    user: api,      record: pat, exec: 'removed', said: 'removes', withheld: 'unproven', names: 'kept here' },
  { name: 'api, nobody answers',    user: api,      record: pat, env: offline, exec: 'kept', said: 'removes', withheld: 'unproven', names: 'kept here' },
  { name: 'api and its workspace',  user: `${api}\n${ofIssuer}`, record: pat, exec: 'removed', said: 'removes', withheld: 'unproven', names: 'kept here' },
  { name: 'api, with its auth_mode', user: api,     record: { auth_mode: 'personalAccessToken', ...pat }, exec: 'removed', said: 'removes', withheld: 'unproven', names: 'kept here' },
  { name: 'chatgpt',                user: chatgpt,  record: pat, exec: 'kept',    said: 'unknown' },
  { name: 'chatgpt, nobody answers', user: chatgpt, record: pat, env: offline, exec: 'kept', said: 'unknown' },
  { name: 'its workspace',          user: ofIssuer, record: pat, exec: 'kept',    said: 'unknown', names: mayRemove },
  { name: 'another workspace',      user: forced,   record: pat, exec: 'removed', said: 'unknown', names: mayRemove },
  { name: 'another workspace, nobody answers', user: forced, record: pat, env: offline, exec: 'kept', said: 'unknown', names: mayRemove },
  { name: 'a blank workspace',      user: 'forced_chatgpt_workspace_id = ""', record: pat, exec: 'kept', said: 'unknown' },
  { name: 'allowed W',              machine: allowed, record: pat, exec: 'kept',  said: 'unknown', names: mayHide },
  { name: 'allowed api',            machine: require('allowed_login_methods = ["api"]'), record: pat, exec: 'kept', said: 'hidden' },
  { name: 'allowed chatgpt',        machine: require('allowed_login_methods = ["chatgpt"]'), record: pat, exec: 'kept', said: 'unknown' },
  { name: 'allowed no workspace',   machine: require('allowed_chatgpt_workspaces = []'), record: pat, exec: 'kept', said: 'hidden' },
  { name: 'another workspace, and allowed api', user: forced, machine: require('allowed_login_methods = ["api"]'), record: pat, exec: 'removed', said: 'unknown', names: mayRemove },
  { name: 'another workspace, and allowed chatgpt', user: forced, machine: require('allowed_login_methods = ["chatgpt"]'), record: pat, exec: 'removed', said: 'unknown', names: mayRemove },
  { name: 'api, and allowed api',   user: api, machine: require('allowed_login_methods = ["api"]'), record: pat, exec: 'removed', said: 'removes', withheld: 'unproven' },
];

test.describe('a stored personal access token, about which Codex asks and Gatehouse does not', () => {
  for (const [index, row] of storedTokens.entries()) {
    test(`${row.name}${sampled(index, 4)}`, async ({ home, backend }) => {
      test.skip(row.machine !== undefined && !canHaveMachineFiles(), 'it needs a mount namespace');
      const { exec, result, reason, withheld } = await see(home, backend, row);
      expect(exec).toBe(row.exec);
      expect(saidAs[result] ?? 'removes').toBe(row.said);
      expect(withheld).toBe(row.withheld ?? null);
      expect(reason).toContain(row.names ?? '');
    });
  }
});

const identity = 'OPENAI_FEDERATION_RULE_ID=r\n';
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const toPlace = (target: string) => (file: string) => symlink(target, file);

// prettier-ignore
const dotenvs: readonly (Case & Pick<Row, 'name' | 'exec' | 'names'> & { readonly withheld: Seen['withheld'] })[] = [
  { name: 'a pipe',                 record: key, dotenv: (file) => promisify(execFile)('mkfifo', [file]), exec: 'removed', withheld: null },
  { name: 'a folder',               record: key, dotenv: (file) => mkdir(file), exec: 'removed', withheld: null },
  { name: 'a device',               record: key, dotenv: toPlace('/dev/zero'), exec: 'removed', withheld: null },
  { name: 'a link to nothing',      record: key, dotenv: toPlace('/nowhere/at-all'), exec: 'removed', withheld: null },
  { name: 'a line that is not UTF-8 before an identity', record: key, dotenv: latin1(`A=\xe9\n${identity}`), exec: 'kept', withheld: 'environment', names: '.env' },
  { name: 'a line that is not UTF-8 alone', record: key, dotenv: latin1('A=\xe9\n'), exec: 'removed', withheld: null },
  { name: 'a form feed before an identity', record: key, dotenv: `\f${identity}`, exec: 'kept', withheld: 'environment', names: '.env' },
  { name: 'a byte order mark before an identity', record: key, dotenv: `\uFEFF${identity}`, exec: 'removed', withheld: null },
  { name: 'more than is read, with an identity', record: key, dotenv: `${'# x\n'.repeat(2_200_000)}${identity}`, exec: 'kept', withheld: 'unproven', names: '.env' },
  { name: 'more than is read, without', record: key, dotenv: '# x\n'.repeat(2_200_000), exec: 'removed', withheld: 'unproven', names: '.env' },
  { name: 'a null character',       record: key, dotenv: 'A=\0\n', exec: 'kept', withheld: 'unproven', names: '.env' },
  { name: 'a link to itself',       record: key, dotenv: toPlace('.env'), exec: 'removed', withheld: 'unproven', names: '.env' },
];

test.describe('a file .env that is not as usual', () => {
  for (const [index, row] of dotenvs.entries()) {
    test(`${row.name}${sampled(index, 4)}`, async ({ home, backend }) => {
      const { exec, result, reason, withheld } = await see(home, backend, {
        ...row,
        user: chatgpt,
      });
      expect(exec).toBe(row.exec);
      expect(result).toBe('toBeSignedOut');
      expect(withheld).toBe(row.withheld);
      expect(reason).toContain(row.names ?? '');
    });
  }
});
