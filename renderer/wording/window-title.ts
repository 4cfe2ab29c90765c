import type { AppState } from '../../shared/app-state.ts';
import { accountPageTexts } from '../../shared/texts/account-page.ts';
import { windowTexts } from '../../shared/texts/window.ts';
import { sections } from '../sections.ts';
import { isOnAccount, type Screen } from '../store.ts';
import { signInStateOf } from './account-phrases.ts';

/** What the taskbar and a screen reader say of the window: its state first, then where it is. */
export function windowTitle(app: AppState | null, screen: Screen): string {
  const section = sections.find((one) => one.screen === screen && !isOnAccount(screen));
  const parts = [app && stateOf(app), section?.label(), 'Gatehouse'];
  return parts.filter(Boolean).join(' - ');
}

function stateOf(app: AppState): string | null {
  const { title } = windowTexts;
  const { account, signIn, removal } = app;
  if (removal !== null) return title.removal();
  if (signIn.kind === 'failed') return title.failed();
  if (signIn.kind !== 'idle') return title.signingIn();
  if (account.kind === 'loading') return null;
  if (account.kind === 'signedOut') return title.signedOut();
  if (account.kind === 'unusable') return title.unusable();
  return accountPageTexts.states[signInStateOf(account, app)]();
}
