import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { jsonOutputs } from '../../electron/cli/json-outputs.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { requirePublishedShape } from '../fixtures/published-schemas.ts';
import { chatgptRecord } from '../fixtures/records.ts';

const apiKey = 'sk-test-0123456789abcdef';
const nobody = () => Promise.resolve();
const withChatgpt = async (home: Home, issuer: EmbeddedIssuer) =>
  home.writeAuth(await chatgptRecord(issuer, ada));
const withKey = (home: Home) => home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: apiKey });
const damaged = (home: Home) => home.writeAuth('{"half":');

interface Run {
  readonly args: readonly string[];
  readonly given?: (home: Home, issuer: EmbeddedIssuer) => Promise<void>;
  readonly stdin?: string;
  /** What tells this output from others of the same command. */
  readonly says?: Record<string, unknown>;
}

const runs: readonly Run[] = [
  { args: ['status'], given: nobody, says: { signedIn: false } },
  { args: ['status'], given: withChatgpt, says: { method: 'chatgpt' } },
  { args: ['status'], given: withKey, says: { method: 'apiKey' } },
  { args: ['status'], given: damaged, says: { problem: { code: 'record-invalid' } } },
  { args: ['login', '--with-api-key'], stdin: apiKey, says: { outcome: 'signedIn' } },
  { args: ['login', '--with-api-key'], stdin: '', says: { problem: { code: 'api-key-empty' } } },
  { args: ['logout'], given: withKey, says: { outcome: 'signedOut' } },
  { args: ['logout'], given: nobody, says: { outcome: 'notSignedIn' } },
  { args: ['logout', '--everywhere'], given: withChatgpt, says: { revoked: true } },
  { args: ['refresh'], given: withChatgpt, says: { outcome: 'fresh' } },
  { args: ['refresh', '--force'], given: withChatgpt, says: { outcome: 'refreshed' } },
  { args: ['refresh'], given: damaged, says: { outcome: 'failed' } },
  { args: ['refresh'], given: nobody, says: { outcome: 'notApplicable' } },
  { args: ['token'], given: withChatgpt, says: { token_type: 'Bearer' } },
  { args: ['store'], given: withChatgpt, says: { mode: 'file', problem: null } },
  { args: ['store'], given: damaged, says: { problem: { code: 'record-invalid' } } },
  { args: ['store', 'move', 'keyring'], given: nobody, says: { problem: {} } },
  { args: ['store', 'protect'], given: withKey, says: { active: { protection: 'userOnly' } } },
  { args: ['kept'], given: nobody, says: { kept: [], problem: null } },
  { args: ['kept', 'use', 'abc'], given: nobody, says: { problem: { code: 'not-found' } } },
  { args: ['activity'], given: nobody, says: { entries: [] } },
  { args: ['policy'], given: nobody, says: { state: 'notManaged' } },
  { args: ['policy', '--all'], given: withChatgpt, says: { previewOf: null } },
];

for (const [index, { args, given = nobody, stdin = '', says = {} }] of runs.entries()) {
  test(`gatehouse ${args.join(' ')} --json is as published (${JSON.stringify(says)})${sampled(index, 3)}`, async ({
    home,
    issuer,
  }) => {
    await given(home, issuer);
    const { stdout } = await runGatehouse([...args, '--json'], { env: home.env, stdin });
    expect(JSON.parse(stdout)).toMatchObject(says);
    expect(JSON.parse(stdout)).toHaveProperty('schemaVersion');
    requirePublishedShape(args[0] ?? '', stdout);
  });
}

// That of `doctor` takes the sign-in ports: doctor.ports.spec.ts, where it is held to its shape as well.
test('every output is among these', () => {
  const outputs = [...runs.map(({ args }) => args[0]), 'doctor'];
  expect(new Set(outputs)).toEqual(new Set(Object.keys(jsonOutputs)));
});

test('an output with another member, code or version is not as published', async ({ home }) => {
  const { stdout } = await runGatehouse(['kept', '--json'], home);
  const output = JSON.parse(stdout) as object;
  const problem = { code: 'no-such-code', message: 'm' };
  for (const change of [{ more: 1 }, { problem }, { schemaVersion: 2 }, { kept: undefined }]) {
    const changed = JSON.stringify({ ...output, ...change });
    expect(() => requirePublishedShape('kept', changed)).toThrow('does not fit');
  }
});
