import type { PolicySource } from '../../shared/policy.ts';
import type { CodexStart } from '../policy/layers.ts';

/** Adds what counts for one start of Codex and was not read, where it stands by its strength. */
export function withStartSources(
  sources: readonly PolicySource[],
  start: CodexStart | null,
): PolicySource[] {
  const read = (kind: PolicySource['kind']): readonly PolicySource[] =>
    sources.filter((source) => source.kind === kind);
  return sources.flatMap((source) => {
    if (source.kind === 'projectConfig' || source.kind === 'profileConfig') return [];
    if (source.kind !== 'userConfig') return [source];
    const asUser = { ...source, line: null, column: null, owner: null, mode: null, readFrom: null };
    return [
      { ...asUser, ...commandLine },
      ...read('projectConfig'),
      ...projectsNotRead(start).map((row) => ({ ...asUser, ...row })),
      ...read('profileConfig'),
      ...(start?.profile ? [] : [{ ...asUser, ...profileNotRead(source.place) }]),
      source,
    ];
  });
}

type Row = Pick<PolicySource, 'kind' | 'place' | 'status' | 'message'>;

const commandLine: Row = {
  kind: 'commandLine',
  place: 'codex -c KEY=VALUE',
  status: 'notLookedAt',
  message: 'It counts where Codex is started with it.',
};

function profileNotRead(userConfig: string): Row {
  return {
    kind: 'profileConfig',
    place: userConfig.replace(/config\.toml$/, 'NAME.config.toml'),
    status: 'notLookedAt',
    message:
      'It counts where Codex is started with --profile NAME. "gatehouse policy --profile NAME" looks at it.',
  };
}

function projectsNotRead(start: CodexStart | null): readonly Row[] {
  const folder = start?.folder ?? null;
  const place = '.codex/config.toml';
  const kind = 'projectConfig';
  if (start === null || folder === null) {
    const message =
      'It counts where Codex is started in a project that you have trusted. "gatehouse policy --cd FOLDER" looks at it.';
    return [{ kind, place, status: 'notLookedAt', message }];
  }
  if (start.projects.length === 0) {
    const message = `From ${folder} up to the root of its project there is none.`;
    return [{ kind, place, status: 'absent', message }];
  }
  const message =
    'Codex does not read it, because the project is not trusted. It counts once you trust the project in Codex.';
  return start.projects
    .filter(({ isTrusted }) => !isTrusted)
    .map((project) => ({ kind, place: project.place, status: 'notTrusted', message }));
}
