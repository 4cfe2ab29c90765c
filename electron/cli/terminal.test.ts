import { PassThrough, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { terminalOn } from './terminal.ts';

const goOn = new AbortController().signal;

function terminalInTest(
  stdin = Readable.from(['a key']),
  env: Readonly<Record<string, string>> = {},
) {
  const written = { out: '', err: '' };
  const terminal = terminalOn(
    {
      stdin,
      stdout: { isTTY: true, write: (text) => Boolean((written.out += String(text))) },
      stderr: { write: (text) => Boolean((written.err += String(text))) },
    },
    { userHome: '/home/ada', env },
  );
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

it('writes the home folder as `~` for people, in every message, and whole for programs', () => {
  const { terminal, written } = terminalInTest();
  terminal.out('It is in /home/ada/.codex/auth.json');
  terminal.err([{ tone: 'bad', words: '/home/ada/x' }, ' cannot be read']);
  terminal.exact('{"location":"/home/ada/.codex/auth.json"}');
  expect(written).toEqual({
    out: 'It is in ~/.codex/auth.json\n{"location":"/home/ada/.codex/auth.json"}\n',
    err: '~/x cannot be read\n',
  });
});

describe('colours', () => {
  const line = ['  ', { tone: 'bad', words: 'FAIL' }, '  Clock'] as const;

  it('are shown where a person reads, and there alone', () => {
    const { terminal, written } = terminalInTest();
    terminal.out(line);
    terminal.err(line);
    expect(written).toEqual({
      out: '  \u001B[31mFAIL\u001B[39m  Clock\n',
      err: '  FAIL  Clock\n',
    });
  });

  it.each([
    ['NO_COLOR is set', { NO_COLOR: '1' }, false],
    ['NO_COLOR is empty, which is as if it were not set', { NO_COLOR: '' }, true],
    ['the terminal has none', { TERM: 'dumb' }, false],
    ['FORCE_COLOR asks against NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('where %s', (_, env, isColoured) => {
    const { terminal, written } = terminalInTest(Readable.from([]), env);
    terminal.out(line);
    expect(written.out.includes('\u001B')).toBe(isColoured);
  });

  it('cannot be had by what is said', () => {
    const { terminal, written } = terminalInTest();
    terminal.out([{ tone: 'good', words: 'a\u001B[31mb' }]);
    expect(written.out).toBe('\u001B[32ma\\u001b[31mb\u001B[39m\n');
  });
});

it('hears all of standard input, and knows where a person sits', async () => {
  const { terminal } = terminalInTest();
  expect(terminal).toMatchObject({ stdinIsTerminal: false, stdoutIsTerminal: true });
  expect(await terminal.readStdin(100, goOn)).toBe('a key');
});

it('passes on what is entered line by line, until that is ended', async () => {
  const stdin = new PassThrough();
  const { terminal } = terminalInTest(stdin);
  const lines: string[] = [];
  const end = terminal.followLines((line) => lines.push(line));
  stdin.write('one\ntwo\nthr');
  await setImmediate();
  expect(lines).toEqual(['one', 'two']);
  end();
  stdin.write('ee\n');
  await setImmediate();
  expect(lines).toEqual(['one', 'two']);
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
