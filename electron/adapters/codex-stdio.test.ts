import { once } from 'node:events';

import { describe, expect, it } from 'vitest';

import { startCodexOnStdio } from './codex-stdio.ts';

/** A program of this script, since the real server does none of these things. */
function start(script: string, options: { endLimitMs?: number } = {}) {
  const messages: string[] = [];
  const arrived = new EventTarget();
  const connection = startCodexOnStdio({
    program: process.execPath,
    args: ['-e', script],
    cwd: process.cwd(),
    env: {},
    endLimitMs: 10_000,
    afterLimit: 'terminate',
    ...options,
  });
  connection.onMessage((message) => {
    messages.push(message);
    arrived.dispatchEvent(new Event('message'));
  });
  return { connection, messages, next: () => once(arrived, 'message') };
}

describe('a server on standard input and output', () => {
  it('is talked to in lines, however they arrive', async () => {
    const script = `process.stdout.write('{"a":1}\\n{"b"'); setImmediate(() => process.stdout.write(':"\u00e4"}\\n'))`;
    const { connection, messages } = start(script);
    await connection.closed;
    expect(messages).toEqual(['{"a":1}', '{"b":"\u00e4"}']);
  });

  it('ends once its input is closed, and then takes nothing more', async () => {
    const script = `process.stdin.on('data', (text) => process.stdout.write(text)).on('end', () => console.log('bye'))`;
    const { connection, messages, next } = start(script);
    const echo = next();
    connection.send('hello');
    await echo;
    await connection.close();
    connection.send('late');
    expect(messages).toEqual(['hello', 'bye']);
  });

  it('is asked to end where it goes on for too long', async () => {
    const script = `setInterval(() => {}, 1000); console.log('up'); process.on('SIGTERM', () => { console.log('asked'); process.exit() })`;
    const { connection, messages, next } = start(script, { endLimitMs: 100 });
    await next();
    await connection.close();
    await connection.closed;
    expect(messages).toEqual(['up', 'asked']);
  });

  it('is closed where it cannot be started', async () => {
    const connection = startCodexOnStdio({
      program: '/no/such/program',
      args: [],
      cwd: process.cwd(),
      env: {},
      endLimitMs: 10_000,
      afterLimit: 'leave',
    });
    connection.send('hello');
    await connection.closed;
    await connection.close();
  });
});
