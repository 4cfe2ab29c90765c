import { expect, test as base } from '@playwright/test';

import { statusReportSchema, type StatusReport } from '../../electron/cli/status-schema.ts';
import type { CodexCredentials, CredentialInUse } from '../../shared/codex-programs.ts';
import { sampled } from '../fixtures/long-run.ts';
import { besideMachineFiles, canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { gatehouseScript, startProgram } from '../fixtures/programs.ts';
import { startBackend, type Backend } from '../oracle/backend.ts';
import { environments, environmentSecrets, type EnvironmentKind } from '../oracle/environments.ts';
import type { Situation } from '../oracle/home.ts';
import { inFreshHome } from '../oracle/observe.ts';
import {
  appServer,
  exec,
  loginStatus,
  terminalInterface,
  type Place,
  type SeenCredential,
} from '../oracle/programs.ts';
import { recordKinds, type StoredRecord } from '../oracle/records.ts';

/**
 * What each kind of Codex program signs in with, as `gatehouse status` says it, beside what the
 * real Codex CLI does: what `codex exec` and the terminal interface send to the model, what
 * `codex login status` says, and as whom an app-server is signed in.
 */

const test = base.extend<object, { backend: Backend }>({
  backend: [
    async ({ browserName: _ }, use) => {
      const backend = await startBackend();
      await use(backend);
      await backend.close();
    },
    { scope: 'worker' },
  ],
});

test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');

const forced = (workspace: string) => `forced_chatgpt_workspace_id = "${workspace}"`;
const rules = {
  none: {},
  'forced api': { user: 'forced_login_method = "api"' },
  'forced chatgpt': { user: 'forced_login_method = "chatgpt"' },
  'forced W': { user: forced('W') },
  'allowed api': { 'requirements.toml': 'allowed_login_methods = ["api"]' },
  'allowed chatgpt': { 'requirements.toml': 'allowed_login_methods = ["chatgpt"]' },
  'allowed W': { 'requirements.toml': 'allowed_chatgpt_workspaces = ["W"]' },
  'no workspace allowed': { 'requirements.toml': 'allowed_chatgpt_workspaces = []' },
  'no method allowed': { 'requirements.toml': 'allowed_login_methods = []' },
  'forced W, allowed api': {
    user: forced('W'),
    'requirements.toml': 'allowed_login_methods = ["api"]',
  },
  'forced W, allowed chatgpt': {
    user: forced('W'),
    'requirements.toml': 'allowed_login_methods = ["chatgpt"]',
  },
} as const satisfies Readonly<Record<string, Situation['documents']>>;
type RuleName = keyof typeof rules;

const records = {
  nothing: recordKinds.none[0],
  'chatgpt of W': recordKinds['chatgpt of W'][0],
  'chatgpt of X': recordKinds['chatgpt of X'][0],
  key: recordKinds.key[0],
} as const satisfies Readonly<Record<string, StoredRecord>>;

const around = [
  'nothing',
  'key',
  'token of W',
  'token of X',
  'key and token of X',
  'token refused',
  'token of no known form',
  'workload identity',
  'workload identity of X',
  'half a workload identity: rule',
  '.env with half a workload identity',
] as const satisfies readonly EnvironmentKind[];

interface Cell extends Situation {
  readonly name: string;
  readonly environmentKind: EnvironmentKind;
}

const cells: readonly Cell[] = (Object.keys(rules) as RuleName[]).flatMap((rule) =>
  around.flatMap((environmentKind) =>
    (Object.keys(records) as (keyof typeof records)[])
      .filter((record) => record !== 'chatgpt of X' || rule.includes('W'))
      .map((record) => ({
        name: `rules: ${rule}; stored: ${record}; around: ${environmentKind}`,
        environmentKind,
        record: records[record],
        documents: rules[rule],
        environment: environments[environmentKind],
      })),
  ),
);

for (const [index, cell] of cells.entries()) {
  test(`${cell.name}${sampled(index, 61)}`, async ({ backend }) => {
    const said = await inFreshHome(cell, backend, statusBeside);
    const seen = await inFreshHome(cell, backend, async (place) => ({
      status: await statusSeen(place),
      apps: (await appServer(place, backend)).seen,
      // Last, since it may remove what is stored.
      exec: await execSeen(place, backend),
    }));
    expect(agreement(said.exec, seen.exec, cell), JSON.stringify(said.exec)).toBe('agree');
    expect(agreement(said.apps, seen.apps, cell), JSON.stringify(said.apps)).toBe('agree');
    expect(agreement(said.apps, seen.status, cell), JSON.stringify(said.apps)).toBe('agree');
    if (!isLookedUp(cell)) return;
    const told = await inFreshHome(cell, backend, statusAfterLookUp);
    const words = JSON.stringify(told);
    expect([told.codex.exec, told.codex.apps].map(namedAs), words).toEqual([seen.exec, seen.apps]);
    expect(namedAs(told.codex.apps), words).toBe(seen.status);
  });
}

test.describe('in the terminal', () => {
  for (const cell of cells.filter(({ record }) => record === records['chatgpt of W'])) {
    test(`${cell.name} @long`, async ({ backend }) => {
      const said = await inFreshHome(cell, backend, statusBeside);
      const seen = await inFreshHome(cell, backend, (place) => terminalInterface(place, backend));
      expect(agreement(said.terminal, seen, cell), JSON.stringify(said.terminal)).toBe('agree');
      if (!isLookedUp(cell)) return;
      const told = await inFreshHome(cell, backend, statusAfterLookUp);
      expect(namedAs(told.codex.terminal), JSON.stringify(told)).toBe(seen);
    });
  }
});

test.describe('as whom a sign-in is used', () => {
  type Id = 'W' | 'X' | 'Y' | null;
  // prettier-ignore
  const rows: readonly [idToken: Id, accessToken: Id | 'opaque', accountId: Id, rule: RuleName, exec: SeenCredential, apps: SeenCredential][] = [
    ['X',  'W',      'W', 'forced W',  'stored',  'stored'],
    [null, 'W',      'W', 'forced W',  'stored',  'stored'],
    ['W',  'X',      'X', 'forced W',  'stops',   'nothing'],
    ['W',  'W',      'Y', 'forced W',  'nothing', 'nothing'],
    ['W',  'W',      'Y', 'allowed W', 'nothing', 'nothing'],
    ['Y',  'Y',      'W', 'forced W',  'stops',   'stored'],
    ['W',  'X',      'W', 'forced W',  'stored',  'stored'],
    ['X',  'W',      'W', 'allowed W', 'stored',  'stored'],
    ['W',  'X',      'X', 'allowed W', 'nothing', 'nothing'],
    [null, null,     'W', 'allowed W', 'stored',  'stored'],
    [null, null,     'W', 'forced W',  'stops',   'stored'],
    ['W',  'opaque', 'W', 'forced W',  'stored',  'stored'],
  ];
  for (const [index, row] of rows.entries()) {
    const [idToken, accessToken, accountId, rule, inExec, inApps] = row;
    const ids = { idToken, accessToken, accountId };
    test(`${JSON.stringify(ids)}, ${rule}${sampled(index, 6)}`, async ({ backend }) => {
      const situation: Situation = {
        record: { kind: 'chatgpt', ...ids, lastRefresh: 'now', authMode: 'chatgpt' },
        documents: rules[rule],
        environment: environments.nothing,
      };
      const said = await inFreshHome(situation, backend, statusBeside);
      const seen = await inFreshHome(situation, backend, async (place) => [
        await statusSeen(place),
        (await appServer(place, backend)).seen,
        await execSeen(place, backend),
      ]);
      expect(seen).toEqual([inApps, inApps, inExec]);
      expect([said.apps.uses, said.exec.uses]).toEqual([inApps, inExec]);
    });
  }
});

test.describe('under the rules of a workspace and those of this machine', () => {
  const localRules = {
    none: {},
    'forced chatgpt': { 'config.toml': 'forced_login_method = "chatgpt"' },
    'forced W': { 'config.toml': forced('W') },
    'allowed api': rules['allowed api'],
    'allowed chatgpt': rules['allowed chatgpt'],
    'allowed W': rules['allowed W'],
    'allowed chatgpt of W': {
      'requirements.toml':
        'allowed_login_methods = ["chatgpt"]\nallowed_chatgpt_workspaces = ["W"]',
    },
  } as const satisfies Readonly<Record<string, Situation['documents']>>;
  const cloudRules = {
    'forced api': 'forced_login_method = "api"',
    'forced chatgpt': 'forced_login_method = "chatgpt"',
    'forced W': forced('W'),
    'forced X': forced('X'),
  } as const;
  const stored = {
    'chatgpt of W': records['chatgpt of W'],
    'chatgpt of X with the account id of W': recordKinds['account id alone differs'][1],
    'token of W': recordKinds['personal access token'][0],
    key: records.key,
  } as const satisfies Readonly<Record<string, StoredRecord>>;
  const all = Object.entries(localRules).flatMap(([local, documents]) =>
    Object.entries(cloudRules).flatMap(([cloud, Baseline]) =>
      Object.entries(stored).map(([name, record]) => ({
        name: `here: ${local}; by the workspace: ${cloud}; stored: ${name}`,
        record,
        documents,
        environment: environments.nothing,
        plan: 'enterprise',
        cloud: { cache: 'valid', reply: 'same', config: { Baseline }, requirements: {} } as const,
      })),
    ),
  );
  for (const [index, { name, ...situation }] of all.entries()) {
    test(`${name}${sampled(index, 37)}`, async ({ backend }) => {
      const { codex } = await inFreshHome(situation, backend, statusAfterLookUp);
      const seen = await inFreshHome(situation, backend, async (place) => ({
        apps: (await appServer(place, backend)).seen,
        exec: await execSeen(place, backend),
      }));
      expect([codex.exec, codex.apps].map(namedAs)).toEqual([seen.exec, seen.apps]);
      const terminal = await inFreshHome(situation, backend, (place) =>
        terminalInterface(place, backend),
      );
      expect(namedAs(codex.terminal)).toBe(terminal);
      // It does not look at the rules of a workspace.
      const local = { ...situation, plan: 'pro', cloud: null };
      const withoutCloud = await inFreshHome(local, backend, statusAfterLookUp);
      const status = await inFreshHome(situation, backend, statusSeen);
      expect(namedAs(withoutCloud.codex.apps)).toBe(status);
    });
  }
});

const statusBeside = async (place: Place): Promise<CodexCredentials> =>
  (await statusWith(place)).codex;

const statusAfterLookUp = (place: Place): Promise<StatusReport> => statusWith(place, '--look-up');

async function statusWith(
  { home, machineFolder }: Place,
  ...flags: readonly string[]
): Promise<StatusReport> {
  const command = [process.execPath, gatehouseScript, 'status', '--json', ...flags];
  const [program = '', ...args] = besideMachineFiles(machineFolder, command);
  const { stdout, stderr } = await startProgram(program, args, { env: home.env }).end;
  expect(stdout + stderr).not.toContain(environmentSecrets.token);
  return statusReportSchema.parse(JSON.parse(stdout));
}

/** Whether a look-up finds out what only the issuer knows. */
function isLookedUp({ environmentKind }: Cell): boolean {
  return /token (of [WX]|refused)$/.test(environmentKind);
}

/** As what the CLI is seen to use it; an open answer is none. */
function namedAs(use: CredentialInUse): SeenCredential | 'open' {
  if (use.uses === 'unknown') return 'open';
  if (use.uses !== 'environment') return use.uses;
  if (use.condition !== null) return 'open';
  return use.credential.kind === 'apiKey' ? 'key' : 'token';
}

async function execSeen(place: Place, backend: Backend): Promise<SeenCredential> {
  const { end, seen } = await exec(place, backend);
  if (end === 'hung') throw new Error('codex exec neither asked nor ended');
  return seen;
}

async function statusSeen(place: Place): Promise<SeenCredential> {
  return (await loginStatus(place)).seen;
}

/** Why what Gatehouse says is not what the CLI does. */
function agreement(use: CredentialInUse, seen: SeenCredential, { environmentKind }: Cell): string {
  const differs = `${use.uses}, and the CLI: ${seen}`;
  if (use.uses === 'unknown') {
    // Only the issuer knows whose a token is.
    return /token of|token refused/.test(environmentKind) ? 'agree' : differs;
  }
  if (use.uses !== 'environment') return use.uses === seen ? 'agree' : differs;
  const isOpen =
    use.condition !== null || ['token refused', 'workload identity'].includes(environmentKind);
  if (isOpen && (seen === 'nothing' || seen === 'stops')) return 'agree';
  return seen === seenOf[use.credential.kind] ? 'agree' : differs;
}

const seenOf = { apiKey: 'key', accessToken: 'token', workloadIdentity: 'identity' } as const;
