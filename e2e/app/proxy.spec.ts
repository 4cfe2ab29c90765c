import { ada } from '../../electron/testing/issuer/accounts.ts';
import { freePort } from '../../electron/testing/sign-in/loopback-request.ts';
import { expect, providerPlace, test } from '../fixtures/office.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

/** The issuer's tokens last ten days, and time goes on. */
const tenDays = /valid until \d{1,2} \w{3}, \d\d:\d\d/;
const due = { accessTokenLifetimeSeconds: 60 };
/** To the provider's own address. */
const noOverrides = { GATEHOUSE_ISSUER: '', CODEX_REFRESH_TOKEN_URL_OVERRIDE: '' };

test('refreshes through the proxy that the system names', async ({
  home,
  issuer,
  launchApp,
  office,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada, due));
  const proxy = await office.startProxy();
  const app = await launchApp({
    electronArgs: [`--proxy-server=${new URL(proxy.origin).host}`],
    env: { ...noOverrides, CODEX_CA_CERTIFICATE: office.caFile },
  });
  await expect(screenOf(app.window).account).toContainText(tenDays);
  expect(new Set(proxy.asked)).toEqual(new Set([providerPlace]));
  expect(issuer.requests.map(({ grant }) => grant)).toEqual(['refresh_token']);
});

test('follows a script of the system to the proxy that is there @long', async ({
  home,
  issuer,
  launchApp,
  office,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada, due));
  const proxy = await office.startProxy();
  const list = `PROXY 127.0.0.1:${await freePort()}; PROXY ${new URL(proxy.origin).host}`;
  const script = `function FindProxyForURL(url, host) {
    return host === 'auth.openai.com' ? '${list}' : 'PROXY 127.0.0.1:9';
  }`;
  const address = `data:application/x-ns-proxy-autoconfig;base64,${btoa(script)}`;
  const app = await launchApp({
    electronArgs: [`--proxy-pac-url=${address}`],
    env: { ...noOverrides, CODEX_CA_CERTIFICATE: office.caFile },
  });
  await expect(screenOf(app.window).account).toContainText(tenDays);
  expect(proxy.asked).toEqual([providerPlace]);
});

test('says which setting to look at while a proxy is down @long', async ({
  home,
  issuer,
  launchApp,
  office,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const origin = `http://127.0.0.1:${await freePort()}`;
  const HTTPS_PROXY = origin.replace('://', '://ada:a-password@');
  const app = await launchApp({
    env: { ...noOverrides, HTTPS_PROXY, CODEX_CA_CERTIFICATE: office.caFile },
  });
  const screen = screenOf(app.window);
  await screen.refresh.click();
  await expect(screen.notices).toContainText(`The proxy ${origin} cannot be reached`);
  await expect(screen.notices).toContainText('Check HTTPS_PROXY');
  await expect(screen.account).toContainText('Signed in');
  expect(await app.printed()).not.toContain('a-password');
});
