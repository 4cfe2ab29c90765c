import { expect, it } from 'vitest';
import { ada } from './accounts.ts';
import { applicationInTest } from './application-in-test.ts';
import { issuerInTest } from './issuer-in-test.ts';
import { beginSignIn } from './plain-client.ts';
import { deny, signInWith } from './user-agent.ts';

it('signs in up to the last page of the application', async () => {
  const issuer = await issuerInTest({ anyPort: true });
  const application = await applicationInTest();
  const { link } = beginSignIn(issuer.origin, { redirect_uri: application.redirectUri });
  expect(await signInWith(link, ada.email)).toEqual({
    status: 200,
    url: `${application.origin}/success`,
    html: '<h1>Back in the application</h1>',
  });
  expect(application.seen).toEqual([
    expect.stringMatching(/^\/auth\/callback\?code=ac_[\w-]+&state=/),
    '/success',
  ]);
});

it('denies', async () => {
  const issuer = await issuerInTest({ anyPort: true });
  const application = await applicationInTest();
  const { link } = beginSignIn(issuer.origin, { redirect_uri: application.redirectUri });
  await deny(link);
  expect(application.seen).toEqual([
    expect.stringMatching(/^\/auth\/callback\?error=access_denied&state=/),
  ]);
});

it('says so when the page does not offer the account', async () => {
  const { origin } = await issuerInTest();
  const { link } = beginSignIn(origin);
  await expect(signInWith(link, 'nobody@example.com')).rejects.toThrow('offers no account');
});
