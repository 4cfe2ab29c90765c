import { expect, test } from 'vitest';

import { CodexClient, CodexServerError } from './codex-client.ts';
import type { CodexConnection } from './codex-connection.ts';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly error?: { readonly code: number };
}

/** A server in the same process, since no real one says these things. */
class ScriptedServer implements CodexConnection {
  readonly got: Message[] = [];
  readonly closed: Promise<void>;
  readonly #answers: Readonly<Record<string, object | null>>;
  #listener: (message: string) => void = () => undefined;
  #end: () => void = () => undefined;
  closes = 0;

  constructor(answers: Readonly<Record<string, object | null>>) {
    this.#answers = { initialize: { result: { userAgent: 'gatehouse/0.171.0' } }, ...answers };
    this.closed = new Promise((resolve) => (this.#end = resolve));
  }

  send(message: string): void {
    const got = JSON.parse(message) as Message;
    this.got.push(got);
    const answer = got.method === undefined ? null : (this.#answers[got.method] ?? null);
    if (got.id !== undefined && answer !== null) this.say({ id: got.id, ...answer });
  }

  say(message: object | string): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    queueMicrotask(() => this.#listener(text));
  }

  onMessage(listener: (message: string) => void): void {
    this.#listener = listener;
  }

  end(): void {
    this.#end();
  }

  close(): Promise<void> {
    this.closes += 1;
    this.end();
    return this.closed;
  }
}

/** Time stands still, until the signal ends the wait. */
const never = (_: number, signal: AbortSignal): Promise<void> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

const limits: number[] = [];
/** All time is over at once. */
const over = (limitMs: number): Promise<void> => {
  limits.push(limitMs);
  return new Promise((resolve) => setImmediate(resolve));
};

const open = (server: ScriptedServer, delay = never): Promise<CodexClient> =>
  CodexClient.open(server, { version: '1.2.3', delay });

const reasonOf = async (asked: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await asked.catch((caught: unknown) => caught);
  return error instanceof CodexServerError ? [error.code, error.status, error.message] : error;
};

const limitsAnswer = { rateLimits: { primary: { usedPercent: 42, windowDurationMins: 300 } } };

test('introduces itself before it asks', async () => {
  const server = new ScriptedServer({ 'account/rateLimits/read': { result: limitsAnswer } });
  const client = await open(server);
  await client.ask('account/rateLimits/read', null);
  expect(server.got.map(({ method }) => method)).toEqual([
    'initialize',
    'initialized',
    'account/rateLimits/read',
  ]);
  expect(server.got[0]?.params).toEqual({
    clientInfo: { name: 'gatehouse', title: 'Gatehouse', version: '1.2.3' },
    capabilities: { experimentalApi: true },
  });
});

test('takes members of a newer server as they come, and leaves out what is of another type', async () => {
  const account = { type: 'chatgpt', email: 'ada@example.com', planType: 7, colour: 'blue' };
  const result = { account, requiresOpenaiAuth: true, weather: 'fine' };
  const client = await open(new ScriptedServer({ 'account/read': { result } }));
  const answer = await client.ask('account/read', { refreshToken: false });
  expect(answer.account).toEqual({
    type: 'chatgpt',
    email: 'ada@example.com',
    planType: null,
    workspaceName: null,
  });
});

test('answers every request of the server with an error, and no notification', async () => {
  const server = new ScriptedServer({ 'account/rateLimits/read': { result: limitsAnswer } });
  const client = await open(server);
  server.say({ id: 'a', method: 'account/chatgptAuthTokens/refresh', params: {} });
  server.say({ id: 1, method: 'item/commandExecution/requestApproval', params: {} });
  server.say({ method: 'account/updated', params: {} });
  server.say('not JSON');
  await client.ask('account/rateLimits/read', null);
  const answers = server.got.filter(({ method }) => method === undefined);
  expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
    ['a', -32601],
    [1, -32601],
  ]);
});

test.each([
  ['GET https://x.example/wham/usage failed: 429 Too Many Requests; body={"token":"t"}', 429],
  ['cloud config: request failed (HTTP 403)', 403],
  ['method not found', null],
])('tells the status of a refusal, and nothing else that was said: %s', async (message, status) => {
  const error = { code: -32603, message };
  const client = await open(new ScriptedServer({ 'account/rateLimits/read': { error } }));
  expect(await reasonOf(client.ask('account/rateLimits/read', null))).toEqual([
    'refused',
    status,
    'Codex refused account/rateLimits/read.',
  ]);
});

test('says that an answer is not one', async () => {
  const result = { rateLimits: 'none' };
  const client = await open(new ScriptedServer({ 'account/rateLimits/read': { result } }));
  expect(await reasonOf(client.ask('account/rateLimits/read', null))).toEqual([
    'unexpected',
    null,
    'Codex answered account/rateLimits/read in an unknown way.',
  ]);
});

test('waits for no answer longer than its method may take', async () => {
  const server = new ScriptedServer({});
  let delay = never;
  const client = await open(server, (limitMs, signal) => delay(limitMs, signal));
  delay = over;
  expect(await reasonOf(client.ask('account/read', { refreshToken: false }))).toEqual([
    'timed-out',
    null,
    'Codex did not answer account/read in time.',
  ]);
  expect(limits).toEqual([30_000]);
});

test('says that the server has ended, to whoever waits and whoever asks later', async () => {
  const server = new ScriptedServer({});
  const client = await open(server);
  const waiting = reasonOf(client.ask('account/rateLimits/read', null));
  server.end();
  const ended = ['ended', null, 'Codex ended before it answered account/rateLimits/read.'];
  expect(await waiting).toEqual(ended);
  expect(await reasonOf(client.ask('account/rateLimits/read', null))).toEqual(ended);
});

test('closes the connection to a server that does not let it in', async () => {
  const server = new ScriptedServer({ initialize: { error: { code: -32600, message: 'no' } } });
  expect(await reasonOf(open(server))).toEqual(['unsupported', null, 'Codex refused initialize.']);
  expect(server.closes).toBe(1);
});
