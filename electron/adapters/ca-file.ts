import { X509Certificate } from 'node:crypto';

import { readRegularFile } from '../files/regular-file.ts';
import type { CaFileProblem } from '../network/ca-file-problem.ts';

export type CaFile =
  | { readonly kind: 'certificates'; readonly certificates: readonly X509Certificate[] }
  | CaFileProblem;

const blocks =
  /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Reads a PEM file of certificates, with any text between them. */
export async function readCaFile(file: string): Promise<CaFile> {
  const text = await readCertificates(file);
  if (typeof text !== 'string') return text;
  const certificates: X509Certificate[] = [];
  for (const block of certificatesIn(text)) {
    const certificate = parseCertificate(block);
    if (certificate === null) return { kind: 'damaged', certificate: certificates.length + 1 };
    certificates.push(certificate);
  }
  return certificates.length === 0 ? { kind: 'noPem' } : { kind: 'certificates', certificates };
}

const maxBytes = 16 * 1024 * 1024;

/** The text of a file of certificates, or why there is none. */
export async function readCertificates(file: string): Promise<string | CaFileProblem> {
  const found = await readRegularFile(file, maxBytes);
  switch (found.kind) {
    case 'bytes':
      return found.bytes.toString('utf8');
    case 'absent':
      return { kind: 'absent' };
    case 'notRegular':
      return { kind: 'noFile' };
    case 'tooLarge':
      return { kind: 'unreadable', reason: found.reason };
    case 'failed':
      return { kind: 'unreadable', reason: found.code };
  }
}

/** The certificates of a text, each in PEM form as it is. */
export function certificatesIn(text: string): readonly string[] {
  return text.match(blocks) ?? [];
}

function parseCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
