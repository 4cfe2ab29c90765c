import { Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { terminalOn } from './terminal.ts';

const goOn = new AbortController().signal;

function terminalInTest(stdin = Readable.from(['a key'])) {
  const written = { out: '', err: '' };
  const terminal = terminalOn({
    stdin,
    stdout: { isTTY: true, write: (text) => Boolean((written.out += String(text))) },
    stderr: { write: (text) => Boolean((written.err += String(text))) },
  });
  return { terminal, written };
}

it('says everything so that it does not steer the terminal, on both streams', () => {
  const { terminal, written } = terminalInTest();
  terminal.out('Sent to https://a.example/\u001B]0;owned\u0007');
  terminal.err('ws-\u202E1 is no workspace\r');
  expect(written).toEqual({
    out: 'Sent to https://a.example/\\u001b]0;owned\\u0007\n',
    err: 'ws-\\u202e1 is no workspace\\u000d\n',
  });
});

it('leaves lines and their layout, and what JSON says', () => {
  const { terminal, written } = terminalInTest();
  terminal.out('Policy\tValue\n  a');
  terminal.out(JSON.stringify({ id: '\u009B\u2067' }));
  const [first, second, json] = written.out.split('\n');
  expect([first, second]).toEqual(['Policy\tValue', '  a']);
  expect(json).toBe('{"id":"\\u009b\\u2067"}');
  expect(JSON.parse(json ?? '')).toEqual({ id: '\u009B\u2067' });
});

it('hears all of standard input, and knows where a person sits', async () => {
  const { terminal } = terminalInTest();
  expect(terminal).toMatchObject({ stdinIsTerminal: false, stdoutIsTerminal: true });
  expect(await terminal.readStdin(100, goOn)).toBe('a key');
});

describe('standard input', () => {
  const reading = (stdin: Readable, signal = goOn) =>
    terminalInTest(stdin).terminal.readStdin(10, signal);

  it('is read to the last byte that is allowed', async () => {
    expect(await reading(Readable.from([Buffer.from('01234'), Buffer.from('56789')]))).toBe(
      '0123456789',
    );
  });

  it('is UTF-8, also where a character comes in two parts, and has no byte order mark', async () => {
    const bytes = Buffer.from('\ufeffaé');
    const parts = [bytes.subarray(0, 5), bytes.subarray(5)];
    expect(await reading(Readable.from(parts))).toBe('aé');
  });

  it('is left alone where it is longer, and where it never ends', async () => {
    expect(await reading(Readable.from(['0123456789', '1']))).toBeNull();
    const endless = new Readable({
      read() {
        this.push('0'.repeat(8));
      },
    });
    expect(await reading(endless)).toBeNull();
    expect(endless.destroyed).toBe(true);
  });

  it('is not waited for once the person has cancelled', async () => {
    const silent = new Readable({ read() {} });
    const cancellation = new AbortController();
    const read = reading(silent, cancellation.signal);
    cancellation.abort();
    await expect(read).rejects.toThrow('aborted');
  });
});
