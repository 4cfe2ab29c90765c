import {
  createCipheriv,
  createDecipheriv,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';

import type { Behaviour } from './behaviour.ts';
import { BusError } from './bus-connection.ts';

/** A secret on the wire: session, parameters (the initialization vector), value, content type. */
export const secretSchema = z.tuple([
  z.string(),
  z.instanceof(Buffer),
  z.instanceof(Buffer),
  z.string(),
]);
export type Secret = z.infer<typeof secretSchema>;

const diffieHellman = 'dh-ietf1024-sha256-aes128-cbc-pkcs7';
/** Bytes of the prime of MODP group 2. */
const keyLength = 128;

type Refusal = Exclude<Behaviour['sessions'], 'any' | 'plain-only'>;

/** As they were met at real services. */
const refusals: Record<Refusal, readonly [name: string, text: string]> = {
  'not-supported': ['org.freedesktop.DBus.Error.NotSupported', 'The algorithm is not supported'],
  'access-denied': [
    'org.freedesktop.DBus.Error.AccessDenied',
    'An AppArmor policy prevents this sender from sending this message to this recipient',
  ],
  'limits-exceeded': [
    'org.freedesktop.DBus.Error.LimitsExceeded',
    'The maximum number of active connections for UID 1000 has been reached',
  ],
  'failed-with-line-breaks': [
    'org.freedesktop.DBus.Error.Failed',
    'createDLGroup failed:\n  maybe libqca-ossl is missing\r\n\tsee "log" [Entry { inner: 0x1 }]',
  ],
};

/** The sessions of a Secret Service: each has a key, or null where secrets go as they are. */
export class Sessions {
  readonly #keys = new Map<string, Buffer | null>();
  #opened = 0;

  /** @returns what the caller needs to come to the same key, and the path of the session. */
  open(
    algorithm: string,
    input: unknown,
    { sessions, refusesShortKeys }: Behaviour,
    isRefusedNow: boolean,
  ): { readonly output: readonly [string, unknown]; readonly path: string } {
    if (sessions !== 'any' && sessions !== 'plain-only' && isRefusedNow) {
      throw new BusError(...refusals[sessions]);
    }
    this.#opened += 1;
    const path = `/org/freedesktop/secrets/session/s${this.#opened}`;
    if (algorithm === 'plain') {
      this.#keys.set(path, null);
      return { output: ['s', ''], path };
    }
    if (algorithm !== diffieHellman || sessions === 'plain-only') {
      throw new BusError(...refusals['not-supported']);
    }
    const theirs = Buffer.from(z.instanceof(Uint8Array).parse(input));
    if (refusesShortKeys && (theirs.length < keyLength || theirs[0] === 0)) {
      throw new BusError('org.freedesktop.DBus.Error.Failed', 'Client public key size is invalid');
    }
    const ours = getDiffieHellman('modp2');
    ours.generateKeys();
    const shared = padded(ours.computeSecret(theirs));
    this.#keys.set(path, Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(32), '', 16)));
    return { output: ['ay', ours.getPublicKey()], path };
  }

  /** As it is sent in a session. @throws {BusError} where there is no such session. */
  seal(path: string, value: Buffer, contentType: string): Secret {
    const key = this.#keyOf(path);
    if (key === null) return [path, Buffer.alloc(0), value, contentType];
    const vector = randomBytes(16);
    const cipher = createCipheriv('aes-128-cbc', key, vector);
    return [path, vector, Buffer.concat([cipher.update(value), cipher.final()]), contentType];
  }

  /** The bytes of a secret that came. @throws {BusError} where there is no such session. */
  unseal([path, vector, value]: Secret): Buffer {
    const key = this.#keyOf(path);
    if (key === null) return Buffer.from(value);
    const decipher = createDecipheriv('aes-128-cbc', key, vector);
    return Buffer.concat([decipher.update(value), decipher.final()]);
  }

  close(path: string): void {
    this.#keys.delete(path);
  }

  has(path: string): boolean {
    return this.#keys.has(path);
  }

  /** As at the end of the service. */
  closeAll(): void {
    this.#keys.clear();
  }

  #keyOf(path: string): Buffer | null {
    const key = this.#keys.get(path);
    if (key !== undefined) return key;
    throw new BusError('org.freedesktop.Secret.Error.NoSession', 'The session does not exist');
  }
}

function padded(secret: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(keyLength - secret.length), secret]);
}
