import tls from 'node:tls';

import { caSettingOf, codexCaSetting, type CaSetting } from '../network/ca-variables.ts';
import { caFileProblemText } from '../network/ca-file-problem.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { stat } from '../files/look.ts';
import type { Env } from '../network/environment-proxy.ts';
import type { Log } from '../ports.ts';
import { certificatesIn, readCaFile, readCertificates } from './ca-file.ts';

export interface Trust {
  readonly secureContext: tls.SecureContext;
  /** Why a configured file adds no authority, as a sentence; null where all is well. */
  readonly problem: string | null;
}

export interface TrustParts {
  readonly env: () => Env;
  readonly platform: NodeJS.Platform;
  readonly log: Log;
}

/**
 * The authorities of Node, of the system, of `NODE_EXTRA_CA_CERTS` and of {@link codexCaSetting}.
 * An unusable file adds nothing, as where the Codex CLI refreshes (0.169.0; its sign-in refuses),
 * and is read again once it has changed.
 */
export function trustedAuthorities({ env, platform, log }: TrustParts): () => Promise<Trust> {
  const settings = (): readonly CaSetting[] =>
    [codexCaSetting(env()), caSettingOf(env(), 'NODE_EXTRA_CA_CERTS')].filter(
      (setting) => setting !== null,
    );
  let loaded: Promise<Loaded> | null = null;
  let logged: string | null = null;
  const load = async (): Promise<Loaded> => {
    const files = settings();
    // Before reading, so that a change in between is seen the next time.
    const state = await stateOf(files);
    const trust = await trustBy(files, platform);
    if (trust.problem !== null && trust.problem !== logged) {
      log.warn('network.ca-file', { problem: trust.problem });
    }
    logged = trust.problem;
    return { trust, state, files };
  };
  return async () => {
    const before = (loaded ??= load());
    const { trust, state, files } = await before;
    const isSame = JSON.stringify(files) === JSON.stringify(settings());
    if (isSame && (trust.problem === null || (await stateOf(files)) === state)) return trust;
    if (loaded === before) loaded = load();
    return (await loaded).trust;
  };
}

interface Loaded {
  readonly trust: Trust;
  readonly state: string;
  readonly files: readonly CaSetting[];
}

/** Changes when one of the files was written, replaced, made or removed. */
async function stateOf(files: readonly CaSetting[]): Promise<string> {
  const states = await Promise.all(
    files.map(({ file }) =>
      stat(file).then(
        ({ ino, size, mtimeMs, ctimeMs }) => [ino, size, mtimeMs, ctimeMs].join(' '),
        (error: unknown) => systemCodeOf(error) ?? '',
      ),
    ),
  );
  return states.join('\n');
}

async function trustBy(files: readonly CaSetting[], platform: NodeJS.Platform): Promise<Trust> {
  const [system, ...ofFiles] = await Promise.all([
    systemAuthorities(platform),
    ...files.map(ofFile),
  ]);
  const further = ofFiles.flatMap(({ authorities }) => authorities);
  return {
    secureContext: tls.createSecureContext({
      ca: withoutRepeats([...tls.rootCertificates, ...system, ...further]),
    }),
    problem: ofFiles.find(({ problem }) => problem !== null)?.problem ?? null,
  };
}

/** The system has most of Node's authorities, with other line ends; reading each takes time. */
function withoutRepeats(certificates: readonly string[]): string[] {
  return [...new Map(certificates.map((pem) => [pem.replace(/\s/g, ''), pem])).values()];
}

async function ofFile(setting: CaSetting) {
  const content = await readCaFile(setting.file);
  if (content.kind === 'certificates') {
    // Written anew, since OpenSSL's own form of a trusted certificate holds more.
    return { authorities: content.certificates.map(String), problem: null };
  }
  const { file, variable } = setting;
  return { authorities: [], problem: caFileProblemText(file, content, variable) };
}

/** The authorities of Debian, Fedora, openSUSE and Alpine, as in Go's crypto/x509 `certFiles`. */
const linuxBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

async function systemAuthorities(platform: NodeJS.Platform): Promise<readonly string[]> {
  // On Linux, Node reads SSL_CERT_FILE and SSL_CERT_DIR instead of the system's.
  if (platform === 'linux') return linuxAuthorities();
  // Since Node 22.15 and 23.10; the types are those of the oldest Node that runs this.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] };
  return getCACertificates?.('system') ?? [];
}

async function linuxAuthorities(): Promise<readonly string[]> {
  for (const file of linuxBundles) {
    const text = await readCertificates(file);
    if (typeof text === 'string') return certificatesIn(text);
  }
  return [];
}
