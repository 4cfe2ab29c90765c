import { defineTexts } from './define-texts.ts';

/** Why an app-server of Codex gave no answer. */
export const codexServerTexts = defineTexts({
  timedOut: 'Codex did not answer {method} in time.',
  ended: 'Codex ended before it answered {method}.',
  refused: 'Codex refused {method}.',
  unexpected: 'Codex answered {method} in an unknown way.',
});
