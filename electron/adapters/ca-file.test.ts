import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { readCaFile } from './ca-file.ts';

// Of nobody, for a hundred years from November 2026; its key was never kept.
const certificate = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUcjT+xefP55BL8XQ2HZr4qJEz1GAwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOR2F0ZWhvdXNlIHRlc3QwIBcNMjYxMTI0MTMwOTU1WhgPMjEy
NjEwMzExMzA5NTVaMBkxFzAVBgNVBAMMDkdhdGVob3VzZSB0ZXN0MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAENnW/i8A3ynQfCeCHh4R/w5p6R482H5w0AhNXQ78E
Y4cOZLCpnR0833MXkSQ5v9Y5nwKKyiTPzkK+jp/Vg8YCQaNTMFEwHQYDVR0OBBYE
FEAC4HrCOh/p0OEd4t+OhRMHmwPbMB8GA1UdIwQYMBaAFEAC4HrCOh/p0OEd4t+O
hRMHmwPbMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIge1BLoYbp
crQi33aeVQtl0jSGjqzapdzvOjDYeu0LO9QCIQC0A8njKyzDyXNLjZ+WSgLreixA
xYkzs9+4wit407587A==
-----END CERTIFICATE-----
`;
const damaged = certificate.replace(/MII.*\n/, 'MIIB\n');

async function fileInTest(text: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-ca-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'ca.pem');
  await writeFile(file, text);
  return file;
}

describe('a file of certificates', () => {
  it.each([
    ['one', certificate, 1],
    ['two, and words', `# ours\n${certificate}\n${certificate}`, 2],
    ['one in the form of OpenSSL', certificate.replaceAll(' CERT', ' TRUSTED CERT'), 1],
  ])('with %s in it', async (_, text, count) => {
    const content = await readCaFile(await fileInTest(text));
    const found = content.kind === 'certificates' ? content.certificates.map(String) : [];
    expect(found).toEqual(Array.from({ length: count }, () => certificate));
  });

  it.each([
    ['a damaged one', certificate + damaged, { kind: 'damaged', certificate: 2 }],
    ['nothing', '', { kind: 'noPem' }],
    ['only a start', '-----BEGIN CERTIFICATE-----', { kind: 'noPem' }],
  ])('cannot be used with %s in it', async (_, text, problem) => {
    expect(await readCaFile(await fileInTest(text))).toEqual(problem);
  });

  it('may be missing, or a folder', async () => {
    const file = await fileInTest(certificate);
    expect(await readCaFile(`${file}.x`)).toEqual({ kind: 'absent' });
    expect(await readCaFile(path.dirname(file))).toEqual({ kind: 'noFile' });
  });

  it.skipIf(process.platform === 'win32')('is not waited for where it is a pipe', async () => {
    const file = `${await fileInTest('')}.pipe`;
    execFileSync('mkfifo', [file]);
    expect(await readCaFile(file)).toEqual({ kind: 'noFile' });
  });
});
