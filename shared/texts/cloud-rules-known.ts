import { defineTexts } from './define-texts.ts';

/** What is known of the rules that a workspace sets, a sentence or two each. */
export const cloudRulesKnownTexts = defineTexts({
  noRules: 'Your workspace sets no rules.',
  inForce: 'Set by your workspace. Your config.toml can override them.',
  otherVersion: 'There are cloud rules that Gatehouse cannot read. Update Gatehouse to see them.',
  absent: 'Your workspace may have rules. Codex asks for them at its next start.',
  expired:
    'The rules that Codex has from your workspace have expired. Codex asks for them again at its next start.',
  otherAccount:
    'The rules that Codex has are for another account. It asks for yours at its next start.',
  noIds:
    'Your workspace may have rules. They are not kept without the ids of workspace and user, so Codex asks for them at each start.',
  owner: 'Codex uses a token whose workspace may have rules. They are not known here.',
  /** {problem} goes on after the colon, without a full stop. */
  notUsed:
    'Codex does not use the rules that it has from your workspace: {problem}. Codex asks for them again at its next start.',
  signedOut: 'Codex has rules of a workspace. It does not use them while nobody is signed in.',
  method: 'Codex has rules of a workspace. It does not use them with this sign-in.',
  plan: 'Codex has rules of a workspace. It does not use them with this plan.',
  localRules:
    'Codex has rules of a workspace. It does not use them, because the rules of this computer do not allow this sign-in.',
});
