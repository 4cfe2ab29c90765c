import { expect, it, onTestFinished } from 'vitest';
import { ada } from './accounts.ts';
import { applicationInTest } from './application-in-test.ts';
import { startOidcProviderIssuer } from './oidc-provider-issuer.ts';
import { denyThroughPages, signInThroughPages } from './oidc-provider-pages.ts';
import { beginSignIn } from './plain-client.ts';

async function linkFor(redirectUri: string): Promise<string> {
  const issuer = await startOidcProviderIssuer();
  onTestFinished(() => issuer.close());
  return beginSignIn(issuer.origin, { redirect_uri: redirectUri }).link;
}

it('signs in up to the last page of the application', async () => {
  const application = await applicationInTest();
  const page = await signInThroughPages(await linkFor(application.redirectUri), ada.email);
  expect(page).toMatchObject({ status: 200, url: `${application.origin}/success` });
  expect(application.seen).toEqual([expect.stringMatching(/^\/auth\/callback\?code=/), '/success']);
});

it('denies', async () => {
  const application = await applicationInTest();
  await denyThroughPages(await linkFor(application.redirectUri));
  expect(application.seen).toEqual([
    expect.stringMatching(/^\/auth\/callback\?error=access_denied&/),
  ]);
});

it('says so when the account is not known', async () => {
  const application = await applicationInTest();
  const link = await linkFor(application.redirectUri);
  await expect(signInThroughPages(link, 'nobody@example.com')).rejects.toThrow('no consent form');
});
