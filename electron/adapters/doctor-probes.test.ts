import { createServer } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { freePort } from '../testing/sign-in/loopback-request.ts';
import { doctorProbesOf } from './doctor-probes.ts';

const { tryPort } = doctorProbesOf(process.platform);

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
    const { codexProcesses, portHolder } = doctorProbesOf(platform);
    expect(await portHolder('127.0.0.1', 1455)).toBeNull();
    expect(await codexProcesses('/home/ada/.codex')).toBeNull();
  });
});
