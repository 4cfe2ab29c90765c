import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openLogFile } from './log-file.ts';

let root: string;
let folder: string;
const now = () => Date.UTC(2026, 0, 2, 3, 4, 5);

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-log-'));
  folder = path.join(root, 'logs');
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const read = (name = 'gatehouse.log') => fs.readFileSync(path.join(folder, name), 'utf8');
const modeOf = (file: string) => (fs.statSync(file).mode & 0o777).toString(8);

it('writes one JSON object a line, with its time', () => {
  const log = openLogFile({ folder, now });
  log.info('started', { version: '1.0.0', packaged: true, note: null });
  log.warn('odd');
  expect(
    read()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      time: '2026-01-02T03:04:05.000Z',
      level: 'info',
      event: 'started',
      fields: { version: '1.0.0', packaged: true, note: null },
    },
    { time: '2026-01-02T03:04:05.000Z', level: 'warn', event: 'odd' },
  ]);
});

it('echoes each line as it was written', () => {
  const lines: string[] = [];
  openLogFile({ folder, now, echo: (line) => lines.push(line) }).error('crash', { name: 'Error' });
  expect(lines.map((line) => `${line}\n`).join('')).toBe(read());
});

describe('redaction', () => {
  const secrets = {
    jwt: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl',
    key: 'sk-proj-0123456789abcdef',
    refreshToken: 'rt_0123456789abcdef',
    query: 'http://localhost:1455/auth/callback?code=top-secret-code&state=top-secret-state',
    quoted: '{"url":"https://x.example/?code=top-secret-code"}',
    header: 'authorization: Bearer top-secret-token',
  };

  it('keeps every shape of secret out of the file and of the echo', () => {
    const lines: string[] = [];
    openLogFile({ folder, now, echo: (line) => lines.push(line) }).error(secrets.jwt, secrets);
    for (const text of [read(), lines.join()]) {
      expect(text).not.toMatch(/eyJ|0123456789abcdef|top-secret/);
    }
  });

  it('leaves valid JSON even where a secret ends at a quotation mark', () => {
    openLogFile({ folder, now }).warn('odd', { quoted: 'say "code=abc\\" and more' });
    expect(() => JSON.parse(read()) as unknown).not.toThrow();
  });
});

describe('the files', () => {
  it.skipIf(process.platform === 'win32')('can be read by the user alone', () => {
    openLogFile({ folder, now }).info('started');
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(path.join(folder, 'gatehouse.log'))).toBe('600');
  });

  it.skipIf(process.platform === 'win32')('are closed to others also where they were open', () => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'gatehouse.log'), '', { mode: 0o644 });
    openLogFile({ folder, now }).info('started');
    expect(modeOf(path.join(folder, 'gatehouse.log'))).toBe('600');
  });

  it('stay below their size; the three before the present one are kept', () => {
    const log = openLogFile({ folder, now, maxBytes: 150 });
    for (let count = 1; count <= 6; count += 1)
      log.info(`event ${count}`, { padding: 'x'.repeat(60) });
    expect(fs.readdirSync(folder).sort()).toEqual([
      'gatehouse.1.log',
      'gatehouse.2.log',
      'gatehouse.3.log',
      'gatehouse.log',
    ]);
    expect(read('gatehouse.log')).toContain('event 6');
    expect(read('gatehouse.1.log')).toContain('event 5');
    expect(read('gatehouse.3.log')).toContain('event 3');
  });

  it('take a line that is larger than the limit', () => {
    openLogFile({ folder, now, maxBytes: 10 }).info('longer than ten bytes');
    expect(read()).toContain('longer than ten bytes');
  });
});

it('never throws: a log that cannot be written must not stop the program', () => {
  fs.writeFileSync(folder, 'a file in the place of the folder');
  const lines: string[] = [];
  const log = openLogFile({ folder, now, echo: (line) => lines.push(line) });
  expect(() => log.error('crash')).not.toThrow();
  expect(lines).toHaveLength(1);
});
