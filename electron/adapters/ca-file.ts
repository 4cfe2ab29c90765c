import { X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

import type { CaFileProblem } from '../network/ca-file-problem.ts';
import { isErrno } from '../system-errors/system-code.ts';

export type CaFile =
  | { readonly kind: 'certificates'; readonly certificates: readonly X509Certificate[] }
  | CaFileProblem;

const blocks =
  /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Reads a file of certificates: PEM, where anything else may stand in between. */
export async function readCaFile(file: string): Promise<CaFile> {
  let text;
  try {
    text = await readRegularFile(file);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return { kind: 'unreadable', reason: code };
  }
  if (text === null) return { kind: 'noFile' };
  const certificates: X509Certificate[] = [];
  for (const block of certificatesIn(text)) {
    const certificate = parseCertificate(block);
    if (certificate === null) return { kind: 'damaged', certificate: certificates.length + 1 };
    certificates.push(certificate);
  }
  return certificates.length === 0 ? { kind: 'noPem' } : { kind: 'certificates', certificates };
}

/** Null for anything else: a pipe would be waited for, and a device may have no end. */
async function readRegularFile(file: string): Promise<string | null> {
  // Else opening a pipe would wait already. Windows has no such flag, and no such pipes.
  const { O_NONBLOCK = 0 } = constants as { readonly O_NONBLOCK?: number };
  const handle = await open(file, constants.O_RDONLY | O_NONBLOCK);
  try {
    return (await handle.stat()).isFile() ? await handle.readFile('utf8') : null;
  } finally {
    await handle.close();
  }
}

/** The certificates of a text in PEM form, each as it stands; anything else is left out. */
export function certificatesIn(text: string): readonly string[] {
  return text.match(blocks) ?? [];
}

/** Null where it is no certificate. */
function parseCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
