import type { IssuerAccount } from '../electron/testing/issuer/accounts.ts';
import { signInWith } from '../electron/testing/issuer/user-agent.ts';
import type { Desktop } from './desktop.ts';
import type { Screen } from './screen.ts';

/** Signs in as a person does, by the page that the window opens, and waits until it is shown. */
export async function signInByBrowser(
  screen: Screen,
  desktop: Desktop,
  account: IssuerAccount,
): Promise<void> {
  await screen.withChatgpt.click();
  await signInWith(await desktop.openedPage(), account.email);
  await screen.account.getByText(account.email).first().waitFor();
}
