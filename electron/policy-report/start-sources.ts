import type { PolicySource } from '../../shared/policy.ts';
import type { CodexStart } from '../policy/layers.ts';

/** Adds what counts for one start of Codex and was not read, where it stands by its strength. */
export function withStartSources(
  sources: readonly PolicySource[],
  start: CodexStart | null,
): PolicySource[] {
  const isOfStart = ({ kind }: PolicySource): boolean =>
    kind === 'projectConfig' || kind === 'profileConfig' || kind === 'userConfig';
  const strongest = sources.findIndex(isOfStart);
  const ofUser = sources.findIndex(({ kind }) => kind === 'userConfig');
  const user = sources[ofUser];
  if (user === undefined) return [...sources];
  const row = (members: Pick<PolicySource, 'place' | 'kind' | 'status' | 'message'>) => ({
    ...{ ...user, line: null, column: null, owner: null, mode: null, readFrom: null },
    ...members,
  });
  const notLookedAt = (
    kind: PolicySource['kind'],
    place: string,
    when: string,
    how: string | null,
  ): PolicySource => {
    const more = how === null ? '' : ` "gatehouse policy ${how}" looks at it.`;
    const message = `It counts where Codex is started ${when}.${more}`;
    return row({ kind, place, status: 'notLookedAt', message });
  };
  const projects =
    start === null || start.folder === null
      ? [notLookedAt('projectConfig', '.codex/config.toml', inProject, '--cd FOLDER')]
      : projectRows(start).map((found) => row({ kind: 'projectConfig', ...found }));
  const profilePlace = user.place.replace(/config\.toml$/, 'NAME.config.toml');
  return [
    ...sources.slice(0, strongest),
    notLookedAt('commandLine', 'codex -c KEY=VALUE', 'with it', null),
    ...sources.slice(strongest, ofUser).filter(({ kind }) => kind === 'projectConfig'),
    ...projects,
    ...sources.slice(strongest, ofUser).filter(({ kind }) => kind === 'profileConfig'),
    ...(start === null || start.profile === null
      ? [notLookedAt('profileConfig', profilePlace, 'with --profile NAME', '--profile NAME')]
      : []),
    ...sources.slice(ofUser),
  ];
}

const inProject = 'in a project that you have trusted';

const notTrusted =
  'Codex does not read it: the project is not trusted. It counts once you trust the project in Codex.';

/** Of projects that are not read: those that are not trusted, or the absent one of the folder. */
function projectRows({
  projects,
  folder,
}: CodexStart): readonly Pick<PolicySource, 'place' | 'status' | 'message'>[] {
  if (projects.length === 0) {
    return [{ place: `${folder}/.codex/config.toml`, status: 'absent', message: null }];
  }
  return projects
    .filter(({ isTrusted }) => !isTrusted)
    .map(({ place }) => ({ place, status: 'notTrusted', message: notTrusted }));
}
