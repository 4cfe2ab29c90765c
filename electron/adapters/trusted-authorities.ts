import { readFile } from 'node:fs/promises';
import tls from 'node:tls';

import { caSettingOf, codexCaSetting, type CaSetting } from '../network/ca-variables.ts';
import { describeCaFileProblem } from '../network/ca-file-problem.ts';
import type { Env } from '../network/environment-proxy.ts';
import type { Log } from '../ports.ts';
import { certificatesIn, readCaFile } from './ca-file.ts';

/** Whose certificates are believed. */
export interface Trust {
  readonly secureContext: tls.SecureContext;
  /** The file that should add an authority and does not, as a sentence; null where all is well. */
  readonly problem: string | null;
}

export interface TrustParts {
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  readonly log: Log;
}

/**
 * Reads the trusted certificate authorities, once: those of Node, those of the operating
 * system, those of `NODE_EXTRA_CA_CERTS`, and those of {@link codexCaSetting}.
 *
 * A file that cannot be used adds nothing, and is looked at again the next time. So does
 * the Codex CLI where it refreshes, while its sign-in refuses (seen with 0.169.0): a
 * left-over variable must not end a sign-in, and trusting less is safe.
 */
export function trustedAuthorities({ env, platform, log }: TrustParts): () => Promise<Trust> {
  let loaded: Promise<Trust> | null = null;
  return async () => {
    loaded ??= load(env, platform);
    const trust = await loaded;
    if (trust.problem !== null) {
      loaded = null;
      log.warn('network.ca-file', { problem: trust.problem });
    }
    return trust;
  };
}

async function load(env: Env, platform: NodeJS.Platform): Promise<Trust> {
  const [system, extra, codex] = await Promise.all([
    systemAuthorities(platform),
    ofFile(caSettingOf(env, 'NODE_EXTRA_CA_CERTS')),
    ofFile(codexCaSetting(env)),
  ]);
  const all = [...tls.rootCertificates, ...system, ...extra.authorities, ...codex.authorities];
  return {
    secureContext: tls.createSecureContext({ ca: withoutRepeats(all) }),
    problem: codex.problem ?? extra.problem,
  };
}

/** The system has most of what Node has, with other line ends; each costs its time to read. */
function withoutRepeats(certificates: readonly string[]): string[] {
  return [...new Map(certificates.map((pem) => [pem.replace(/\s/g, ''), pem])).values()];
}

async function ofFile(setting: CaSetting | null) {
  if (setting === null) return { authorities: [], problem: null };
  const content = await readCaFile(setting.file);
  if (content.kind === 'certificates') {
    // Written anew: OpenSSL's own form of a trusted certificate has more in it.
    return { authorities: content.certificates.map(String), problem: null };
  }
  const problem = `${setting.file}, which ${setting.variable} names, ${describeCaFileProblem(content)}.`;
  return { authorities: [], problem };
}

/**
 * Where distributions of Linux keep the authorities of the system: Debian, Fedora,
 * openSUSE, Alpine. As in Go's crypto/x509 `certFiles`.
 */
const linuxBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** In PEM form. None where this Node and system do not tell. */
async function systemAuthorities(platform: NodeJS.Platform): Promise<readonly string[]> {
  // Since Node 22.15 and 23.10; the types are those of the oldest Node that runs this.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] };
  const told = getCACertificates?.('system') ?? [];
  if (told.length > 0 || platform !== 'linux') return told;
  for (const file of linuxBundles) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return certificatesIn(text);
  }
  return [];
}
