import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { testAuthority } from '../testing/network/certificates.ts';
import { directNetwork } from '../testing/network/direct-network.ts';
import { freePort } from '../testing/sign-in/loopback-request.ts';
import { doctorProbesOf } from './doctor-probes.ts';

const { readCaFile, tryPort } = doctorProbesOf(process.platform, directNetwork);

describe('trying a port', () => {
  it('leaves it free', async () => {
    const port = await freePort();
    expect(await tryPort('127.0.0.1', port)).toBe('free');
    expect(await tryPort('127.0.0.1', port)).toBe('free');
  });

  it('tells that it is taken, on the address where it is', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    expect(await tryPort('127.0.0.1', port)).toBe('taken');
    expect(await tryPort('::1', port)).not.toBe('taken');
  });
});

describe('where the system tells nothing of other programs', () => {
  it.each(['darwin', 'win32'] as const)('as %s, the holder is unknown', async (platform) => {
    const { portHolder } = doctorProbesOf(platform, directNetwork);
    expect(await portHolder('127.0.0.1', 1455)).toBeNull();
  });
});

describe('a file of certificates', () => {
  it('has those counted that are out of date', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-ca-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, (await testAuthority()).cert);
    const counted = { kind: 'certificates', count: 1 };
    expect(await readCaFile(file, Date.now())).toEqual({ ...counted, expired: 0 });
    expect(await readCaFile(file, Date.UTC(2200, 0))).toEqual({ ...counted, expired: 1 });
  });
});
