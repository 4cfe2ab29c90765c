import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';

import type { DBusError, Message, MessageBus } from 'dbus-native';

import { systemCodeOf } from '../base/system-errors/system-code.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How a call to or over the bus failed. The message is the other side's, and not for people. */
export class BusFailure extends Error {
  /** The name of the D-Bus error, or one of {@link busFailures}. */
  readonly errorName: string;

  constructor(errorName: string, message: string) {
    super(message);
    this.name = 'BusFailure';
    this.errorName = errorName;
  }
}

/** Failures at this end of the connection. */
export const busFailures = {
  /** There is no socket, or nobody listens on it. */
  noBus: 'no-bus',
  refused: 'refused-by-bus',
  /** The connection ended before the answer. */
  closed: 'connection-closed',
  aborted: 'aborted',
} as const;

interface BusSignal {
  readonly sender: string;
  readonly path: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface SessionBus {
  /** @throws {BusFailure} also where the signal aborts or the connection ends first. */
  call(
    to: Pick<Message, 'destination' | 'path' | 'interface' | 'member'>,
    signature: string,
    body: readonly unknown[],
    signal: AbortSignal,
  ): Promise<readonly unknown[]>;
  /** Calls back for each signal that a rule of {@link watch} lets in, until the result is called. */
  onSignal(listener: (signal: BusSignal) => void): () => void;
  watch(rule: string, signal: AbortSignal): Promise<void>;
  isOpen(): boolean;
  /** Whether the connection keeps the process alive; at first, it does. */
  hold(isHeld: boolean): void;
  close(): void;
}

type BusAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** D-Bus addresses; as in the Codex CLI, without transports that start a bus. */
function busAddresses(env: Environment): readonly BusAddress[] {
  const runtime = env['XDG_RUNTIME_DIR'] || `/run/user/${process.getuid?.() ?? 0}`;
  const given = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  if (given === '') return [{ path: path.join(runtime, 'bus') }];
  return given.split(';').flatMap((address): readonly BusAddress[] => {
    const [, family = '', rest = ''] = /^([a-z]+):(.*)$/.exec(address) ?? [];
    const values = new Map(
      rest.split(',').map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), unescaped(pair.slice(at + 1))] as const;
      }),
    );
    const file = values.get('path');
    const abstract = values.get('abstract');
    if (family === 'unix' && file !== undefined) return [{ path: file }];
    if (family === 'unix' && abstract !== undefined) return [{ path: `\0${abstract}` }];
    if (family === 'unix' && values.has('runtime')) return [{ path: path.join(runtime, 'bus') }];
    const port = Number(values.get('port'));
    return family === 'tcp' && port > 0 ? [{ host: values.get('host') ?? 'localhost', port }] : [];
  });
}

/** Connects to the session bus. @throws {BusFailure} `noBus`, `refused`, `closed` or `aborted`. */
export async function connectToSessionBus(
  env: Environment,
  signal: AbortSignal,
): Promise<SessionBus> {
  let refusal = new BusFailure(busFailures.noBus, 'There is no address of a session bus.');
  for (const address of busAddresses(env)) {
    try {
      return await connectTo(address, signal);
    } catch (error) {
      if (!(error instanceof BusFailure) || error.errorName === busFailures.aborted) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

async function connectTo(address: BusAddress, signal: AbortSignal): Promise<SessionBus> {
  const { createClient, messageType } = await import('dbus-native');
  const socket = net.createConnection({ ...address, allowHalfOpen: false });
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    socket.destroy();
    if (signal.aborted) throw new BusFailure(busFailures.aborted, 'It took too long.');
    const isForbidden = ['EACCES', 'EPERM'].includes(systemCodeOf(error) ?? '');
    throw new BusFailure(isForbidden ? busFailures.refused : busFailures.noBus, String(error));
  }
  let isOpen = true;
  let end: BusFailure | null = null;
  const bus: MessageBus = createClient({ stream: socket, timeout: 0, authMethods: ['EXTERNAL'] });
  const { connection } = bus;
  const close = (): void => {
    isOpen = false;
    socket.destroy();
  };
  // Before the end of the handshake, an error is a refusal of the bus.
  connection.on('error', (error: Error) => {
    end ??= new BusFailure(
      connection.state === 'connected' ? busFailures.closed : busFailures.refused,
      error.message,
    );
    close();
  });
  connection.on('close', () => {
    end ??= new BusFailure(
      connection.guid === undefined ? busFailures.refused : busFailures.closed,
      'The connection to the session bus ended.',
    );
    close();
  });

  const opened: SessionBus = {
    call(to, signature, values, callSignal) {
      const message = { ...to, ...(signature !== '' && { signature, body: [...values] }) };
      return new Promise((resolve, reject) => {
        bus.invoke(
          message,
          { signal: callSignal },
          (error: DBusError | null, ...body: unknown[]) => {
            if (error === null || error === undefined) return resolve(body);
            if (callSignal.aborted)
              return reject(new BusFailure(busFailures.aborted, 'It took too long.'));
            if (error.name === 'ConnectionClosedError') {
              return reject(end ?? new BusFailure(busFailures.closed, error.message));
            }
            return reject(new BusFailure(error.dbusName ?? 'unknown', error.message));
          },
        );
      });
    },
    onSignal(listener) {
      const onMessage = (message: Message): void => {
        if (message.type !== messageType.signal) return;
        listener({
          sender: message.sender ?? '',
          path: message.path ?? '',
          member: message.member ?? '',
          body: message.body ?? [],
        });
      };
      connection.on('message', onMessage);
      return () => void connection.off('message', onMessage);
    },
    async watch(rule, callSignal) {
      await opened.call({ ...theBus, member: 'AddMatch' }, 's', [rule], callSignal);
    },
    isOpen: () => isOpen,
    hold(isHeld) {
      if (isHeld) socket.ref();
      else socket.unref();
    },
    close,
  };
  // Answered once the handshake and the greeting are over.
  try {
    await opened.call({ ...theBus, member: 'GetId' }, '', [], signal);
  } catch (error) {
    close();
    throw error;
  }
  return opened;
}

export const theBus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
