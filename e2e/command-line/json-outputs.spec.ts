import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import type { CommandName } from '../../electron/cli/commands.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import { onWindows, runGatehouse } from '../fixtures/programs.ts';
import { requirePublishedShape } from '../fixtures/published-schemas.ts';
import { chatgptRecord } from '../fixtures/records.ts';

const apiKey = 'sk-test-0123456789abcdef';
const nobody = () => Promise.resolve();
const withChatgpt = async (home: Home, issuer: EmbeddedIssuer) =>
  home.writeAuth(await chatgptRecord(issuer, ada));
const withKey = (home: Home) => home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: apiKey });
const damaged = (home: Home) => home.writeAuth('{"half":');

interface Run {
  /** After the name of the command. */
  readonly args?: readonly string[];
  readonly given?: (home: Home, issuer: EmbeddedIssuer) => Promise<void>;
  readonly stdin?: string;
  /** What tells this output from others of the same command. */
  readonly says?: Record<string, unknown>;
}

// That of `doctor` takes the sign-in ports: doctor.ports.spec.ts, where it is held to its shape as well.
const runs: Readonly<Record<Exclude<CommandName, 'doctor'>, readonly [Run, ...Run[]]>> = {
  status: [
    { given: nobody, says: { signedIn: false } },
    { given: withChatgpt, says: { method: 'chatgpt' } },
    { given: withKey, says: { method: 'apiKey' } },
    { given: damaged, says: { problem: { code: 'record-invalid' } } },
  ],
  login: [
    { args: ['--with-api-key'], stdin: apiKey, says: { outcome: 'signedIn' } },
    { args: ['--with-api-key'], stdin: '', says: { problem: { code: 'api-key-empty' } } },
  ],
  logout: [
    { given: withKey, says: { outcome: 'signedOut' } },
    { given: nobody, says: { outcome: 'notSignedIn' } },
    { args: ['--everywhere'], given: withChatgpt, says: { revoked: true } },
  ],
  refresh: [
    { given: withChatgpt, says: { outcome: 'fresh' } },
    { args: ['--force'], given: withChatgpt, says: { outcome: 'refreshed' } },
    { given: damaged, says: { outcome: 'failed' } },
    { given: nobody, says: { outcome: 'notApplicable' } },
  ],
  token: [{ given: withChatgpt, says: { token_type: 'Bearer' } }],
  store: [
    { given: withChatgpt, says: { mode: 'file', problem: null } },
    { given: damaged, says: { problem: { code: 'record-invalid' } } },
    // The Credential Manager is always there.
    { args: ['move', 'keyring'], given: nobody, says: { problem: onWindows ? null : {} } },
    { args: ['protect'], given: withKey, says: { active: { protection: 'userOnly' } } },
  ],
  accounts: [
    { given: nobody, says: { accounts: [], problem: null } },
    { given: withKey, says: { accounts: [{ kind: 'apiKey', state: 'inUse' }] } },
    { args: ['plain-files', 'on'], given: nobody, says: { inPlainFiles: true } },
    { args: ['remove', 'abcd'], given: nobody, says: { problem: { code: 'not-found' } } },
  ],
  switch: [{ args: ['abcd'], given: withKey, says: { problem: { code: 'not-found' } } }],
  codex: [
    { given: nobody, says: { running: { programs: [] }, restart: null } },
    { args: ['restart'], given: nobody, says: { restart: { outcome: 'notRunning' } } },
  ],
  kept: [
    { given: nobody, says: { kept: [], problem: null } },
    { args: ['use', 'abc'], given: nobody, says: { problem: { code: 'not-found' } } },
  ],
  usage: [
    { given: withChatgpt, says: { windows: [], problem: { code: 'other-service' } } },
    { given: withKey, says: { readAt: null, problem: { code: 'no-chatgpt-sign-in' } } },
  ],
  activity: [{ given: nobody, says: { entries: [] } }],
  completions: [{ args: ['bash'], says: { shell: 'bash' } }],
  leave: [
    { given: nobody, says: { signIns: [] } },
    { args: ['--yes'], given: withKey, says: { signIns: [] } },
  ],
  policy: [
    { given: nobody, says: { state: 'notManaged' } },
    { args: ['--all'], given: withChatgpt, says: { previewOf: null } },
  ],
};

const cases = Object.entries(runs).flatMap(([command, list]) =>
  list.map((run) => ({ command, ...run })),
);
for (const [
  index,
  { command, args = [], given = nobody, stdin = '', says = {} },
] of cases.entries()) {
  const words = [command, ...args];
  test(`gatehouse ${words.join(' ')} --json is as published (${JSON.stringify(says)})${sampled(index, 3)}`, async ({
    home,
    issuer,
  }) => {
    await given(home, issuer);
    const { stdout } = await runGatehouse([...words, '--json'], { env: home.env, stdin });
    expect(JSON.parse(stdout)).toMatchObject(says);
    expect(JSON.parse(stdout)).toHaveProperty('schemaVersion');
    requirePublishedShape(command, stdout);
  });
}

test('an output with another member, code or version is not as published', async ({ home }) => {
  const { stdout } = await runGatehouse(['kept', '--json'], home);
  const output = JSON.parse(stdout) as object;
  const problem = { code: 'no-such-code', message: 'm' };
  for (const change of [{ more: 1 }, { problem }, { schemaVersion: 3 }, { kept: undefined }]) {
    const changed = JSON.stringify({ ...output, ...change });
    expect(() => requirePublishedShape('kept', changed)).toThrow('does not fit');
  }
});
