import type { PolicySource } from '../../shared/policy.ts';
import { policyReportTexts } from '../../shared/texts/policy-report.ts';
import type { CodexStart } from '../policy/layers.ts';

const texts = policyReportTexts.start;

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
      { ...asUser, ...commandLine() },
      ...read('projectConfig'),
      ...projectsNotRead(start).map((row) => ({ ...asUser, ...row })),
      ...read('profileConfig'),
      ...(start?.profile ? [] : [{ ...asUser, ...profileNotRead(source.place) }]),
      source,
    ];
  });
}

type Row = Pick<PolicySource, 'kind' | 'place' | 'status' | 'message'>;

function commandLine(): Row {
  return {
    kind: 'commandLine',
    place: 'codex -c KEY=VALUE',
    status: 'notLookedAt',
    message: texts.commandLine(),
  };
}

function profileNotRead(userConfig: string): Row {
  return {
    kind: 'profileConfig',
    place: userConfig.replace(/config\.toml$/, 'NAME.config.toml'),
    status: 'notLookedAt',
    message: texts.profile(),
  };
}

function projectsNotRead(start: CodexStart | null): readonly Row[] {
  const folder = start?.folder ?? null;
  const place = '.codex/config.toml';
  const kind = 'projectConfig';
  if (start === null || folder === null) {
    return [{ kind, place, status: 'notLookedAt', message: texts.project() }];
  }
  if (start.projects.length === 0) {
    return [{ kind, place, status: 'absent', message: texts.noProject({ folder }) }];
  }
  const message = texts.notTrusted();
  return start.projects
    .filter(({ isTrusted }) => !isTrusted)
    .map((project) => ({ kind, place: project.place, status: 'notTrusted', message }));
}
