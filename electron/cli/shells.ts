import { usageTexts } from '../../shared/texts/command-line/usage.ts';

/** Shells that completions are written for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** What follows `gatehouse completions`; a sentence where it cannot. */
export function shellOf(words: readonly string[]): { readonly shell: Shell } | string {
  const shell = shells.find((name) => name === words[0]);
  return shell === undefined || words.length > 1 ? usageTexts.completions() : { shell };
}
