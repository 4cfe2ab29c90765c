import type { PolicySource, PolicyWarning } from '../../shared/policy.ts';
import { policyReportTexts } from '../../shared/texts/policy-report.ts';
import type { CodexConfig } from '../policy/codex-config.ts';

const nowhere = { line: null, column: null };

/** What an administrator has put where nothing counts: told as a place, and warned of. */
export function ignoredFiles({ ignored, layers }: Pick<CodexConfig, 'ignored' | 'layers'>): {
  readonly sources: readonly PolicySource[];
  readonly warnings: readonly PolicyWarning[];
} {
  const requirements = layers.find(({ kind }) => kind === 'requirements')?.place ?? '';
  const message = policyReportTexts.warnings.ignoredFile({ requirements });
  return {
    sources: ignored.map(({ place, kind, level, scope }) => ({
      place,
      kind,
      level,
      scope,
      status: 'notLookedAt',
      message,
      ...nowhere,
      owner: null,
      mode: null,
      readFrom: null,
    })),
    warnings: ignored.map(({ place: source }) => ({
      kind: 'ignoredFile',
      source,
      key: null,
      ...nowhere,
      message,
    })),
  };
}
