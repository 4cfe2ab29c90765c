import type { Delay } from '../ports.ts';
import { settledRead } from '../base/settled-read.ts';
import type { CodexConfig } from './codex-config.ts';

/**
 * Half a second in all: a mistake in a file is to be seen within a second, and one that
 * is only half-written blocks new sign-ins for a moment and removes nothing.
 */
export const unknownWaitsMs: readonly number[] = [50, 100, 150, 200];

/** The Codex config, read again where it stops being understood: a file may be half-written. */
export function rereadConfig(
  read: () => Promise<CodexConfig>,
  delay: Delay,
): () => Promise<CodexConfig> {
  let wereUnknown = false;
  return async () => {
    const waitsMs = (found: CodexConfig): readonly number[] =>
      isUnknown(found) && !wereUnknown ? unknownWaitsMs : [];
    const settings = await settledRead({ read, waitsMs, delay });
    wereUnknown = isUnknown(settings);
    return settings;
  };
}

function isUnknown({ rules, storeMode, encryptedStore }: CodexConfig): boolean {
  return [rules, storeMode, encryptedStore].some(({ kind }) => kind === 'unknown');
}
