import { createHash, randomBytes } from 'node:crypto';

/** RFC 7636 section 4.2, method S256. */
export function s256Challenge(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier, 'ascii').digest('base64url');
}

/** A SHA-256 in base64url has 43 characters. */
export function isS256Challenge(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** RFC 7636 sections 4.1 and 4.6: well-formed, and its hash is the challenge. */
export function verifierMatches(codeVerifier: string, codeChallenge: string): boolean {
  return (
    /^[A-Za-z0-9._~-]{43,128}$/.test(codeVerifier) && s256Challenge(codeVerifier) === codeChallenge
  );
}

export interface PkcePair {
  readonly codeVerifier: string;
  readonly codeChallenge: string;
}

export function createPkcePair(): PkcePair {
  const codeVerifier = randomBytes(64).toString('base64url');
  return { codeVerifier, codeChallenge: s256Challenge(codeVerifier) };
}
