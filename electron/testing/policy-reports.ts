import type { PolicyRemoval, PolicyReport } from '../../shared/policy.ts';
import type { Credential } from '../auth/credential.ts';
import { cloudRulesOf, withCloudRules } from '../policy/cloud-rules.ts';
import { configStop, type LoadDoubt } from '../policy/config-check.ts';
import type { Environment } from '../policy/environment-rules.ts';
import { settingsLayers, type CodexStart, type Layer } from '../policy/layers.ts';
import { policyReport } from '../policy-report/policy-report.ts';
import { notVerified, type Evidence } from '../policy/verdict.ts';
import { settingsFrom, type CodexConfig } from '../policy/codex-config.ts';
import type { ConfigFile } from '../policy/config-document.ts';
import { testNow } from './credentials.ts';

/** The places of a machine with Linux, by short names. */
export const places = {
  requirements: '/etc/codex/requirements.toml',
  managed: '/etc/codex/managed_config.toml',
  user: '/home/ada/.codex/config.toml',
  system: '/etc/codex/config.toml',
} as const;

/** By their short names, or by their paths. */
export type Files = Readonly<
  Partial<Record<keyof typeof places | `/${string}`, string | ConfigFile>>
>;

export interface Situation {
  readonly credential?: Credential;
  readonly environment?: Environment;
  readonly evidence?: Evidence;
  readonly layers?: readonly Layer[];
  readonly removal?: PolicyRemoval;
  readonly saved?: Parameters<typeof policyReport>[0]['saved'];
  readonly previewOf?: string | null;
  /** None that has anything of these places, unless it matters. */
  readonly userHome?: string;
  readonly doubt?: LoadDoubt | null;
  /** Text of the cache. */
  readonly cloudCache?: string;
  readonly start?: CodexStart;
}

/** The files in their places. */
export function sourcesOf(files: Files): ReadonlyMap<string, ConfigFile> {
  const sources = new Map<string, ConfigFile>();
  for (const [name, file] of Object.entries(files)) {
    const place = name in places ? places[name as keyof typeof places] : name;
    if (file === undefined) continue;
    sources.set(place, typeof file === 'string' ? { kind: 'text', text: file } : file);
  }
  return sources;
}

/** What is read of these files; the others are absent. */
export function settingsOf(files: Files): CodexConfig {
  return settingsFrom(settingsLayers('linux', '/home/ada/.codex', {}, null), sourcesOf(files));
}

/** The report on these files; the others are absent. */
export function reportOn(files: Files, situation: Situation = {}): PolicyReport {
  const start = situation.start ?? null;
  const layers = situation.layers ?? settingsLayers('linux', '/home/ada/.codex', {}, start);
  const { cloudCache: text } = situation;
  const local = settingsFrom(layers, sourcesOf(files), {
    environment: situation.environment ?? [],
    dotenvProblem: null,
    cloudCache: text === undefined ? { kind: 'absent' } : { kind: 'text', text },
  });
  return reportOfSettings(local, situation);
}

/** The report on settings that were read. */
export function reportOfSettings(local: CodexConfig, situation: Situation = {}): PolicyReport {
  const {
    credential = { kind: 'signedOut' },
    evidence = notVerified(),
    userHome = '/root',
    start = null,
  } = situation;
  const cloud = cloudRulesOf(local, credential, testNow);
  const settings = withCloudRules(local, cloud);
  const doubt = situation.doubt ?? null;
  return policyReport({
    settings,
    cloud,
    credential,
    evidence,
    at: testNow,
    appVersion: '0.1.0',
    platform: 'linux',
    userHome,
    doubt,
    stop: doubt?.because === 'config' ? doubt : configStop(settings),
    previewOf: situation.previewOf ?? null,
    removal: situation.removal ?? null,
    saved: situation.saved ?? [],
    start,
  });
}
