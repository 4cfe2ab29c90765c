import { parseForms } from './html-forms.ts';
import type { HtmlForm } from './html-forms.ts';
import { createPageWalker } from './page-walker.ts';
import type { PageWalker, VisitedPage } from './page-walker.ts';

export type { VisitedPage } from './page-walker.ts';

function onlyForm(page: VisitedPage): HtmlForm {
  const form = parseForms(page.html)[0];
  if (form === undefined) throw new Error(`no form on the page (status ${page.status})`);
  return form;
}

function pressAccount(walker: PageWalker, page: VisitedPage, email: string): Promise<VisitedPage> {
  const form = onlyForm(page);
  const button = form.buttons.find(({ name, value }) => name === 'account' && value === email);
  if (button === undefined) throw new Error(`the page offers no account ${email}`);
  if (button.disabled) throw new Error(`the account ${email} is shown but cannot be chosen`);
  return walker.submit(page, form, { account: email });
}

function pressDeny(walker: PageWalker, page: VisitedPage): Promise<VisitedPage> {
  return walker.submit(page, onlyForm(page), { deny: '1' });
}

/**
 * Follows a sign-in link as a browser would: chooses the account, is sent to the application's
 * loopback callback and stays on the page that this leads to.
 */
export async function signInWith(link: string, email: string): Promise<VisitedPage> {
  const walker = createPageWalker();
  return pressAccount(walker, await walker.open(link), email);
}

/** As `signInWith`, but presses Deny. */
export async function deny(link: string): Promise<VisitedPage> {
  const walker = createPageWalker();
  return pressDeny(walker, await walker.open(link));
}

/** Like `signInWith`, but the callback is not visited: returns its URL, with code and state. */
export async function chooseAccount(link: string, email: string): Promise<URL> {
  const issuerOrigin = new URL(link).origin;
  const walker = createPageWalker({ stopBefore: (target) => target.origin !== issuerOrigin });
  const page = await pressAccount(walker, await walker.open(link), email);
  return new URL(page.url);
}

async function enterUserCode(
  walker: PageWalker,
  verificationUrl: string,
  userCode: string,
): Promise<VisitedPage> {
  const entry = await walker.open(verificationUrl);
  const chooser = await walker.submit(entry, onlyForm(entry), { user_code: userCode });
  if (chooser.status !== 200) throw new Error('the page does not accept the device code');
  return chooser;
}

/** Types the code into the device page and chooses the account; returns the closing page. */
export async function approveDevice(
  verificationUrl: string,
  userCode: string,
  email: string,
): Promise<VisitedPage> {
  const walker = createPageWalker();
  return pressAccount(walker, await enterUserCode(walker, verificationUrl, userCode), email);
}

/** As `approveDevice`, but presses Deny. */
export async function denyDevice(verificationUrl: string, userCode: string): Promise<VisitedPage> {
  const walker = createPageWalker();
  return pressDeny(walker, await enterUserCode(walker, verificationUrl, userCode));
}
