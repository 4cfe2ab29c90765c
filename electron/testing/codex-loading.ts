import type { AccountCommandsParts } from '../account/account-commands.ts';

/** A Codex CLI that loads whatever is configured. */
export const codexThatLoads: AccountCommandsParts['loading'] = {
  get: () => null,
  isKnown: () => true,
  look: () => Promise.resolve(),
};
