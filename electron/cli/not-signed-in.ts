import { notSignedInTexts as texts } from '../../shared/texts/command-line/not-signed-in.ts';
import type { Core } from '../core.ts';

/** @param saved how many accounts are saved */
export function notSignedInText(saved: number): string {
  return saved === 0 ? texts.signIn() : texts.signInOrSwitch();
}

/** The same for what the core knows of. */
export function notSignedIn({ accounts }: Pick<Core, 'accounts'>): string {
  const { accounts: all } = accounts.inHome.view();
  return notSignedInText(all.filter(({ protection }) => protection !== 'none').length);
}
