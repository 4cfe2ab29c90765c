import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export type SealedSecret = readonly [string, Uint8Array, Uint8Array, string];

/** The encryption that the Codex CLI asks for, too. */
export const sessionAlgorithm = 'dh-ietf1024-sha256-aes128-cbc-pkcs7';

const groupBytes = 128;

/** The prime of the second Oakley group (RFC 2409 section 6.2), of which 2 is the generator. */
const prime = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74',
    '020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437',
    '4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF',
  ].join('')}`,
);

/** More than twice the strength of a group of 1024 bits (RFC 7919 section 5.2). */
const privateBytes = 32;

export interface KeyAgreement {
  readonly publicKey: Uint8Array;
  /** The session key, from the service's public key; null where another agreement is needed. */
  agree(theirs: Uint8Array): Uint8Array | null;
}

/**
 * One number in 256 begins with a zero byte: KWallet refuses such a public key, and services differ
 * on such a secret, so both are drawn again. In BigInt, since Electron's BoringSSL lacks the group.
 */
export function startKeyAgreement(): KeyAgreement {
  for (;;) {
    const secretNumber = numberOf(randomBytes(privateBytes));
    const publicKey = bytesOf(power(2n, secretNumber));
    if (publicKey[0] === 0) continue;
    return {
      publicKey,
      agree(theirs) {
        const number = numberOf(theirs);
        // RFC 2631 section 2.1.5: others would give the secret away.
        if (number <= 1n || number >= prime - 1n) return null;
        const secret = bytesOf(power(number, secretNumber));
        if (secret[0] === 0) return null;
        return new Uint8Array(hkdfSync('sha256', secret, Buffer.alloc(32), '', 16));
      },
    };
  }
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

function bytesOf(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(2 * groupBytes, '0'), 'hex');
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % prime;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

export function seal(session: string, key: Uint8Array, value: string): SealedSecret {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return [session, iv, sealed, 'text/plain'];
}

/** Null where it was sealed with another key, or is no text in UTF-8. */
export function unseal(key: Uint8Array, [, iv, sealed]: SealedSecret): string | null {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, iv);
    const bytes = Buffer.concat([decipher.update(sealed), decipher.final()]);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
