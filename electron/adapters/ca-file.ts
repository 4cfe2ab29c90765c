import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import type { CaFile } from '../doctor/doctor-facts.ts';
import { isErrno } from '../store/atomic-file.ts';

const certificates =
  /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/**
 * Reads a file of certificates and looks at each of them.
 *
 * @param now milliseconds since the epoch.
 */
export async function readCaFile(file: string, now: number): Promise<CaFile> {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return { kind: 'unreadable', reason: code };
  }
  const blocks = text.match(certificates) ?? [];
  if (blocks.length === 0) return { kind: 'noPem' };
  let expired = 0;
  for (const [index, block] of blocks.entries()) {
    const validTo = validToOf(block);
    if (validTo === null) return { kind: 'damaged', certificate: index + 1 };
    if (validTo < now) expired += 1;
  }
  return { kind: 'certificates', count: blocks.length, expired };
}

/** Null where it is no certificate. */
function validToOf(pem: string): number | null {
  try {
    return Date.parse(new X509Certificate(pem).validTo);
  } catch {
    return null;
  }
}
