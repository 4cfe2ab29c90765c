import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ada } from './accounts.ts';
import { issuerInTest } from './issuer-in-test.ts';
import { beginSignIn } from './plain-client.ts';
import { deny, signInWith } from './user-agent.ts';

/** An application that redirects its callback to a success page. */
async function startApplication() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    if (request.url?.startsWith('/auth/callback?code='))
      response.writeHead(302, { location: '/success' });
    response.end('<h1>Back in the application</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, redirectUri: `${origin}/auth/callback`, seen };
}

it('signs in up to the last page of the application', async () => {
  const issuer = await issuerInTest({ anyPort: true });
  const application = await startApplication();
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
  const application = await startApplication();
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
