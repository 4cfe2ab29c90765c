import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256 of a text in UTF-8, in hexadecimal. Node's own brings all of its cryptography with it. */
export function sha256Hex(text: string): string {
  return Buffer.from(sha256(Buffer.from(text))).toString('hex');
}
