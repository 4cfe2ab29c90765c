import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { testNow } from '../testing/credentials.ts';
import { RefusalFile, refusalFileOf } from './note-file.ts';

const note = {
  tokenDigest: new RefusalFile('/unused').digestOf('refresh-1'),
  issuer: 'https://auth.openai.com',
  code: 'refresh_token_reused',
  at: testNow,
} as const;

async function refusalFile() {
  const credentialFile = path.join(await temporaryFolder(), 'auth.json');
  return {
    credentialFile,
    file: refusalFileOf(credentialFile),
    notes: new RefusalFile(credentialFile),
  };
}

describe('the note of a refusal', () => {
  it('comes back as it was written, and is cleared', async () => {
    const { notes } = await refusalFile();
    expect(await notes.read()).toBeNull();
    expect(await notes.write(note)).toBe(true);
    expect(await notes.read()).toEqual(note);
    await notes.clear();
    expect(await notes.read()).toBeNull();
    await notes.clear();
  });

  it('is one line of JSON for its owner alone, and holds no token', async () => {
    const { notes, file } = await refusalFile();
    await notes.write(note);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toEqual({
      version: 1,
      token_sha256: note.tokenDigest,
      issuer: 'https://auth.openai.com',
      code: 'refresh_token_reused',
      refused_at: '2026-01-22T16:48:43.123Z',
    });
    expect(text).not.toContain('refresh-1');
  });

  it('is beside the target of a linked auth.json', async () => {
    const { notes, credentialFile } = await refusalFile();
    const shared = path.join(await temporaryFolder(), 'shared.json');
    await writeFile(shared, '{}');
    await symlink(shared, credentialFile);
    await notes.write(note);
    expect(await new RefusalFile(shared).read()).toEqual(note);
  });

  it('of a newer version is neither used, replaced nor removed', async () => {
    const { notes, file } = await refusalFile();
    const newer = JSON.stringify({ version: 2, token_sha512: 'x' });
    await writeFile(file, newer);
    expect(await notes.read()).toBeNull();
    expect(await notes.write(note)).toBe(false);
    await notes.clear();
    expect(await readFile(file, 'utf8')).toBe(newer);
  });

  it.each([
    ['is empty', ''],
    ['is cut off', '{"version":1,"token_sha'],
    ['is of version 0', JSON.stringify({ version: 0 })],
    ['has an unknown code', noteText({ code: 'access_denied' })],
    ['has a digest of another length', noteText({ token_sha256: 'abc' })],
    ['has no time', noteText({ refused_at: 'yesterday' })],
    ['is far too long', ' '.repeat(100_000)],
  ])('that %s is none, and the next one takes its place', async (_, content) => {
    const { notes, file } = await refusalFile();
    await writeFile(file, content);
    expect(await notes.read()).toBeNull();
    expect(await notes.write(note)).toBe(true);
    expect(await notes.read()).toEqual(note);
  });

  it('is no failure where a folder is in its place', async () => {
    const { notes, file } = await refusalFile();
    await mkdir(file);
    expect(await notes.read()).toBeNull();
    expect(await notes.write(note)).toBe(false);
    await notes.clear();
    expect((await stat(file)).isDirectory()).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('keeps nobody waiting where it is a pipe', async () => {
    const { notes, file } = await refusalFile();
    execFileSync('mkfifo', [file]);
    expect(await notes.read()).toBeNull();
  });

  it.skipIf(process.getuid?.() === 0)('is no failure in a read-only folder', async () => {
    const { notes, file } = await refusalFile();
    await chmod(path.dirname(file), 0o500);
    expect(await notes.write(note)).toBe(false);
  });
});

function noteText(changes: Readonly<Record<string, string>>): string {
  const document = {
    version: 1,
    token_sha256: note.tokenDigest,
    issuer: note.issuer,
    code: note.code,
    refused_at: new Date(note.at).toISOString(),
  };
  return JSON.stringify({ ...document, ...changes });
}
