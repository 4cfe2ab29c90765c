import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type {
  CellResult,
  Operation,
  ServiceName,
  State,
  Wrong,
} from '../../scripts/keyring-matrix.mjs';
import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { refreshByCodex } from '../fixtures/codex-app-server.ts';
import type { Home } from '../fixtures/command-line.ts';
import { runCodex, runGatehouse, startGatehouse, type ProgramEnd } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { recordItem, type StoreVariant, type World } from '../fixtures/stores.ts';
import { limitMs, mustBeDone } from './cells.ts';
import type { Leave, StatefulKeyring } from './keyrings.ts';

const key = 'sk-test-0123456789abcdef';

/** Where a cell is run. */
export interface Stage {
  readonly name: ServiceName;
  readonly keyring: StatefulKeyring;
  readonly variant: StoreVariant;
  readonly home: Home;
  readonly issuer: EmbeddedIssuer;
}

interface Ran extends ProgramEnd {
  readonly elapsedMs: number;
  /** It was killed, long after its limit. */
  readonly isHung: boolean;
}

/** Leaves the state whatever comes of the operation; a service that vanishes is gone for 3 s. */
async function carriedOut(
  stage: Stage,
  operation: Operation,
  isVanishing: boolean,
  leave: Leave,
): Promise<Ran> {
  let back: Promise<void> = Promise.resolve();
  const { secretService } = stage.keyring;
  const vanish = async (): Promise<void> => {
    await secretService.crash();
    back = delay(3_000).then(() => secretService.restart());
  };
  try {
    return await carryOut(stage, operation, isVanishing ? vanish : null);
  } finally {
    await back;
    await leave();
  }
}

/**
 * Runs one operation with the built command line while the service is in a state, makes it
 * well again, and judges by what is there then: items, files, the ledger of the issuer, and
 * what the real Codex CLI says.
 */
export async function runCell(
  stage: Stage,
  state: State,
  operation: Operation,
): Promise<CellResult> {
  const { name, variant, home, issuer, keyring } = stage;
  const world: World = { home, secretService: keyring.secretService };
  await prepare(stage, world, operation);
  const leave = await keyring.enter(state, operation, await recordItem(home));
  const vanishing = name !== 'odd' && state === 'vanishing in mid-save';
  const ran = await carriedOut(stage, operation, vanishing, leave);
  const { wrongs: found, evidence } = await judge(stage, world, operation, ran);
  const isDone = ran.exitCode === 0;
  const wrongs: Wrong[] = [
    ...found,
    ...(ran.isHung || ran.elapsedMs > limitMs(operation) ? (['hang'] as const) : []),
    ...(isRaw(ran) ? (['raw text'] as const) : []),
    ...(isMisnamed(state, ran) ? (['misnamed'] as const) : []),
    ...(!isDone && mustBeDone(state) ? (['refused without need'] as const) : []),
  ];
  const seconds = (ran.elapsedMs / 1000).toFixed(1);
  const texts = [...evidence, ran.stderr, ran.stdout].join(' ');
  const said = withoutSecrets(texts, issuer).replace(/\s+/g, ' ');
  return {
    service: name,
    variant: variant.name,
    state,
    operation,
    end: isDone ? 'done' : 'told',
    wrongs,
    remark: `exit ${ran.exitCode} after ${seconds} s: ${said.slice(0, 600)}`,
  };
}

/** Ada is signed in, there or, for a move to the keyring, in the file. */
async function prepare(
  { variant, home, issuer }: Stage,
  world: World,
  operation: Operation,
): Promise<void> {
  const record = await chatgptRecord(issuer, ada);
  if (operation === 'move to the keyring') {
    await home.configure('cli_auth_credentials_store = "file"\n' + featuresOf(variant.config));
    await home.writeAuth(record);
    return;
  }
  await home.configure(variant.config);
  await variant.write(world, record);
  if (operation !== 'refresh in turns') return;
  const { authMethod } = await refreshByCodex(home);
  if (authMethod !== 'chatgpt') throw new Error('the CLI could not refresh before the test');
}

function featuresOf(config: string): string {
  return config.slice(config.indexOf('\n') + 1);
}

async function carryOut(
  stage: Stage,
  operation: Operation,
  during: (() => Promise<void>) | null,
): Promise<Ran> {
  const { home, issuer } = stage;
  switch (operation) {
    case 'sign in by key':
      return run(['login', '--with-api-key', '--json'], home, operation, { stdin: key });
    case 'sign in by device':
      return run(['login', '--device', '--json'], home, operation, {
        meanwhile: (login) => approve(login, during),
      });
    case 'status':
      return run(['status', '--json'], home, operation);
    case 'refresh in turns': {
      const fault = during && issuer.fail({ endpoint: 'token', ...hang });
      return run(['refresh', '--force', '--json'], home, operation, {
        meanwhile: async () => {
          if (fault === null || during === null) return;
          await fault.reached;
          await during();
          fault.release();
        },
      });
    }
    case 'move to the file':
      return run(['store', 'move', 'file', '--json'], home, operation);
    case 'move to the keyring':
      return run(['store', 'move', 'keyring', '--json'], home, operation);
    case 'sign out':
      return run(['logout', '--json'], home, operation);
  }
}

const hang = { kind: 'hang', takesEffect: 'on-arrival' } as const;

interface RunOptions {
  readonly stdin?: string;
  /** What else happens; it ends with the program at the latest. */
  readonly meanwhile?: (running: ReturnType<typeof startGatehouse>) => Promise<void>;
}

async function run(
  args: readonly string[],
  home: Home,
  operation: Operation,
  { stdin, meanwhile }: RunOptions = {},
): Promise<Ran> {
  const startedAt = performance.now();
  const running = startGatehouse(args, { ...home, ...(stdin === undefined ? {} : { stdin }) });
  let isHung = false;
  const patience = setTimeout(
    () => {
      isHung = true;
      running.kill();
    },
    limitMs(operation) + 30_000,
  );
  const [end] = await Promise.all([running.end, meanwhile?.(running).catch(() => undefined)]);
  clearTimeout(patience);
  return { ...end, isHung, elapsedMs: performance.now() - startedAt };
}

async function approve(
  login: ReturnType<typeof startGatehouse>,
  during: (() => Promise<void>) | null,
): Promise<void> {
  const [page] = await login.untilStderr(/http:\S+\/codex\/device/);
  const [, code = ''] = await login.untilStderr(/enter this code.*:\s+(\S+)/);
  await during?.();
  await approveDevice(page, code, grace.email);
}

interface Judgement {
  readonly wrongs: readonly Wrong[];
  /** What the programs said by which tokens are called lost. */
  readonly evidence: readonly string[];
}

async function judge(
  stage: Stage,
  world: World,
  operation: Operation,
  ran: Ran,
): Promise<Judgement> {
  const { home, issuer, variant } = stage;
  const isDone = ran.exitCode === 0;
  const movedOut = operation === 'move to the file';
  const wrongs: Wrong[] = [];
  const evidence: string[] = [];
  const isInFile = operation === 'move to the keyring' && !isDone;
  const mayBePlain = movedOut || isInFile;
  if (!mayBePlain && (await holdsPlainSecret(home, issuer))) wrongs.push('plain copy');

  switch (operation) {
    case 'status':
      if (!isDone && saysSignedOut(ran)) wrongs.push('false "not signed in"');
      break;
    case 'sign out':
      if (isDone) {
        const left = await variant.read(world);
        if (left !== null) wrongs.push('false "signed out"');
        return { wrongs, evidence };
      }
      if ((await variant.read(world)) === null) return { wrongs, evidence };
      break;
    case 'sign in by key':
    case 'sign in by device':
      if (isDone) {
        const { stderr, stdout } = await runCodex(['login', 'status'], home);
        const expected = operation === 'sign in by key' ? /API key/ : /Logged in using ChatGPT/;
        if (!expected.test(stderr + stdout)) {
          wrongs.push('lost tokens');
          evidence.push(`login status: ${stderr}${stdout}`);
        }
        const stored = JSON.stringify((await variant.read(world)) ?? {});
        const isThere = operation === 'sign in by key' ? stored.includes(key) : true;
        if (!isThere) wrongs.push('lost tokens');
        if (operation === 'sign in by key') return { wrongs, evidence };
      }
      break;
    case 'refresh in turns':
    case 'move to the file':
    case 'move to the keyring':
      break;
  }
  if (saysSignedOut(ran)) wrongs.push('false "not signed in"');
  const failures = await failedRefreshes(home);
  if (failures.length === 2) wrongs.push('lost tokens');
  return { wrongs: [...new Set(wrongs)], evidence: [...evidence, ...failures] };
}

/**
 * Both programs in turns: each needs the token that the other one was given. What fails once may
 * be the machine's; tokens that are lost do not come back. Resolves with what the failures were.
 */
async function failedRefreshes(home: Home): Promise<readonly string[]> {
  const first = await failedTurn(home);
  if (first === null) return [];
  const second = await failedTurn(home);
  return second === null ? [first] : [first, second];
}

async function failedTurn(home: Home): Promise<string | null> {
  const { exitCode, stderr, stdout } = await runGatehouse(['refresh', '--force', '--json'], home);
  if (exitCode !== 0) return `gatehouse refresh ends with ${exitCode}: ${stderr}${stdout}`;
  const { authMethod, authToken } = await refreshByCodex(home);
  const isUsed = authMethod === 'chatgpt' && authToken !== null;
  return isUsed ? null : `the CLI refreshes as ${authMethod}`;
}

function saysSignedOut({ exitCode, stdout, stderr }: Ran): boolean {
  if (/Not signed in/i.test(stderr + stdout)) return true;
  return exitCode === 1 && /"signedIn":\s*false/.test(stdout);
}

/** Text that was written for programmers, or by the service. */
function isRaw({ stdout, stderr }: Ran): boolean {
  return /\[Entry \{|Path\(|\\0"|createDLGroup failed:(?:\\n|\n)|0x1 \}|org\.freedesktop/.test(
    stdout + stderr,
  );
}

const asked = ['locked', 'prompt-dismissed', 'prompt-unanswered', 'timed-out'];

/** The codes that say what is the matter, after "keyring-". */
const rightCodes: Readonly<Record<State, readonly string[]>> = {
  unlocked: [],
  locked: asked,
  'prompt dismissed': asked,
  'prompt unanswered': asked,
  'slow by 3 s': ['timed-out'],
  'slow by 20 s': ['timed-out'],
  'vanishing in mid-save': ['timed-out', 'unavailable'],
  'no default collection': ['no-default-collection'],
  duplicates: ['several-items'],
  'refused session': ['refused'],
};

function isMisnamed(state: State, { stdout }: Ran): boolean {
  const codes = [...stdout.matchAll(/"keyring-([a-z-]+)"/g)].map(([, code = '']) => code);
  return codes.some((code) => !rightCodes[state].includes(code));
}

/** Whether a file of the folder of Codex shows a token or the key. */
async function holdsPlainSecret(home: Home, issuer: EmbeddedIssuer): Promise<boolean> {
  const secrets = [...issuer.secrets(), key];
  const entries = await readdir(home.folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const text = await readFile(path.join(entry.parentPath, entry.name), 'utf8').catch(() => '');
    if (secrets.some((secret) => text.includes(secret))) return true;
  }
  return false;
}

function withoutSecrets(text: string, issuer: EmbeddedIssuer): string {
  return [...issuer.secrets(), key].reduce((left, secret) => left.replaceAll(secret, '***'), text);
}
