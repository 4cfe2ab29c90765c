import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether a signature, in base64 with padding, is the HMAC-SHA256 of a text (RFC 2104). */
export function isHmacSha256(signature: string, key: string, text: string): boolean {
  const expected = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(signature, 'base64');
  if (given.toString('base64') !== signature) return false;
  return given.length === expected.length && timingSafeEqual(given, expected);
}
