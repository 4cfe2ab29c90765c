import type { Management } from '../../shared/app-state.ts';
import { managementOf, type PolicyReport } from '../../shared/policy.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { Now } from '../ports.ts';
import type { WorkspaceEvidence } from './key-set.ts';
import { policyReport, type ReportInput } from './policy-report.ts';
import type { RulesOwner } from './rules-owner.ts';
import { settingsFrom, type Settings, type SettingsPlaces } from './settings.ts';

/** A candidate for one of the managed files. */
export interface CandidateFile {
  /** Its name decides which place it stands in for; see `placeOfCandidate`. */
  readonly name: string;
  /** What is in it, or why that would not be read where it is deployed. */
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'unreadable'; readonly message: string };
}

export interface PolicyDeskParts {
  readonly rules: Pick<RulesOwner, 'get' | 'onChange'>;
  readonly session: Pick<AuthSession, 'get' | 'onChange'>;
  readonly evidence: WorkspaceEvidence;
  readonly places: SettingsPlaces;
  readonly appVersion: string;
  readonly platform: string;
  /** Absolute. */
  readonly userHome: string;
  readonly now: Now;
}

/**
 * Tells what the rules of this machine are and do, from what the owners of settings
 * and sign-in hold. It reads no file again, changes nothing, and removes nothing.
 */
export class PolicyDesk {
  readonly #parts: PolicyDeskParts;
  /** Asked for with every snapshot, and to be had from the settings alone. */
  #management: { readonly of: Settings; readonly is: Management | null } | null = null;

  constructor(parts: PolicyDeskParts) {
    this.#parts = parts;
  }

  /** Tells whenever a report may say something else. */
  onChange(listener: () => void): () => void {
    const { rules, session, evidence } = this.#parts;
    const stops = [rules, session, evidence].map((owner) => owner.onChange(listener));
    return () => stops.forEach((stop) => stop());
  }

  /** The report of this moment, with the evidence so far. */
  get(): PolicyReport {
    return this.#reportOn(this.#parts.rules.get(), null);
  }

  /** Who manages this machine; null where its user does. */
  management(): Management | null {
    const settings = this.#parts.rules.get();
    if (this.#management?.of !== settings) {
      this.#management = { of: settings, is: managementOf(this.get()) };
    }
    return this.#management.is;
  }

  /** The report, after looking for evidence, which may ask the issuer for its keys. */
  async report(): Promise<PolicyReport> {
    await this.#parts.evidence.look(this.#parts.session.get());
    return this.get();
  }

  /** What would hold with this file in place. Nothing is enforced by it. */
  async preview(candidate: CandidateFile): Promise<PolicyReport> {
    const { rules, session, evidence, places } = this.#parts;
    await evidence.look(session.get());
    const place = placeOfCandidate(places, candidate.name);
    const { content } = candidate;
    const sources = new Map(rules.get().sources).set(
      place,
      // A mark of the byte order goes, as the reader of files does it.
      content.kind === 'text' ? { ...content, text: content.text.replace(/^\uFEFF/, '') } : content,
    );
    return this.#reportOn(settingsFrom(places.layers, sources), place);
  }

  #reportOn(settings: Settings, previewOf: ReportInput['previewOf']): PolicyReport {
    const { session, evidence, places, appVersion, platform, userHome, now } = this.#parts;
    const credential = session.get();
    return policyReport({
      layers: places.layers,
      settings,
      credential,
      evidence: evidence.get(credential),
      at: now(),
      appVersion,
      platform,
      userHome,
      previewOf,
    });
  }
}

/**
 * The place that a candidate stands in for: requirements.toml where its name has
 * "requirements" in it, else managed_config.toml.
 */
export function placeOfCandidate({ layers }: SettingsPlaces, name: string): string {
  const kind = /requirements/i.test(name) ? 'requirements' : 'managedConfig';
  const place = layers.find((layer) => layer.kind === kind)?.place;
  if (place === undefined) throw new TypeError('every platform has both files');
  return place;
}
