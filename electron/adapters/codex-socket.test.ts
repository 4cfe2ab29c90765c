import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';

import { temporaryFolder } from '../testing/codex-home.ts';
import { connectToCodex, controlSocketOf } from './codex-socket.ts';

/** A server of WebSockets that answers each message with it, in capitals. */
async function serverAt(socket: string): Promise<Server> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (client) => {
    client.on('message', (data: Buffer) => client.send(data.toString().toUpperCase()));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    server.close();
  });
  return server;
}

async function privatePlace(): Promise<string> {
  const folder = await temporaryFolder();
  await chmod(folder, 0o700);
  return path.join(folder, 's');
}

it('is in the Codex home', () => {
  expect(controlSocketOf('/home/ada/.codex')).toBe(
    '/home/ada/.codex/app-server-control/app-server-control.sock',
  );
});

describe.runIf(process.platform !== 'win32')('the socket of a Codex server', () => {
  it('is found through a link, carries messages both ways, and is left', async () => {
    const socket = await privatePlace();
    await serverAt(socket);
    const link = path.join(await temporaryFolder(), 'link');
    await symlink(socket, link);
    const connection = await connectToCodex(link);
    const answer = new Promise<string>((resolve) => connection?.onMessage(resolve));
    connection?.send('{"id":1}');
    expect(await answer).toBe('{"ID":1}');
    await connection?.close();
    await connection?.closed;
    // Whoever sends later is not heard, and nothing is thrown.
    connection?.send('{}');
  });

  it.each([
    ['where nothing is', () => Promise.resolve()],
    ['where a file is', (socket: string) => writeFile(socket, '')],
    ['where a folder is', (socket: string) => mkdir(socket)],
  ])('is none %s', async (_name, prepare) => {
    const socket = await privatePlace();
    await prepare(socket);
    expect(await connectToCodex(socket)).toBeNull();
  });

  it('is not trusted where others could have put it', async () => {
    const socket = await privatePlace();
    await serverAt(socket);
    await chmod(path.dirname(socket), 0o777);
    expect(await connectToCodex(socket)).toBeNull();
  });

  it('is none where a server answers no WebSocket', async () => {
    const socket = await privatePlace();
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    onTestFinished(() => void server.close());
    expect(await connectToCodex(socket)).toBeNull();
  });
});
