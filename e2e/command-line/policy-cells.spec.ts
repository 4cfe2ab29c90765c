import { access } from 'node:fs/promises';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { policyReportSchema, type PolicyReport } from '../../shared/policy.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import {
  besideMachineFiles,
  canHaveMachineFiles,
  machineFolder,
  type MachineFiles,
} from '../fixtures/machine-files.ts';
import { codexCommand, gatehouseScript, startProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

/**
 * Cells of the truth table, by the real Codex CLI and by Gatehouse on the same files:
 * what Gatehouse foretells is what the CLI does, but for the differences that are named.
 */

type Who = 'nobody' | 'key' | 'inW' | 'inX' | 'nowhere' | 'noLastRefresh';

const records: Readonly<
  Record<Exclude<Who, 'nobody'>, (issuer: EmbeddedIssuer) => Promise<unknown>>
> = {
  key: () => Promise.resolve({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-test-0123456789abcdef' }),
  inW: (issuer) => chatgptRecord(issuer, { ...ada, workspaceId: 'W' }),
  inX: (issuer) => chatgptRecord(issuer, { ...ada, workspaceId: 'X' }),
  nowhere: (issuer) =>
    chatgptRecord(issuer, ada, { authClaims: { chatgpt_account_id: undefined } }),
  noLastRefresh: async (issuer) => {
    const record = await chatgptRecord(issuer, { ...ada, workspaceId: 'W' });
    return { ...record, last_refresh: undefined };
  },
};

interface Cell {
  readonly rules: string;
  readonly who: Who;
  /** The user's config.toml. */
  readonly user?: string;
  /** Files of `/etc/codex`. */
  readonly machine?: MachineFiles;
  readonly env?: Readonly<Record<string, string>>;
  /** What the CLI does: goes on, removes the record with this sentence, or refuses to start. */
  readonly cli: 'goesOn' | { readonly removes: string } | { readonly refuses: RegExp };
  /** Whether the CLI is signed in afterwards, by its own words; left out where that is no question. */
  readonly isSignedIn?: boolean;
  readonly result: PolicyReport['accounts'][number]['result'] | 'none';
  /** Where Gatehouse's words are not the CLI's. */
  readonly reason?: RegExp;
  readonly exitCode: 0 | 3 | 6;
}

const a1 = 'API key login is required, but ChatGPT is currently being used. Logging out.';
const a2 = 'ChatGPT login is required, but an API key is currently being used. Logging out.';
const a5 =
  'Failed to load ChatGPT credentials while enforcing workspace restrictions: Token data is not available.. Logging out.';
const restricted = 'Login is restricted to workspace(s)';
const kept = { cli: 'goesOn', result: 'allowed', exitCode: 0 } as const;
const removed = (removes: string) =>
  ({ cli: { removes }, result: 'toBeSignedOut', exitCode: 3 }) as const;
const W = 'forced_chatgpt_workspace_id = "W"';
const WV = 'forced_chatgpt_workspace_id = ["W", "V"]';
const api = 'forced_login_method = "api"';
const chatgpt = 'forced_login_method = "chatgpt"';

const ofTheUser: readonly Cell[] = [
  { rules: 'api', user: api, who: 'key', ...kept },
  { rules: 'api', user: api, who: 'inW', ...removed(a1) },
  { rules: 'chatgpt', user: chatgpt, who: 'inW', ...kept },
  { rules: 'chatgpt', user: chatgpt, who: 'key', ...removed(a2) },
  { rules: 'W', user: W, who: 'inW', ...kept },
  { rules: 'W', user: W, who: 'key', ...kept },
  {
    rules: 'W',
    user: W,
    who: 'inX',
    ...removed(`${restricted} W, but current credentials belong to X. Logging out.`),
    // For one workspace Gatehouse has the older words, without "(s)".
    reason:
      /^Login is restricted to workspace W, but current credentials belong to X\. Logging out\.$/,
  },
  { rules: 'W and V', user: WV, who: 'inW', ...kept },
  {
    rules: 'W and V',
    user: WV,
    who: 'inX',
    ...removed(`${restricted} W, V, but current credentials belong to X. Logging out.`),
  },
  {
    rules: 'W and V',
    user: WV,
    who: 'nowhere',
    ...removed(
      `${restricted} W, V, but current credentials lack a workspace identifier. Logging out.`,
    ),
  },
  { rules: 'W and V', user: WV, who: 'noLastRefresh', ...removed(a5) },
  { rules: 'api, W and V', user: `${api}\n${WV}`, who: 'inX', ...removed(a1) },
  { rules: 'chatgpt, W and V', user: `${chatgpt}\n${WV}`, who: 'key', ...removed(a2) },
  {
    rules: 'W with blanks, and a blank one',
    user: 'forced_chatgpt_workspace_id = [" W ", " "]',
    who: 'inW',
    ...kept,
  },
  { rules: 'an empty list', user: 'forced_chatgpt_workspace_id = []', who: 'inX', ...kept },
  { rules: 'api', user: api, who: 'nobody', cli: 'goesOn', result: 'none', exitCode: 0 },
  {
    rules: 'chatgpt, and a key in the environment',
    user: chatgpt,
    who: 'inW',
    env: { CODEX_API_KEY: 'sk-test-environment' },
    // The CLI removes the innocent record; Gatehouse says so, and keeps it.
    cli: { removes: a2 },
    result: 'toBeUnset',
    reason:
      /CODEX_API_KEY\. Because of it, codex exec .* remove the stored sign-in .* Unset CODEX_API_KEY\.$/,
    exitCode: 3,
  },
  {
    rules: 'a string with a comma',
    user: 'forced_chatgpt_workspace_id = "W,V"',
    who: 'inW',
    cli: { refuses: /forced_chatgpt_workspace_id|string or a TOML list/ },
    result: 'unknown',
    reason: /comma-separated strings are not supported/,
    exitCode: 6,
  },
  {
    rules: 'a method that there is not',
    user: 'forced_login_method = "both"',
    who: 'inW',
    cli: { refuses: /unknown variant `both`/ },
    result: 'unknown',
    reason: /must be "api" or "chatgpt"/,
    exitCode: 6,
  },
];

const hidden = { cli: 'goesOn', isSignedIn: false, result: 'hidden', exitCode: 3 } as const;
const requirements = (toml: string): MachineFiles => ({ 'requirements.toml': toml });

const ofTheMachine: readonly Cell[] = [
  {
    rules: 'managed before the user',
    machine: { 'managed_config.toml': WV },
    user: 'forced_chatgpt_workspace_id = "X"',
    who: 'inX',
    ...removed(`${restricted} W, V, but current credentials belong to X. Logging out.`),
  },
  {
    rules: 'the user before the system',
    machine: { 'config.toml': api },
    user: chatgpt,
    who: 'inW',
    ...kept,
  },
  { rules: 'the system alone', machine: { 'config.toml': api }, who: 'inW', ...removed(a1) },
  {
    rules: 'only ChatGPT is allowed',
    machine: requirements('allowed_login_methods = ["chatgpt"]'),
    who: 'key',
    ...hidden,
    reason: /^ChatGPT login is required$/,
  },
  {
    rules: 'only API keys are allowed',
    machine: requirements('allowed_login_methods = ["api"]'),
    who: 'inW',
    ...hidden,
    reason: /^API key login is required$/,
  },
  {
    rules: 'W is allowed',
    machine: requirements('allowed_chatgpt_workspaces = ["W"]'),
    who: 'inX',
    ...hidden,
    reason: /^Login is restricted to workspace\(s\) W, but current credentials belong to X$/,
  },
  {
    rules: 'W is allowed',
    machine: requirements('allowed_chatgpt_workspaces = ["W"]'),
    who: 'inW',
    ...kept,
    isSignedIn: true,
  },
  {
    rules: 'W with blanks is allowed',
    machine: requirements('allowed_chatgpt_workspaces = [" W ", ""]'),
    who: 'inW',
    ...kept,
    isSignedIn: true,
  },
  {
    rules: 'a config rule in the requirements does nothing',
    machine: requirements(api),
    who: 'inW',
    ...kept,
    isSignedIn: true,
  },
  {
    rules: 'a requirement in a managed config does nothing',
    machine: { 'managed_config.toml': 'allowed_login_methods = ["api"]' },
    who: 'inW',
    ...kept,
    isSignedIn: true,
  },
  {
    rules: 'no method is allowed',
    machine: requirements('allowed_login_methods = []'),
    who: 'inW',
    cli: { refuses: /authentication requirements do not permit any usable login method/ },
    result: 'hidden',
    reason: /^authentication requirements do not permit any usable login method$/,
    exitCode: 3,
  },
  {
    rules: 'only ChatGPT is allowed, and no workspace',
    machine: requirements('allowed_login_methods = ["chatgpt"]\nallowed_chatgpt_workspaces = []'),
    who: 'nobody',
    cli: { refuses: /authentication requirements do not permit any usable login method/ },
    result: 'none',
    exitCode: 3,
  },
  {
    rules: 'ChatGPT is forced, and no workspace allowed',
    machine: {
      'managed_config.toml': chatgpt,
      ...requirements('allowed_chatgpt_workspaces = []'),
    },
    who: 'inW',
    cli: { refuses: /authentication requirements do not permit any usable login method/ },
    result: 'hidden',
    reason: /^authentication requirements do not permit any usable login method$/,
    exitCode: 3,
  },
  {
    rules: 'ChatGPT is forced, and only API keys allowed',
    machine: {
      'managed_config.toml': chatgpt,
      ...requirements('allowed_login_methods = ["api"]'),
    },
    who: 'key',
    cli: { refuses: /authentication requirements do not permit any usable login method/ },
    result: 'hidden',
    reason: /^authentication requirements do not permit any usable login method$/,
    exitCode: 3,
  },
  {
    rules: 'ChatGPT is forced, and only API keys allowed',
    machine: {
      'managed_config.toml': chatgpt,
      ...requirements('allowed_login_methods = ["api"]'),
    },
    who: 'inW',
    cli: { refuses: /authentication requirements do not permit any usable login method/ },
    result: 'hidden',
    reason: /^authentication requirements do not permit any usable login method$/,
    exitCode: 3,
  },
];

test.describe('what Gatehouse foretells is what the Codex CLI does', () => {
  ofTheUser.forEach(cellTest);
});

test.describe('the same with files of the machine', () => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
  ofTheMachine.forEach(cellTest);
});

function cellTest(cell: Cell, index: number): void {
  test(`${cell.rules}; credential: ${cell.who}${sampled(index, 5)}`, async ({ home, issuer }) => {
    const { cli, isSignedIn, result, reason, exitCode } = cell;
    if (cell.who !== 'nobody') await home.writeAuth(await records[cell.who](issuer));
    if (cell.user !== undefined) await home.configure(cell.user);
    const machine = cell.machine ? await machineFolder(cell.machine) : null;
    const start = (...command: readonly string[]) => {
      const [program = '', ...args] =
        machine === null ? command : besideMachineFiles(machine.folder, command);
      return startProgram(program, args, { env: { ...home.env, ...cell.env } });
    };

    const policy = await start(process.execPath, gatehouseScript, 'policy', '--json').end;
    const { accounts } = policyReportSchema.parse(JSON.parse(policy.stdout));
    expect(accounts[0]?.result ?? 'none').toBe(result);
    expect(policy.exitCode).toBe(exitCode);
    expect(await hasRecord(home)).toBe(cell.who !== 'nobody');

    const codex = start(...codexCommand, ...exec(home, issuer));
    if (cli === 'goesOn') {
      // The rules have been looked at by the time it says where it works.
      await codex.untilStderr(/workdir:/);
      codex.terminate();
      await codex.end;
      expect(await hasRecord(home)).toBe(cell.who !== 'nobody');
    } else {
      const end = await codex.end;
      expect(end.exitCode).toBe(1);
      if ('removes' in cli) {
        expect(end.stderr).toContain(cli.removes);
        if (!reason) expect(accounts[0]?.reason).toBe(cli.removes);
        expect(await hasRecord(home)).toBe(false);
      } else {
        expect(end.stderr).toMatch(cli.refuses);
        expect(await hasRecord(home)).toBe(cell.who !== 'nobody');
      }
    }
    if (reason) expect(accounts[0]?.reason).toMatch(reason);
    if (isSignedIn !== undefined) {
      const status = await start(...codexCommand, 'login', 'status').end;
      expect(status.exitCode).toBe(isSignedIn ? 0 : 1);
      expect(status.stderr).toContain(isSignedIn ? 'Logged in using ChatGPT' : 'Not logged in');
    }
    await machine?.remove();
  });
}

/**
 * A run of the CLI that gets no further than this machine. An address that answers, with
 * 404, is given up at once; one that does not is tried again for seconds.
 */
function exec(home: Home, { origin }: EmbeddedIssuer): readonly string[] {
  const settings = [`openai_base_url="${origin}"`, `chatgpt_base_url="${origin}"`];
  return [
    'exec',
    '--skip-git-repo-check',
    ...['-C', home.folder],
    ...settings.flatMap((setting) => ['-c', setting]),
    'Say nothing.',
  ];
}

async function hasRecord(home: Home): Promise<boolean> {
  return access(home.authFile).then(
    () => true,
    () => false,
  );
}
