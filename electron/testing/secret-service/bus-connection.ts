import { createConnection, messageType, type Message } from 'dbus-native';

/** An error reply, or one to send. */
export class BusError extends Error {
  readonly errorName: string;

  constructor(errorName: string, text: string) {
    super(text);
    this.name = 'BusError';
    this.errorName = errorName;
  }
}

/** The values of a reply or a signal, with their signature. */
export interface Values {
  readonly signature: string;
  readonly body: readonly unknown[];
}
export const noValues: Values = { signature: '', body: [] };

export interface BusConnection {
  /** Calls a method. @throws {BusError} with what was answered, and where the bus is left. */
  call(
    to: Pick<Message, 'destination' | 'path' | 'interface' | 'member'>,
    values?: Values,
  ): Promise<readonly unknown[]>;
  signal(path: string, interfaceName: string, member: string, values: Values): void;
  /** Leaves the bus: whoever waits for an answer is told by the bus that there is none. */
  leave(): Promise<void>;
}

/** Answers a call that came; null: never. @throws {BusError} to answer with an error. */
export type Answer = (call: Message) => Promise<Values | null>;

const bus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/**
 * A connection to a message bus, message by message: objects come and go while it runs, and
 * whatever is answered may be wrong.
 *
 * @param name the name to own, if any.
 */
export async function connectToBus(
  busAddress: string,
  name: string | null = null,
  answer: Answer = () => Promise.resolve(null),
): Promise<BusConnection> {
  const connection = createConnection({ busAddress });
  const waiting = new Map<number, (message: Message | null) => void>();
  let serial = 0;
  let isLeft = false;
  const send = (message: Message): number => {
    serial += 1;
    if (!isLeft) connection.message({ ...message, serial });
    return serial;
  };
  const closed = new Promise<void>((resolve) => {
    connection.on('close', () => {
      isLeft = true;
      for (const settle of waiting.values()) settle(null);
      waiting.clear();
      resolve();
    });
  });
  // Told by `close` as well, which settles what waits.
  connection.on('error', () => undefined);
  connection.on('message', (message: Message) => {
    if (message.type === messageType.methodCall) void reply(message);
    else if (message.replySerial !== undefined) waiting.get(message.replySerial)?.(message);
  });

  async function reply(call: Message): Promise<void> {
    const to = { destination: call.sender ?? '', replySerial: call.serial ?? 0 };
    try {
      const values = await answer(call);
      if (values !== null) send({ type: messageType.methodReturn, ...to, ...onTheWire(values) });
    } catch (error) {
      const errorName = error instanceof BusError ? error.errorName : failed;
      const text = error instanceof Error ? error.message : String(error);
      send({ type: messageType.error, ...to, errorName, signature: 's', body: [text] });
    }
  }

  const here: BusConnection = {
    async call(to, values = noValues) {
      if (isLeft) throw new BusError(disconnected, 'The bus was left.');
      const sent = send({ type: messageType.methodCall, ...to, ...onTheWire(values) });
      const message = await new Promise<Message | null>((resolve) => waiting.set(sent, resolve));
      waiting.delete(sent);
      if (message === null) throw new BusError(disconnected, 'The bus was left.');
      const body = message.body ?? [];
      if (message.type !== messageType.error) return body;
      throw new BusError(message.errorName ?? failed, typeof body[0] === 'string' ? body[0] : '');
    },
    signal(path, interfaceName, member, values) {
      send({
        type: messageType.signal,
        path,
        interface: interfaceName,
        member,
        ...onTheWire(values),
      });
    },
    leave() {
      connection.end();
      return closed;
    },
  };
  await here.call({ ...bus, member: 'Hello' });
  if (name !== null) {
    await here.call({ ...bus, member: 'RequestName' }, { signature: 'su', body: [name, 0] });
  }
  return here;
}

const failed = 'org.freedesktop.DBus.Error.Failed';
const disconnected = 'org.freedesktop.DBus.Error.Disconnected';

function onTheWire({ signature, body }: Values): Pick<Message, 'signature' | 'body'> {
  return signature === '' ? {} : { signature, body: [...body] };
}
