import type { CandidateKind, PolicyPreview } from '../policy.ts';

export const candidateFiles: Readonly<Record<CandidateKind, string>> = {
  requirements: 'requirements.toml',
  managedConfig: 'managed_config.toml',
};

/** What a person should know of how the kind of a previewed file was found; null where nothing. */
export function kindNote({
  name,
  kind,
  because,
}: Pick<PolicyPreview, 'name' | 'kind' | 'because'>): string | null {
  const file = candidateFiles[kind];
  switch (because) {
    case 'asked':
    case 'name':
      return null;
    case 'keys':
      return `${name} is taken as a ${file}, for its keys have a meaning there only.`;
    case 'assumed':
      return `Neither the name nor the keys of ${name} say which file it is: a ${file} is assumed.`;
  }
}
