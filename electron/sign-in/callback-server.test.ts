import { describe, expect, it, onTestFinished } from 'vitest';

import {
  freePort,
  holdPort,
  isFree,
  requestLoopback,
  silentConnection,
} from '../testing/sign-in/loopback-request.ts';
import { cancelledReply } from './callback-page.ts';
import { openCallbackServer, registeredPorts } from './callback-server.ts';

async function openInTest(ports: readonly number[]) {
  const server = await openCallbackServer(ports);
  onTestFinished(() => server.close());
  server.answerWith((_request, respond) => void respond(cancelledReply()));
  return server;
}

async function holdInTest(host?: string) {
  const holder = await holdPort(host);
  onTestFinished(() => holder.close());
  return holder;
}

const hasIpv6 = await holdPort('::1').then(
  async (holder) => {
    await holder.close();
    return true;
  },
  () => false,
);

it('has the two ports that are registered with the provider', () => {
  expect(registeredPorts).toEqual([1455, 1457]);
});

describe('the callback server', () => {
  it('listens on 127.0.0.1', async () => {
    const { port } = await openInTest([0]);
    expect((await requestLoopback({ port, path: '/' })).status).toBe(200);
  });

  it.skipIf(!hasIpv6)('listens on the same port of ::1', async () => {
    const { port } = await openInTest([0]);
    expect((await requestLoopback({ port, path: '/', host: '::1' })).status).toBe(200);
  });

  it('takes the first port without a note', async () => {
    const port = await freePort();
    expect(await openInTest([port, 0])).toMatchObject({ port, portNote: null });
  });

  it('takes the second port where another program holds the first, and leaves that one alone', async () => {
    const other = await holdInTest();
    const second = await freePort();
    const server = await openInTest([other.port, second]);
    expect(server.port).toBe(second);
    expect(server.portNote).toBe(
      `Port ${other.port} is in use by another program; Gatehouse uses port ${second} instead.`,
    );
    expect(other.connections()).toBe(0);
  });

  it.skipIf(!hasIpv6)('takes the second port where only ::1 of the first is held', async () => {
    const other = await holdInTest('::1');
    const server = await openInTest([other.port, 0]);
    expect(server.port).not.toBe(other.port);
    expect(server.portNote).toContain(`Port ${other.port} is in use`);
    expect(await isFree(other.port)).toBe(true);
  });

  it('names both ports where both are held', async () => {
    const [first, second] = [await holdInTest(), await holdInTest()];
    await expect(openCallbackServer([first.port, second.port])).rejects.toMatchObject({
      code: 'ports-busy',
      message: expect.stringContaining(`${first.port} and ${second.port}`) as unknown,
    });
  });

  it('closes connections that are still open, and frees the port', async () => {
    const server = await openInTest([0]);
    const connection = await silentConnection(server.port);
    const closed = new Promise((resolve) => connection.once('close', resolve));
    await server.close();
    await closed;
    const again = await openInTest([server.port]);
    expect(again.port).toBe(server.port);
  });
});
