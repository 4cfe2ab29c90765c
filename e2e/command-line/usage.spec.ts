import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import type { ChatgptService } from '../../electron/testing/chatgpt-service.ts';
import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { withChatgptService } from '../fixtures/chatgpt-service.ts';
import { expect, test as base, type Home } from '../fixtures/command-line.ts';
import { besideCodex, codexFolder } from '../fixtures/installed-codex.ts';
import { sampled } from '../fixtures/long-run.ts';
import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import {
  gatehouseScript,
  startProgram,
  type ProgramEnd,
  type RunningProgram,
} from '../fixtures/programs.ts';
import { requirePublishedShape } from '../fixtures/published-schemas.ts';
import { chatgptRecord } from '../fixtures/records.ts';

/** Names of workspaces and usage limits, as the real Codex CLI tells them. */

const test = base.extend<{ service: ChatgptService }>({ service: withChatgptService });
test.skip(!canHaveMachineFiles(), 'an installed Codex CLI needs a mount namespace');

const soon = Math.floor(Date.now() / 1000) + 2 * 3600;
const later = soon + 4 * 24 * 3600;
const usage = { used: [42, 7], resetsAt: [soon, later], balance: '12.50' } as const;

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly prepare?: string;
  readonly inFolder?: string;
}

/** Starts the built command where the real Codex CLI is installed. */
function start(
  home: Home,
  args: readonly string[],
  { env = {}, prepare = ':', inFolder = home.settingsFolder }: Options,
): RunningProgram {
  const run = ['sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', inFolder];
  const command = [...run, process.execPath, gatehouseScript, ...args];
  const [program = '', ...rest] = besideCodex(command, prepare);
  const searched = `${codexFolder}:${process.env['PATH'] ?? ''}`;
  return startProgram(program, rest, { env: { ...home.env, PATH: searched, ...env } });
}

const gatehouse = (
  home: Home,
  args: readonly string[],
  options: Options = {},
): Promise<ProgramEnd> => start(home, args, options).end;

async function signedIn(home: Home, record: unknown, service: ChatgptService): Promise<void> {
  await home.writeAuth(record);
  await home.configure(`chatgpt_base_url = "${service.url}"\n`);
}

/** Every file of a folder, with what is in it and when it was written. */
async function listing(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = names.toSorted().map(async (name) => {
    const file = path.join(folder, name);
    const { mtimeMs, mode, size } = await stat(file);
    return `${name} ${mode} ${size} ${mtimeMs}`;
  });
  return Promise.all(lines);
}

test('the usage limits of the account in use, read by Codex and not again for ten minutes', async ({
  home,
  issuer,
  service,
}) => {
  await signedIn(home, await chatgptRecord(issuer, ada), service);
  service.answerUsage(usage);
  const before = await listing(home.folder);
  const { exitCode, stdout, stderr } = await gatehouse(home, ['usage']);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`Usage limits of ${ada.email}`);
  expect(stdout).toContain(
    `5-hour limit: 42% used, 58% left, resets ${new Date(soon * 1000).toISOString()}`,
  );
  expect(stdout).toContain('Weekly limit: 7% used, 93% left');
  expect(stdout).toContain('Credits: 12.50 left');

  // Neither Codex nor Gatehouse wrote anything into the home of the person.
  expect(await listing(home.folder)).toEqual(before);
  const { tokens } = await home.readAuth();
  const { access_token: accessToken, refresh_token: refreshToken } = tokens as Record<
    string,
    string
  >;
  expect([...service.bearers]).toEqual([accessToken]);
  expect(JSON.stringify(service.asked)).not.toContain(refreshToken);

  const asked = service.asked.length;
  service.answerUsage({ ...usage, used: [99, 99] });
  const again = await gatehouse(home, ['usage', '--json']);
  requirePublishedShape('usage', again.stdout);
  expect(JSON.parse(again.stdout)).toMatchObject({
    email: ada.email,
    windows: [
      { name: '5-hour limit', minutes: 300, usedPercent: 42, leftPercent: 58 },
      { name: 'Weekly limit', usedPercent: 7, leftPercent: 93 },
    ],
    credits: { isUnlimited: false, balance: '12.50' },
    problem: null,
  });
  expect(service.asked).toHaveLength(asked);

  // Another account has limits of its own.
  await home.writeAuth(await chatgptRecord(issuer, grace));
  const others = await gatehouse(home, ['usage', '--json']);
  expect(JSON.parse(others.stdout)).toMatchObject({ windows: [{ usedPercent: 99 }, {}] });
});

for (const [index, status] of [429, 401, 403].entries()) {
  test(`a ${status} is respected for an hour, and told${sampled(index, 3)}`, async ({
    home,
    issuer,
    service,
  }) => {
    await signedIn(home, await chatgptRecord(issuer, ada), service);
    service.answerUsage(status);
    const code = status === 429 ? 'too-many-requests' : 'refused';
    const first = await gatehouse(home, ['usage', '--json']);
    expect(first.exitCode).toBe(5);
    requirePublishedShape('usage', first.stdout);
    const { problem } = JSON.parse(first.stdout) as { problem: { code: string; nextAt: string } };
    expect(problem.code).toBe(code);
    expect(Date.parse(problem.nextAt) - Date.now()).toBeGreaterThan(50 * 60_000);

    const asked = service.asked.length;
    service.answerUsage(usage);
    const { exitCode, stderr } = await gatehouse(home, ['usage']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`Gatehouse asks again after ${problem.nextAt}`);
    expect(service.asked).toHaveLength(asked);
  });
}

test('the name of a workspace is asked by "status --look-up", and stands for its id from then on', async ({
  home,
  issuer,
  service,
}) => {
  await signedIn(home, await chatgptRecord(issuer, grace), service);
  const rule = `forced_chatgpt_workspace_id = "${grace.workspaceId}"\n`;
  await home.configure(`chatgpt_base_url = "${service.url}"\n${rule}`);
  const before = await listing(home.folder);
  const unknown = await gatehouse(home, ['status']);
  const step = '(for its name, run "gatehouse status --look-up")';
  expect(unknown.stdout).toContain(`Workspace:  ${grace.workspaceId} ${step}\n`);
  expect(service.asked).toEqual([]);

  const looked = await gatehouse(home, ['status', '--look-up', '--json']);
  expect(JSON.parse(looked.stdout)).toMatchObject({
    account: { workspaceId: grace.workspaceId, workspaceName: 'Compilers Team' },
  });
  requirePublishedShape('status', looked.stdout);
  expect(await listing(home.folder)).toEqual(before);

  const asked = service.asked.length;
  const named = `Compilers Team (${grace.workspaceId})`;
  expect((await gatehouse(home, ['status'])).stdout).toContain(`Workspace:  ${named}`);
  expect((await gatehouse(home, ['accounts'])).stdout).toContain('workspace Compilers Team');
  expect((await gatehouse(home, ['policy'])).stdout).toContain(`Workspace ${named}`);
  expect(service.asked).toHaveLength(asked);
});

test('an administrator can forbid to read usage limits', async ({ home, issuer, service }) => {
  await signedIn(home, await chatgptRecord(issuer, ada), service);
  const toml = '[gatehouse]\nallow_usage_limits = false\n';
  const prepare = `mkdir -p /srv/etc && cp -r /etc/. /srv/etc/ 2>/dev/null; mkdir -p /srv/etc/codex && printf '${toml.replaceAll('\n', '\\n')}' > /srv/etc/codex/requirements.toml && mount --bind /srv/etc /etc`;
  const { exitCode, stderr } = await gatehouse(home, ['usage'], { prepare });
  expect(stderr).toContain('Reading usage limits is not allowed on this device');
  expect(exitCode).toBe(3);
  expect(service.asked).toEqual([]);
});

test.describe('what is not asked', () => {
  /** A program of this name that leaves a mark where it is run. */
  const fake = (file: string, version: string, mark: string): string =>
    [
      `mkdir -p "$(dirname ${file})"`,
      `printf '#!/bin/sh\\ncase "$1" in --version) echo "codex-cli ${version}";; *) touch ${mark};; esac\\n' > ${file}`,
      `chmod 755 ${file}`,
    ].join(' && ');
  const rows = [
    ['in the working folder', '/srv/work/codex', '9.0.0', '/srv/work', 'no-codex'],
    ['in a folder that everybody can write', '/srv/open/codex', '9.0.0', '/', 'no-codex'],
    [
      'in node_modules of a project',
      '/srv/work/node_modules/.bin/codex',
      '9.0.0',
      '/srv/work',
      'no-codex',
    ],
    ['of an old version', '/srv/old/codex', '0.170.0', '/', 'untested-codex'],
    // It is run, and so shows that the others would have left their mark.
    ['that nobody else can change', '/srv/safe/codex', '9.0.0', '/', 'failed'],
  ] as const;
  for (const [index, [name, file, version, inFolder, code]] of rows.entries()) {
    const isRun = code === 'failed';
    test(`a codex ${name} is ${isRun ? '' : 'not '}run${sampled(index, 3)}`, async ({
      home,
      issuer,
      service,
    }) => {
      await signedIn(home, await chatgptRecord(issuer, ada), service);
      const mark = path.join(home.settingsFolder, 'was-run');
      const opened = file.includes('/open/') ? ' && chmod 777 /srv/open' : '';
      const prepare = `rm -f /srv/bin/codex; umount /srv/bin/codex; rm -f /srv/bin/codex; ${fake(file, version, mark)}${opened}`;
      const env = { PATH: `${path.dirname(file)}:/usr/bin:/bin` };
      const { stdout, exitCode } = await gatehouse(home, ['usage', '--json'], {
        prepare,
        env,
        inFolder,
      });
      expect(JSON.parse(stdout)).toMatchObject({ windows: [], problem: { code } });
      expect(exitCode).toBe(5);
      expect((await readdir(home.settingsFolder)).includes('was-run')).toBe(isRun);
      expect(service.asked).toEqual([]);
    });
  }

  test('nobody is asked with an API key, or with a sign-in of another service', async ({
    home,
    issuer,
    service,
  }) => {
    await home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-test-0123456789abcdef' });
    await home.configure(`chatgpt_base_url = "${service.url}"\n`);
    const key = await gatehouse(home, ['usage']);
    expect(key.stderr).toContain('Only a ChatGPT sign-in has usage limits.');
    expect(key.exitCode).toBe(1);
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure('');
    const other = await gatehouse(home, ['usage']);
    expect(other.stderr).toContain('so its usage limits can’t be read');
    expect(service.asked).toEqual([]);
  });
});

test('a command that is asked to end does not wait for Codex, and leaves nothing', async ({
  home,
  issuer,
  service,
}) => {
  await signedIn(home, await chatgptRecord(issuer, ada), service);
  service.answerUsage(null);
  const temporary = path.join(home.settingsFolder, 'tmp');
  const options = { prepare: `mkdir -p ${temporary}`, env: { TMPDIR: temporary } };
  const { pid, end } = start(home, ['usage'], options);
  await expect.poll(() => service.asked.some((asked) => asked.endsWith('/wham/usage'))).toBe(true);
  process.kill(pid ?? 0, 'SIGINT');
  const { exitCode } = await end;
  expect(exitCode).toBe(5);
  expect(await readdir(temporary)).toEqual([]);
});

test('nothing is left of what Codex was asked in', async ({ home, issuer, service }) => {
  await signedIn(home, await chatgptRecord(issuer, ada), service);
  service.answerUsage(usage);
  const temporary = path.join(home.settingsFolder, 'tmp');
  const prepare = `mkdir -p ${temporary}`;
  await gatehouse(home, ['usage'], { prepare, env: { TMPDIR: temporary } });
  expect(service.asked).not.toEqual([]);
  expect(await readdir(temporary)).toEqual([]);
  const facts = await readFile(
    path.join(home.settingsFolder, 'Gatehouse/codex/usage.json'),
    'utf8',
  );
  expect(facts).not.toMatch(/eyJ|rt_/);
});
