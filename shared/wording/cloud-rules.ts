import type { CloudReport } from '../policy.ts';
import { cloudRulesKnownTexts as texts } from '../texts/cloud-rules-known.ts';

/** What is known of the rules of a workspace, for people; null where there is nothing to say. */
export function cloudRulesText(cloud: CloudReport): string | null {
  const { kind, because, problem, documents } = cloud;
  switch (kind) {
    case 'none':
      return null;
    case 'inForce':
      return documents.length === 0 ? texts.noRules() : texts.inForce();
    case 'otherVersion':
      return texts.otherVersion();
    case 'expected':
    case 'passedOver':
      return because === null ? null : reasonText(because, problem);
  }
}

function reasonText(because: NonNullable<CloudReport['because']>, problem: string | null): string {
  switch (because) {
    case 'otherWorkspace':
    case 'otherUser':
      return texts.otherAccount();
    case 'unreadable':
    case 'damaged':
    case 'signature':
    case 'contents':
      return texts.notUsed({ problem: problem ?? because });
    case 'absent':
    case 'expired':
    case 'localRules':
    case 'method':
    case 'noIds':
    case 'owner':
    case 'plan':
    case 'signedOut':
      return texts[because]();
  }
}
