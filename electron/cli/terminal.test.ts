import { Readable } from 'node:stream';

import { expect, it } from 'vitest';

import { terminalOn } from './terminal.ts';

function terminalInTest() {
  const written = { out: '', err: '' };
  const terminal = terminalOn({
    stdin: Readable.from(['a key']),
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
  expect(await terminal.readStdin()).toBe('a key');
});
