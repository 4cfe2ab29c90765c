import { readFile } from 'node:fs/promises';
import path from 'node:path';

import {
  documentOfTomorrow,
  otherDocuments,
  testAccessToken as token,
} from '../../electron/testing/credentials.ts';
import { startCodexAppServer } from '../fixtures/codex-app-server.ts';
import { expect, test as base, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import { runCodex, runGatehouse } from '../fixtures/programs.ts';
import { statusOf } from '../fixtures/status.ts';
import { withBackend, type Backend } from '../oracle/backend.ts';

/** Kinds of sign-in besides ChatGPT and API keys, on the command line. */

const test = base.extend<{ backend: Backend }>({ backend: withBackend });

const { personalAccessToken, bedrockApiKey, bedrockAccessKeys } = otherDocuments;
const secrets = [token, 'bedrock-secret-0123', 'AKIATEST0123', 'aws-secret-0123', 'future-secret'];

/** With a sign-in service that says of each token that it is of this workspace, or refuses it. */
function asking(home: Home, backend: Backend, answer: 'W' | 'refused' | 'failing') {
  const url = `${backend.origin}/whoami/${answer}`;
  return { env: { ...home.env, CODEX_AUTHAPI_BASE_URL: url }, stdin: `${token}\n` };
}

test.describe('gatehouse login --with-access-token', () => {
  const args = ['login', '--with-access-token'];

  test('stores the same bytes as the CLI, and says whose it is', async ({ home, backend }) => {
    const options = asking(home, backend, 'W');
    const { exitCode, stdout, stderr } = await runGatehouse(args, options);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Signed in with a personal access token of pat@example.com');
    expect(stdout).toMatch(/Workspace: +W$/m);
    expect(stdout + stderr).not.toContain(token);
    const ours = await readFile(home.authFile);
    await runCodex(['logout'], options);
    expect((await runCodex(args, options)).exitCode).toBe(0);
    expect(await readFile(home.authFile)).toEqual(ours);
  });

  test('keeps the sign-in that was there, which can be used again', async ({ home, backend }) => {
    await home.writeAuth(bedrockApiKey);
    const options = asking(home, backend, 'W');
    const login = await runGatehouse(args, options);
    expect(login.stderr).toContain('among the kept sign-ins');
    const { report } = await statusOf({ env: options.env });
    expect(report.kept).toMatchObject([{ method: 'bedrockApiKey', state: 'usable' }]);
    const id = report.kept[0]?.id ?? '';
    const used = await runGatehouse(['kept', 'use', id], options);
    expect(used.stdout).toContain('You’re using Amazon Bedrock API key.');
    expect(await home.readAuth()).toEqual(bedrockApiKey);
    expect((await statusOf(home)).report.kept).toMatchObject([{ method: 'personalAccessToken' }]);
  });

  for (const [name, rule, answer, words, asked] of [
    ['another method', 'forced_login_method = "api"', 'W', 'Access token login is disabled.', 0],
    ['another workspace', 'forced_chatgpt_workspace_id = "X"', 'W', 'only allows workspace X.', 1],
    ['the service refuses it', '', 'refused', 'refused the personal access token', 1],
    ['the service fails', '', 'failing', 'has a problem', 1],
  ] as const) {
    test(`saves nothing, as the CLI, where the rule is, or ${name}`, async ({ home, backend }) => {
      await home.configure(rule);
      await home.writeAuth(personalAccessToken);
      const before = await readFile(home.authFile);
      const options = { ...asking(home, backend, answer), stdin: 'at-another-0123456789' };
      const { exitCode, stdout, stderr } = await runGatehouse(args, options);
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain(words);
      expect(stdout + stderr).not.toContain('at-another');
      expect(backend.timesAsked()).toBe(asked);
      expect((await runCodex(args, options)).exitCode).toBe(1);
      expect(backend.timesAsked()).toBe(2 * asked);
      expect(await readFile(home.authFile)).toEqual(before);
    });
  }
});

test.describe('what the commands say of each kind', () => {
  for (const [name, record, method, says] of [
    ['a personal access token', personalAccessToken, 'personalAccessToken', 'is stored'],
    ['a Bedrock API key', bedrockApiKey, 'bedrockApiKey', 'Amazon Bedrock API key'],
    ['AWS access keys', bedrockAccessKeys, 'bedrockAccessKeys', 'AWS access keys'],
    ['a kind of tomorrow', documentOfTomorrow, null, 'the kind "futureKind"'],
  ] as const) {
    test(`${name}: no secret, nothing asked, nothing changed`, async ({ home, backend }) => {
      await home.writeAuth(record);
      const before = await readFile(home.authFile);
      const { env } = asking(home, backend, 'W');
      for (const args of [['status'], ['policy'], ['doctor'], ['refresh'], ['activity']]) {
        const { stdout, stderr } = await runGatehouse(args, { env });
        for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
        if (args[0] === 'status') expect(stdout).toContain(says);
      }
      expect((await statusOf({ env })).report.method).toBe(method);
      expect(backend.timesAsked()).toBe(0);
      expect(await readFile(home.authFile)).toEqual(before);
    });
  }

  test('a person who asks is told whose a token is, and what a refused one needs', async ({
    home,
    backend,
  }) => {
    await home.writeAuth(personalAccessToken);
    const looked = await runGatehouse(['status', '--look-up'], asking(home, backend, 'W'));
    expect([looked.exitCode, backend.timesAsked()]).toEqual([0, 1]);
    expect(looked.stdout).toContain('personal access token of pat@example.com');
    const options = asking(home, backend, 'refused');
    const refused = await runGatehouse(['status', '--look-up'], options);
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('Make a new one in ChatGPT');
  });

  test('a person who asks is told of the token of the environment where Codex uses that', async ({
    home,
    backend,
  }) => {
    await home.writeAuth(personalAccessToken);
    await home.configure('forced_chatgpt_workspace_id = "W"');
    const around = (answer: 'W' | 'refused') => {
      const { env } = asking(home, backend, answer);
      return { env: { ...env, CODEX_ACCESS_TOKEN: 'at-another-0123456789' } };
    };
    const args = ['status', '--look-up'];
    const looked = await runGatehouse(args, around('W'));
    expect([looked.exitCode, backend.timesAsked()]).toEqual([0, 1]);
    expect(looked.stdout).toContain(
      'CODEX_ACCESS_TOKEN of this terminal: a personal access token of pat@example.com, workspace W, plan Pro',
    );
    const refused = await runGatehouse(args, around('refused'));
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('Set it to a new one from ChatGPT, or unset it.');
    const said = [looked, refused].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(said).not.toMatch(/at-another|at-test/);
  });

  test('a script is given the token that Codex sends, and nothing for Bedrock', async ({
    home,
    backend,
  }) => {
    const { env } = asking(home, backend, 'W');
    await home.writeAuth(personalAccessToken);
    expect((await runGatehouse(['token'], { env })).stdout).toBe(`${token}\n`);
    const looked = await runGatehouse(['token', '--look-up', '--json'], { env });
    expect(JSON.parse(looked.stdout)).toMatchObject({ access_token: token, account_id: 'W' });
    const again = await runGatehouse(['token', '--refused'], { env, stdin: token });
    expect([again.exitCode, again.stdout]).toEqual([4, '']);
    await home.writeAuth(bedrockApiKey);
    const bedrock = await runGatehouse(['token'], { env });
    expect([bedrock.exitCode, bedrock.stdout]).toEqual([1, '']);
    expect(bedrock.stderr).toContain('Amazon Bedrock');
    await home.writeAuth(documentOfTomorrow);
    expect(await runGatehouse(['token'], { env })).toMatchObject({ exitCode: 6, stdout: '' });
  });

  test('a sign-out says what it removes, and moves a kind of tomorrow away', async ({ home }) => {
    await home.writeAuth(bedrockAccessKeys);
    const { exitCode, stderr } = await runGatehouse(['logout'], home);
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining('The AWS access keys are deleted') as unknown as string,
    ]);
    await home.writeAuth(documentOfTomorrow);
    const moved = await runGatehouse(['logout', '--json'], home);
    const { keptCopies } = JSON.parse(moved.stdout) as { keptCopies: string[] };
    const copy = path.join(home.folder, path.win32.basename(keptCopies[0] ?? ''));
    expect(JSON.parse(await readFile(copy, 'utf8'))).toEqual(documentOfTomorrow);
  });
});

const own = (members: string): string => `model_provider = "own"\n[model_providers.own]
name = "Own"\nbase_url = "http://127.0.0.1:9"\n${members}`;

const providers: readonly string[] = [
  'model_provider = "amazon-bedrock"',
  own('requires_openai_auth = true'),
  own('env_key = "OWN_KEY"'),
  own('[model_providers.own.auth]\ncommand = "true"'),
  'model_provider = "openai"',
  'model_provider = "ollama"',
  'model_provider = "lmstudio"',
  own(''),
  own('requires_openai_auth = false'),
  own('experimental_bearer_token = "t"'),
  own('env_key = "OWN_KEY"\nrequires_openai_auth = true'),
  'oss_provider = "ollama"',
  '',
];

test.describe('whether the provider of Codex takes the sign-in, as the CLI says', () => {
  for (const [index, settings] of providers.entries()) {
    test(`${JSON.stringify(settings)}${sampled(index, 5)}`, async ({ home }) => {
      await home.configure(settings);
      const server = await startCodexAppServer(home);
      try {
        const needsSignIn = await server.requiresSignIn();
        expect((await statusOf(home)).report.provider).toMatchObject({ needsSignIn });
      } finally {
        await server.stop();
      }
    });
  }
});
