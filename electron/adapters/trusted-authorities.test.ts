import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { capturedLog } from '../testing/captured-log.ts';
import { testAuthority } from '../testing/network/certificates.ts';
import { trustedAuthorities } from './trusted-authorities.ts';

async function fileInTest(content: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-trust-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'ca.pem');
  await writeFile(file, content);
  return file;
}

function trustOf(file: string, platform = process.platform) {
  const log = capturedLog();
  return {
    log,
    trust: trustedAuthorities({ env: () => ({ SSL_CERT_FILE: file }), platform, log }),
  };
}

describe('a file of authorities that cannot be used', () => {
  it('is told once, and read once, while it is as it was', async () => {
    const { log, trust } = trustOf(await fileInTest('nothing'));
    const first = await trust();
    expect(first.problem).toContain('holds no certificate');
    expect(await trust()).toBe(first);
    expect(log.lines).toHaveLength(1);
  });

  it('is read again once it was written, and told again where it has another problem', async () => {
    const file = await fileInTest('nothing');
    const { log, trust } = trustOf(file);
    const first = await trust();
    await writeFile(file, 'still nothing');
    expect((await trust()).problem).toBe(first.problem);
    expect(log.lines).toHaveLength(1);
    await rm(file);
    expect((await trust()).problem).toContain('does not exist');
    expect(log.lines).toHaveLength(2);
    await writeFile(file, (await testAuthority()).cert);
    expect((await trust()).problem).toBeNull();
    await writeFile(file, 'nothing');
    expect((await trust()).problem).toBeNull();
  });
});

describe('the authorities of the system', () => {
  // Since Node 22.15; where there is none, there is nothing to ask.
  const node = tls as { getCACertificates?: (type: string) => string[] };

  it.each([
    ['linux', 0],
    ['darwin', 1],
    ['win32', 1],
  ] as const)('are on %s asked of Node %i times', async (platform, times) => {
    const before = node.getCACertificates;
    const ask = vi.fn(() => []);
    node.getCACertificates = ask;
    onTestFinished(() => {
      if (before === undefined) delete node.getCACertificates;
      else node.getCACertificates = before;
    });
    await trustOf(await fileInTest(''), platform).trust();
    expect(ask).toHaveBeenCalledTimes(times);
  });
});
