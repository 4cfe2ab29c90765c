import type { CloudReport } from '../policy.ts';

/** What is known of the rules of a workspace, for people; null where there is nothing to say. */
export function cloudRulesText(cloud: CloudReport): string | null {
  const { kind, because, problem, documents } = cloud;
  switch (kind) {
    case 'none':
      return null;
    case 'inForce':
      return documents.length === 0
        ? 'Your workspace sets no rules.'
        : 'Set by your workspace. Your config.toml can override them.';
    case 'otherVersion':
      return 'There are cloud rules that Gatehouse cannot read. Update Gatehouse to see them.';
    case 'expected':
    case 'passedOver':
      return because === null ? null : reasonText(because, problem);
  }
}

const askedAgain = 'Codex asks for them again at its next start.';

function reasonText(because: NonNullable<CloudReport['because']>, problem: string | null): string {
  switch (because) {
    case 'absent':
      return 'Your workspace may have rules. Codex asks for them at its next start.';
    case 'expired':
      return `The rules that Codex has from your workspace have expired. ${askedAgain}`;
    case 'otherWorkspace':
    case 'otherUser':
      return 'The rules that Codex has are for another account. It asks for yours at its next start.';
    case 'noIds':
      return 'Your workspace may have rules. They are not kept without the ids of workspace and user, so Codex asks for them at each start.';
    case 'owner':
      return 'Codex uses a token whose workspace may have rules. They are not known here.';
    case 'unreadable':
    case 'damaged':
    case 'signature':
    case 'contents':
      return `Codex does not use the rules that it has from your workspace: ${problem ?? because}. ${askedAgain}`;
    case 'signedOut':
      return 'Codex has rules of a workspace. It does not use them while nobody is signed in.';
    case 'method':
      return 'Codex has rules of a workspace. It does not use them with this sign-in.';
    case 'plan':
      return 'Codex has rules of a workspace. It does not use them with this plan.';
    case 'localRules':
      return 'Codex has rules of a workspace. It does not use them, because the rules of this computer do not allow this sign-in.';
  }
}
