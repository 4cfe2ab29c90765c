import { request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface LoopbackRequest {
  readonly port: number;
  readonly path: string;
  readonly method?: string;
  readonly host?: '127.0.0.1' | '::1';
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LoopbackAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One request with exactly these headers, which `fetch` does not allow for Host. */
export function requestLoopback(options: LoopbackRequest): Promise<LoopbackAnswer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** A connection that is open and says nothing. */
export async function silentConnection(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Another program that holds a port, and what it was sent. */
export interface PortHolder {
  readonly port: number;
  readonly connections: () => number;
  close(): Promise<void>;
}

export async function holdPort(host = '127.0.0.1', port = 0): Promise<PortHolder> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen({ host, port });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () => closeServer(server),
  };
}

/** A port that nobody holds. */
export async function freePort(): Promise<number> {
  const holder = await holdPort();
  await holder.close();
  return holder.port;
}

/** Whether a port can be bound, which it cannot while anybody listens on it. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await (await holdPort('127.0.0.1', port)).close();
    return true;
  } catch {
    return false;
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
