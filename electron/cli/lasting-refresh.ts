import { keptSentence } from '../auth/refresh-failure.ts';
import type { RefreshOutcome } from '../auth/token-refresh.ts';
import type { Core } from '../core.ts';
import type { Delay } from '../ports.ts';
import type { Terminal } from './terminal.ts';

/** Waits before each further try to save, in milliseconds: a keyring that crashed is soon back. */
const savingWaitsMs = [500, 1_000, 2_000, 4_000, 8_000];

/** What a command needs to refresh. */
export interface RefreshDeps {
  readonly terminal: Terminal;
  readonly delay: Delay;
}

/**
 * Refreshes what is due, by a program that ends afterwards. Refreshed tokens that
 * neither store nor journal took would end with it, and the sign-in with them: it
 * says so and tries again for about 15 seconds.
 *
 * The Codex CLI (0.169.0) has nothing like it and loses such tokens.
 */
export async function refreshLasting(
  { commands, session }: Pick<Core, 'commands' | 'session'>,
  options: { readonly force: boolean },
  { terminal, delay }: RefreshDeps,
): Promise<RefreshOutcome> {
  let outcome = await commands.refresh(options);
  if (!session.hasTokensInMemoryAlone()) return outcome;
  terminal.err('The new tokens could not be saved yet. Trying again; please do not end this now.');
  for (const waitMs of savingWaitsMs) {
    await delay(waitMs, new AbortController().signal);
    outcome = await commands.refresh({ force: false });
    if (!session.hasTokensInMemoryAlone()) return outcome;
  }
  return outcome.kind === 'failed' ? lost(outcome) : outcome;
}

/** They are kept by nothing any more, other than the outcome says: of it the reason is left. */
function lost({ failure }: Extract<RefreshOutcome, { kind: 'failed' }>): RefreshOutcome {
  const reason = failure.message.replace(`${keptSentence} `, '');
  const message = `The new tokens could not be saved and are lost. Make the store usable, then sign in again. ${reason}`;
  return { kind: 'failed', failure: { ...failure, message } };
}
