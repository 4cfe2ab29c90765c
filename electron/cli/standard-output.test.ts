import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { StandardOutput } from './standard-output.ts';

afterEach(() => void vi.restoreAllMocks());

const failing = (code: string) => Object.assign(new Error(code), { code });

function outputInTest(platform: NodeJS.Platform = 'linux') {
  const stream = new PassThrough();
  const made = vi.fn(() => stream);
  return { output: new StandardOutput({ descriptor: 1, platform, stream: made }), stream, made };
}

describe('standard output', () => {
  it('is written to at once, to the last byte', async () => {
    const { output, made } = outputInTest();
    const chunks: string[] = [];
    // It takes three bytes at a time.
    vi.spyOn(fs, 'writeSync').mockImplementation((_, bytes: unknown) => {
      const part = Buffer.from(bytes as Uint8Array).subarray(0, 3);
      chunks.push(part.toString('latin1'));
      return part.length;
    });
    output.write('one line\n');
    expect(chunks).toEqual(['one', ' li', 'ne\n']);
    expect(await output.written()).toBeNull();
    expect(made).not.toHaveBeenCalled();
  });

  it('is left to Node from where a pipe is full, in order', async () => {
    const { output, stream } = outputInTest();
    vi.spyOn(fs, 'writeSync')
      .mockReturnValueOnce(4)
      .mockImplementationOnce(() => {
        throw failing('EAGAIN');
      });
    output.write('one two\n');
    output.write('three\n');
    expect(await output.written()).toBeNull();
    stream.end();
    expect(await text(stream)).toBe('two\nthree\n');
  });

  it('tells what went wrong at the end, and throws nothing before', async () => {
    const { output } = outputInTest();
    const write = vi.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw failing('EPIPE');
    });
    output.write('one\n');
    output.write('two\n');
    expect(write).toHaveBeenCalledTimes(1);
    expect(await output.written()).toMatchObject({ code: 'EPIPE' });
  });

  it('tells what went wrong with the stream of Node', async () => {
    const { output, stream } = outputInTest('win32');
    stream.destroy(failing('EIO'));
    output.write('one\n');
    expect(await output.written()).toMatchObject({ code: 'EIO' });
  });

  it('is that of Node for a console of Windows, which has an encoding of its own', async () => {
    const { output, stream } = outputInTest('win32');
    output.write('Größe\n');
    stream.end();
    expect(await text(stream)).toBe('Größe\n');
  });

  it.runIf(process.platform !== 'win32')('is no terminal where it is nothing, or closed', () => {
    const closed = 987;
    for (const descriptor of [fs.openSync('/dev/null', 'w'), closed]) {
      const parts = { descriptor: descriptor as 1, platform: process.platform };
      const output = new StandardOutput({ ...parts, stream: () => new PassThrough() });
      expect(output.isTTY).toBe(false);
    }
  });

  it.runIf(process.platform === 'linux')('is whole where a pipe does not wait', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-output-'));
    const fifo = path.join(folder, 'pipe');
    execFileSync('mkfifo', [fifo]);
    const { O_NONBLOCK, O_RDWR } = fs.constants;
    const descriptor = fs.openSync(fifo, O_RDWR | O_NONBLOCK);
    const stream = new Socket({ fd: descriptor, readable: false, writable: true });
    const parts = { descriptor: descriptor as 1, platform: process.platform };
    const output = new StandardOutput({ ...parts, stream: () => stream });
    const lines = Array.from({ length: 30_000 }, (_, line) => `line ${line}\n`);
    for (const line of lines) output.write(line);
    const reader = spawn('cat', [fifo], { stdio: ['ignore', 'pipe', 'ignore'] });
    const read = text(reader.stdout);
    expect(await output.written()).toBeNull();
    stream.end();
    expect(await read).toBe(lines.join(''));
    fs.rmSync(folder, { recursive: true });
  });
});
