import type { Management } from '../../shared/app-state.ts';
import {
  isMisplaced,
  type CandidateKind,
  type CloudReport,
  type PolicyCandidate,
  type PolicyPreview,
  type PolicyRemoval,
  type PolicyReport,
} from '../../shared/policy.ts';
import { policyReportTexts as texts } from '../../shared/texts/policy-report.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import type { RulesInForce } from '../policy/cloud-rules.ts';
import type { CodexLoading } from '../policy/codex-loading.ts';
import { checkCloud, configStop, type ConfigStop } from '../policy/config-check.ts';
import type { SayReason } from '../policy/violation-text.ts';
import type { WorkspaceEvidence } from '../policy/workspace-evidence.ts';
import { cloudReport } from './cloud-report.ts';
import { managementIn } from './management.ts';
import { policyReport, type ReportInput } from './policy-report.ts';
import { needsEvidence } from '../policy/restriction-verdict.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import { readConfigDocument, settingIn, configContent } from '../policy/config-document.ts';
import type { Layer } from '../policy/layers.ts';
import { policyNames, policyRow, type SettingName } from '../policy/policy-keys.ts';
import { settingsFrom, type CodexConfig, type SettingsPlaces } from '../policy/codex-config.ts';

interface KnownRemoval {
  get(): PolicyRemoval | null;
  onChange(listener: () => void): () => void;
  /** Never rejects. */
  look(): Promise<void>;
}

/** The accounts that are saved and not in use. */
interface KnownAccounts {
  get(): ReportInput['saved'];
  onChange(listener: () => void): () => void;
}

export interface PolicyOwnerParts {
  readonly rules: Pick<RulesOwner, 'get' | 'readAt' | 'onChange'>;
  readonly inForce: Pick<RulesInForce, 'settingsFor' | 'cloud'>;
  readonly session: Pick<AuthSession, 'get' | 'onChange'>;
  readonly evidence: WorkspaceEvidence;
  readonly loading: Pick<
    CodexLoading,
    'get' | 'isKnown' | 'look' | 'lookWhereDoubtful' | 'stopWith' | 'onChange'
  >;
  readonly removal: KnownRemoval;
  readonly savedAccounts: KnownAccounts;
  readonly places: SettingsPlaces;
  readonly appVersion: string;
  readonly platform: string;
  readonly userHome: string;
}

/** For evidence that no rule demands. */
const shortPatienceMs = 1_000;

/** Reports what the rules of this machine are and do. It reads no file and changes nothing. */
export class PolicyOwner {
  readonly #parts: PolicyOwnerParts;

  constructor(parts: PolicyOwnerParts) {
    this.#parts = parts;
  }

  onChange(listener: () => void): () => void {
    const { rules, session, evidence, loading, removal, savedAccounts } = this.#parts;
    const stops = [rules, session, evidence, loading, removal, savedAccounts].map((owner) =>
      owner.onChange(listener),
    );
    return () => stops.forEach((stop) => stop());
  }

  /** The report of this moment. It asks nobody. */
  get(): PolicyReport {
    return this.#reportOn(this.#parts.rules.get(), null);
  }

  /** Who manages this machine; null where its user does. */
  management(): Management | null {
    const { inForce, session, userHome } = this.#parts;
    return managementIn(inForce.settingsFor(session.get()), userHome);
  }

  /** What is known of the rules of the workspace. */
  cloud(): CloudReport {
    return cloudReport(this.#parts.inForce.cloud());
  }

  /**
   * As `get`, while evidence is fetched, of which `onChange` reports what comes of it.
   * @param say why an account is not used
   */
  report(say?: SayReason): PolicyReport {
    const { rules, session, evidence, removal } = this.#parts;
    void evidence.look(session.get());
    void removal.look();
    const report = this.#reportOn(rules.get(), null, say);
    void this.#lookAtCodex(report);
    return report;
  }

  /** The report, once evidence was looked for. @param say why an account is not used */
  async settledReport(say?: SayReason): Promise<PolicyReport> {
    const { rules, removal } = this.#parts;
    await Promise.all([this.#settle(rules.get()), removal.look()]);
    await this.#lookAtCodex(this.get());
    return this.#reportOn(rules.get(), null, say);
  }

  /** What stops Codex, which is asked where that is not certain; null for nothing. */
  async settledStop(): Promise<ConfigStop | null> {
    const { loading, inForce, session } = this.#parts;
    await loading.lookWhereDoubtful();
    return loading.stopWith(inForce.settingsFor(session.get()));
  }

  async #lookAtCodex(report: PolicyReport): Promise<void> {
    const { loading } = this.#parts;
    if (loading.isKnown()) return;
    await (hasRemoval(report) ? loading.look() : loading.lookWhereDoubtful());
  }

  /** What would hold with this file in place, with the evidence so far. */
  preview(candidate: PolicyCandidate, say?: SayReason): PolicyPreview {
    return this.#previewOf(candidate, this.#with(candidate), say);
  }

  /** The same, once evidence was looked for. */
  async settledPreview(candidate: PolicyCandidate, say?: SayReason): Promise<PolicyPreview> {
    const settled = this.#with(candidate);
    await this.#settle(settled.settings);
    return this.#previewOf(candidate, settled, say);
  }

  /** Waits long for evidence only where a rule demands it. */
  async #settle({ rules }: CodexConfig): Promise<void> {
    const { session, evidence } = this.#parts;
    const credential = session.get();
    const isDemanded = rules.kind === 'known' && needsEvidence(rules.rules, credential);
    await evidence.look(credential, isDemanded ? undefined : shortPatienceMs);
  }

  #with(candidate: PolicyCandidate): WithCandidate {
    const { rules, places } = this.#parts;
    const taken = candidateKind(candidate);
    const place = placeOf(places, taken.kind);
    // The owner and the rights of the candidate say nothing about the deployed file.
    const sources = new Map(rules.get().sources).set(place, configContent(candidate.bytes));
    const settings = settingsFrom(places.layers, sources, rules.get());
    return { settings, place, taken };
  }

  #previewOf(
    { name }: PolicyCandidate,
    { settings, place, taken }: WithCandidate,
    say?: SayReason,
  ): PolicyPreview {
    const report = this.#reportOn(settings, place, say);
    return {
      name,
      ...taken,
      // Rolled out for nothing, it must not pass for compliance.
      report: isMisplaced(report) ? { ...report, state: 'error' } : report,
    };
  }

  /** By the files of this machine, or with a candidate among them. */
  #reportOn(
    local: CodexConfig,
    previewOf: ReportInput['previewOf'],
    say?: SayReason,
  ): PolicyReport {
    const { rules, inForce, session, evidence, loading, removal, places } = this.#parts;
    const { appVersion, platform, userHome } = this.#parts;
    const present = session.get();
    const credential = previewOf === null ? present : presentCredential(present);
    const settings = inForce.settingsFor(credential, local);
    return policyReport({
      settings,
      cloud: inForce.cloud(credential, local),
      credential,
      evidence: evidence.get(credential),
      at: rules.readAt(),
      appVersion,
      platform,
      userHome,
      previewOf,
      // The Codex CLI reads the deployed files, and no candidate.
      doubt: previewOf === null ? (loading.get() ?? checkCloud(settings)) : null,
      stop: previewOf === null ? loading.stopWith(settings) : configStop(settings),
      removal: removal.get(),
      saved: this.#parts.savedAccounts.get(),
      start: places.start,
      ...(say && { say }),
    });
  }
}

function hasRemoval({ accounts }: PolicyReport): boolean {
  return accounts.some(({ result, withheld }) => result === 'toBeSignedOut' && withheld === null);
}

interface WithCandidate {
  readonly settings: CodexConfig;
  readonly place: string;
  readonly taken: ReturnType<typeof candidateKind>;
}

/** A candidate may be there to correct the files that hide who is signed in. */
function presentCredential(credential: Credential): Credential {
  if (credential.kind !== 'unusable' || credential.problem.code !== 'store-unknown') {
    return credential;
  }
  const { problem } = credential;
  const message = texts.presentUnreadable({ problem: problem.message });
  return { ...credential, problem: { ...problem, message } };
}

/** On Windows, a config of an administrator is the config.toml of the machine. */
function placeOf({ layers }: SettingsPlaces, kind: CandidateKind): string {
  const placeOfKind = (wanted: Layer['kind']): string | undefined =>
    layers.find((layer) => layer.kind === wanted)?.place;
  const place = placeOfKind(kind) ?? placeOfKind('systemConfig');
  if (place === undefined) throw new TypeError('every platform has both files');
  return place;
}

/** What a candidate stands in for: by the person, its name, its keys, else managed_config.toml. */
export function candidateKind(candidate: PolicyCandidate): Pick<PolicyPreview, 'kind' | 'because'> {
  const { as } = candidate;
  if (as !== null) return { kind: as, because: 'asked' };
  const named = kindOfName(candidate.name);
  if (named !== null) return { kind: named, because: 'name' };
  const keyed = kindOfKeys(candidate.bytes);
  if (keyed !== null) return { kind: keyed, because: 'keys' };
  return { kind: 'managedConfig', because: 'assumed' };
}

function kindOfName(name: string): CandidateKind | null {
  if (/requirements/i.test(name)) return 'requirements';
  return /config/i.test(name) ? 'managedConfig' : null;
}

function kindOfKeys(bytes: Uint8Array): CandidateKind | null {
  const document = readConfigDocument('', configContent(bytes));
  if (document?.kind !== 'table') return null;
  const present = policyNames.filter((name) => settingIn(document, name).kind !== 'absent');
  const isFor = (family: string) => (name: SettingName) =>
    policyRow(name).families.every((one) => one === family);
  const isRequirements = present.some(isFor('requirements'));
  if (isRequirements === present.some(isFor('config'))) return null;
  return isRequirements ? 'requirements' : 'managedConfig';
}
