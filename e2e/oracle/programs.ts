import { spawn } from 'node:child_process';
import path from 'node:path';

import { z } from 'zod';

import {
  enforcerAnswerSchema,
  type EnforcerAnswer,
} from '../../electron/testing/enforcer-protocol.ts';
import { startLineProgram } from '../fixtures/line-protocol.ts';
import { besideMachineFiles } from '../fixtures/machine-files.ts';
import { codexBinary, gatehouseScript, type ProgramEnd } from '../fixtures/programs.ts';
import type { Backend } from './backend.ts';
import type { OracleCase } from './cases.ts';
import type { Cloud } from './cloud.ts';
import type { OracleHome } from './home.ts';
import { environmentSecrets, selectsIdentity } from './environments.ts';
import { secrets } from './records.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const enforcerScript = path.join(repository, 'out/enforcer/enforcer.js');

/** What a program of one case is run beside. */
export interface Place {
  /** Files of `/etc/codex`, to be seen by this program alone. */
  readonly machineFolder: string;
  readonly home: OracleHome;
  /** What the workspace says when it is asked. */
  readonly cloud: Cloud | null;
}

/** Whose credential a program is seen to use; `stops` where it does not start. */
export type SeenCredential = 'stored' | 'key' | 'token' | 'identity' | 'nothing' | 'stops';

/** What `codex login status` says. */
export interface LoginStatus {
  /** `notLoaded`: the files cannot be loaded. */
  readonly kind: 'loggedIn' | 'notLoggedIn' | 'notLoaded' | 'error';
  readonly seen: SeenCredential;
  readonly words: string;
}

/** What `codex exec` did. */
export interface Exec {
  /** `went on`: it asked the model. `ended`: it refused. `hung`: neither, within its time. */
  readonly end: 'went on' | 'ended' | 'hung';
  /** What it sent to the model. */
  readonly seen: SeenCredential;
  /** What it said last. */
  readonly words: string;
  /** Whether auth.json was there, and is gone. */
  readonly removed: boolean;
  /** Whether it asked for the rules of the workspace. */
  readonly asked: boolean;
}

export async function loginStatus(place: Place): Promise<LoginStatus> {
  const { exitCode, stderr } = await runToEnd(place, [codexBinary, 'login', 'status']);
  const words = lastWords(stderr);
  if (stderr.includes('Error loading configuration')) {
    return { kind: 'notLoaded', seen: 'stops', words };
  }
  if (exitCode === 0) return { kind: 'loggedIn', seen: signedInAs(place, words), words };
  if (stderr.includes('Not logged in')) return { kind: 'notLoggedIn', seen: 'nothing', words };
  // No program goes past a workload identity.
  const isOfIdentity = selectsIdentity(place.home.environment);
  return { kind: 'error', seen: isOfIdentity ? 'stops' : 'nothing', words };
}

function signedInAs(place: Place, words: string): SeenCredential {
  if (words.includes('workload identity')) return 'identity';
  return words.includes('personal access token') && hasToken(place) ? 'token' : 'stored';
}

function hasToken({ home }: Place): boolean {
  return home.env['CODEX_ACCESS_TOKEN'] !== undefined;
}

/** What an app-server is signed in with. */
export interface AppServer {
  readonly seen: SeenCredential;
  /** Why it does not say. */
  readonly words: string;
  /** Whether it asked for the rules of the workspace. */
  readonly asked: boolean;
}

/**
 * As whom an app-server is signed in, which editors and the desktop app start. It starts with files
 * that do not load, too, but no conversation: `startsThread` tries one.
 */
export async function appServer(
  place: Place,
  backend: Backend,
  { startsThread = false } = {},
): Promise<AppServer> {
  const service = backend.serve(place.cloud);
  const config = configFor(place, `${backend.origin}/no`, service.url);
  const command = [codexBinary, 'app-server', ...config];
  const [program = '', ...args] = besideMachineFiles(place.machineFolder, command);
  const server = startLineProgram([program, ...args], place.home.env);
  const ask = async (id: number, method: string, params: object): Promise<unknown> => {
    server.say(JSON.stringify({ id, method, params }));
    for (;;) {
      const answer = rpcAnswer.parse(JSON.parse(await server.nextLine()));
      if (answer.id === id) return answer;
    }
  };
  const seen = async (): Promise<Omit<AppServer, 'asked'>> => {
    await ask(1, 'initialize', { clientInfo: { name: 'oracle', version: '0' } });
    server.say(JSON.stringify({ method: 'initialized' }));
    const answer = accountAnswer.parse(await ask(2, 'account/read', {}));
    const words = answer.error?.message ?? '';
    if (answer.result === undefined) return { seen: 'stops', words };
    const { account } = answer.result;
    if (startsThread) {
      const thread = threadAnswer.parse(await ask(3, 'thread/start', { cwd: place.home.folder }));
      if (thread.error) return { seen: 'stops', words: thread.error.message };
    }
    if (account === null) return { seen: 'nothing', words };
    if (account.email === environmentSecrets.identityEmail) return { seen: 'identity', words };
    const isOfToken = account.email === 'pat@example.com' && hasToken(place);
    return { seen: isOfToken ? 'token' : 'stored', words };
  };
  const failed = (error: unknown) => ({ seen: 'stops', words: lastWords(String(error)) }) as const;
  try {
    const found = await seen().catch(failed);
    return { ...found, asked: service.wasAsked() };
  } finally {
    await server.stop();
  }
}

const rpcAnswer = z.looseObject({ id: z.number().optional() });
const threadAnswer = z.object({ error: z.object({ message: z.string() }).optional() });
const accountAnswer = z.object({
  result: z.object({ account: z.object({ email: z.string().nullish() }).nullable() }).optional(),
  error: z.object({ message: z.string() }).optional(),
});

/** The terminal interface, in a terminal of its own: what it sends to the model. */
export async function terminalInterface(place: Place, backend: Backend): Promise<SeenCredential> {
  const { url, request } = backend.expect();
  const { home } = place;
  const trust = `projects."${home.folder}".trust_level="trusted"`;
  const run = start(place, [
    'python3',
    path.join(import.meta.dirname, '../fixtures/terminal.py'),
    ...[codexBinary, '--no-daemon', ...configFor(place, url, backend.serve(place.cloud).url)],
    ...['-c', trust, '-C', home.folder, 'Say nothing.'],
  ]);
  const limit = timeLimit(execLimitMs);
  const asked = request.then(({ authorization }) => sentBy(authorization));
  const asksForSignIn = run.said(/Welcome to Codex/).then(() => 'nothing' as const);
  const first = await Promise.race([asked, asksForSignIn, run.end, limit.passed]);
  limit.stop();
  run.kill();
  await run.end;
  if (first === null) throw new Error('the terminal interface neither asked nor ended');
  return typeof first === 'string' ? first : 'stops';
}

/** @param model the address of the model. @param service that of ChatGPT */
function configFor({ home }: Place, model: string, service: string): readonly string[] {
  // With an address of its own the CLI refuses every workload identity.
  const settings = [
    `openai_base_url="${model}"`,
    ...(selectsIdentity(home.environment) ? [] : [`chatgpt_base_url="${service}"`]),
  ];
  return settings.flatMap((setting) => ['-c', setting]);
}

/** Runs `codex exec` until it asks the model, or ends. */
export async function exec(place: Place, backend: Backend): Promise<Exec> {
  const { url, request } = backend.expect();
  const { home } = place;
  const service = backend.serve(place.cloud);
  const had = await home.hasRecord();
  const run = start(place, [
    codexBinary,
    'exec',
    '--skip-git-repo-check',
    ...['-C', home.folder],
    ...configFor(place, url, service.url),
    'Say nothing.',
  ]);
  const limit = timeLimit(execLimitMs);
  const asked = request.then(({ authorization }) => sentBy(authorization));
  const first = await Promise.race([asked, run.end, limit.passed]);
  limit.stop();
  run.kill();
  const { stderr } = await run.end;
  const words = lastWords(stderr);
  const removed = had && !(await home.hasRecord());
  const told = { words, removed, asked: service.wasAsked() };
  if (typeof first === 'string') return { end: 'went on', seen: first, ...told };
  return { end: first === null ? 'hung' : 'ended', seen: 'stops', ...told };
}

/** Runs Gatehouse through the minute of a removal. */
export async function enforce(
  place: Place,
  { hasCli, looksUp }: Pick<OracleCase, 'hasCli' | 'looksUp'>,
): Promise<EnforcerAnswer> {
  const command = [process.execPath, enforcerScript, ...(looksUp ? ['--look-up'] : [])];
  const end = await runToEnd(place, hasCli ? besideCli(command) : command);
  if (end.exitCode !== 0) throw new Error(`Gatehouse ended with ${end.exitCode}: ${end.stderr}`);
  return enforcerAnswerSchema.parse(JSON.parse(end.stdout));
}

/** Exit code of `gatehouse status` by a person who asks whose a personal access token is. */
export async function statusWithLookUp(place: Place): Promise<number | null> {
  const command = [process.execPath, gatehouseScript, 'status', '--look-up'];
  return (await runToEnd(place, command)).exitCode;
}

/**
 * The command line that runs a program which finds the CLI, for one that runs beside machine
 * files. Where the tests have it may be a place that others can write to, from which
 * Gatehouse starts nothing.
 */
export function besideCli(command: readonly string[]): readonly string[] {
  return ['sh', '-c', besideCliScript, 'sh', codexBinary, ...command];
}

const besideCliScript = `
set -e
chmod 755 /mnt
mkdir /mnt/bin
touch /mnt/bin/codex
mount --bind "$1" /mnt/bin/codex
shift
PATH="/mnt/bin:$PATH" exec "$@"
`;

const execLimitMs = 30_000;

interface Run {
  readonly end: Promise<ProgramEnd>;
  /** With whatever it has started. */
  kill(): void;
  /** Resolves once standard output has it. */
  said(pattern: RegExp): Promise<void>;
}

function start({ home, machineFolder }: Place, command: readonly string[]): Run {
  const [program = '', ...args] = besideMachineFiles(machineFolder, command);
  const child = spawn(program, args, {
    cwd: home.folder,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...home.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which ends as a whole.
    detached: true,
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  let hasEnded = false;
  const end = new Promise<ProgramEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => (hasEnded = true));
    child.on('close', (exitCode) => resolve({ exitCode, ...said }));
  });
  return {
    end,
    said: (pattern) =>
      new Promise((resolve) => {
        child.stdout.on('data', () => {
          if (pattern.test(said.stdout)) resolve();
        });
      }),
    kill: () => {
      if (child.pid !== undefined && !hasEnded) process.kill(-child.pid, 'SIGKILL');
    },
  };
}

async function runToEnd(place: Place, command: readonly string[]): Promise<ProgramEnd> {
  const run = start(place, command);
  const limit = timeLimit(60_000);
  const end = await Promise.race([run.end, limit.passed]);
  limit.stop();
  if (end !== null) return end;
  run.kill();
  throw new Error(`did not end: ${command.join(' ')}`);
}

function timeLimit(limitMs: number): { readonly passed: Promise<null>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  return { passed, stop: () => clearTimeout(timer) };
}

function sentBy(authorization: string | null): SeenCredential {
  if (authorization === null) return 'nothing';
  const token = authorization.replace(/^Bearer /, '');
  const { key, token: ofEnvironment, identity } = environmentSecrets;
  if (token === key) return 'key';
  if (token === ofEnvironment) return 'token';
  if (token.includes(identity)) return 'identity';
  const stored: readonly string[] = Object.values(secrets);
  if (stored.includes(token) || token.startsWith('eyJ')) return 'stored';
  throw new Error('the CLI sent a credential that nothing gave it');
}

/** What it said last, without the lines of its log and the warning about the place of the home. */
function lastWords(stderr: string): string {
  const isOwn = (line: string): boolean =>
    line !== '' && !/^(WARNING: proceeding|\d{4}-)/.test(line);
  const lines = stderr.split('\n').map((line) => line.trim());
  return lines.filter(isOwn).at(-1) ?? '';
}
