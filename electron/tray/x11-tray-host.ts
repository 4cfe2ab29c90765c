import net from 'node:net';
import path from 'node:path';

import { readRegularFile } from '../files/regular-file.ts';

/** Unknown where nobody could be asked: then an icon is offered, and the window stays as well. */
export type TrayHost = 'present' | 'absent' | 'unknown';

const timeoutMs = 2_000;
const maxAuthorityBytes = 1024 * 1024;
const cookieName = 'MIT-MAGIC-COOKIE-1';

/**
 * Whether a program owns `_NET_SYSTEM_TRAY_S<screen>` on the local X server. Source: System Tray
 * Protocol; X Window System Protocol, "Connection Setup", "InternAtom" and "GetSelectionOwner".
 */
export async function askX11ForTray(
  env: Readonly<Record<string, string | undefined>>,
  userHome: string,
): Promise<TrayHost> {
  const display = /^(?:unix)?:(\d+)(?:\.(\d+))?$/.exec(env['DISPLAY'] ?? '');
  if (display === null) return 'unknown';
  const [, number = '0', screen = '0'] = display;
  const authority = env['XAUTHORITY'] || path.join(userHome, '.Xauthority');
  const found = await readRegularFile(authority, maxAuthorityBytes);
  const cookie = found.kind === 'bytes' ? findCookie(found.bytes, number) : null;
  const socket = net.connect(`/tmp/.X11-unix/X${number}`);
  // It may fail before it is read; the reader learns of it then.
  socket.on('error', () => {});
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('the X server does not answer')));
  try {
    return (await ownsSelection(socket, `_NET_SYSTEM_TRAY_S${screen}`, cookie))
      ? 'present'
      : 'absent';
  } catch {
    return 'unknown';
  } finally {
    socket.destroy();
  }
}

async function ownsSelection(
  socket: net.Socket,
  selection: string,
  cookie: Buffer | null,
): Promise<boolean> {
  const read = byteReader(socket);
  socket.write(setupRequest(cookie));
  const setup = await read(8);
  if (setup.readUInt8(0) !== 1) throw new Error('the X server refuses the connection');
  await read(setup.readUInt16LE(6) * 4);
  socket.write(internAtomRequest(selection));
  const atom = (await read(32)).readUInt32LE(8);
  if (atom === 0) return false;
  socket.write(selectionOwnerRequest(atom));
  return (await read(32)).readUInt32LE(8) !== 0;
}

function setupRequest(cookie: Buffer | null): Buffer {
  const name = Buffer.from(cookie === null ? '' : cookieName, 'latin1');
  const data = cookie ?? Buffer.alloc(0);
  const head = Buffer.alloc(12);
  head.write('l', 'latin1'); // least significant byte first
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(name.length, 6);
  head.writeUInt16LE(data.length, 8);
  return Buffer.concat([head, padded(name), padded(data)]);
}

function internAtomRequest(name: string): Buffer {
  const text = padded(Buffer.from(name, 'latin1'));
  const head = Buffer.alloc(8);
  head.writeUInt8(16, 0);
  head.writeUInt8(1, 1); // only if it exists
  head.writeUInt16LE(2 + text.length / 4, 2);
  head.writeUInt16LE(name.length, 4);
  return Buffer.concat([head, text]);
}

function selectionOwnerRequest(atom: number): Buffer {
  const request = Buffer.alloc(8);
  request.writeUInt8(23, 0);
  request.writeUInt16LE(2, 2);
  request.writeUInt32LE(atom, 4);
  return request;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function byteReader(socket: net.Socket): (count: number) => Promise<Buffer> {
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest = Buffer.alloc(0);
  return async (count) => {
    while (rest.length < count) {
      const next = await chunks.next();
      if (next.done) throw new Error('the X server closed the connection');
      rest = Buffer.concat([rest, next.value]);
    }
    const bytes = rest.subarray(0, count);
    rest = rest.subarray(count);
    return bytes;
  };
}

/** The cookie of a display in an authority file: a family and four counted fields, big-endian. */
export function findCookie(authority: Buffer, displayNumber: string): Buffer | null {
  let offset = 0;
  const field = (): Buffer => {
    const start = offset + 2;
    offset = start + authority.readUInt16BE(offset);
    return authority.subarray(start, offset);
  };
  try {
    while (offset < authority.length) {
      offset += 2; // family
      field(); // address
      const [number, name, data] = [field().toString(), field().toString(), field()];
      if (name === cookieName && ['', displayNumber].includes(number)) return data;
    }
  } catch {
    // The file is cut off.
  }
  return null;
}
