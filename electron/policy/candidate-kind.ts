import type { CandidateKind, PolicyCandidate, PolicyPreview } from '../../shared/policy.ts';
import { policyNames, policyRow, type SettingName } from './policy-keys.ts';
import { settingsContent } from './config-content.ts';
import { readSettingsDocument, settingIn } from './config-document.ts';

/**
 * Which of the managed files a candidate stands in for, and what says so: a person, else
 * its name, else keys that have a meaning in one of them only. Where nothing does,
 * managed_config.toml is assumed. Pure.
 */
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

/** Null where keys speak for neither, or for both. */
function kindOfKeys(bytes: Uint8Array): CandidateKind | null {
  const document = readSettingsDocument('', settingsContent(bytes));
  if (document?.kind !== 'table') return null;
  const present = policyNames.filter((name) => settingIn(document, name).kind !== 'absent');
  const isFor = (family: string) => (name: SettingName) =>
    policyRow(name).families.every((one) => one === family);
  const isRequirements = present.some(isFor('requirements'));
  if (isRequirements === present.some(isFor('config'))) return null;
  return isRequirements ? 'requirements' : 'managedConfig';
}
