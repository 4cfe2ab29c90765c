import type { CloudReport } from '../../shared/policy.ts';
import { shownName } from '../base/unseen-characters.ts';
import type { CloudRules } from '../policy/cloud-rules.ts';

/** What is known of the rules of the workspace, for window, command line and JSON. */
export function cloudReport(cloud: CloudRules): CloudReport {
  const bundle = 'bundle' in cloud ? cloud.bundle : null;
  return {
    kind: cloud.kind,
    because: 'because' in cloud ? cloud.because : null,
    problem: 'message' in cloud ? cloud.message : null,
    fetchedAt: bundle && new Date(bundle.fetchedAt).toISOString(),
    expiresAt: bundle && new Date(bundle.expiresAt).toISOString(),
    workspaceId: shownId(bundle?.workspaceId),
    userId: shownId(bundle?.userId),
    documents: (bundle?.fragments ?? []).map(({ place, family }) => ({ name: place, family })),
  };
}

function shownId(id: string | null | undefined): string | null {
  return id === null || id === undefined ? null : shownName(id);
}
