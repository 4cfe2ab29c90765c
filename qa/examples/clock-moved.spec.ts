import { ada, chatgptRecord, runGatehouse } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

test('refreshes by itself after the machine slept until the token ran out', async ({
  clock,
  home,
  issuer,
  launchSignedIn,
}) => {
  const { window } = await launchSignedIn(ada);
  const before = await home.readAuth();
  await clock.moveOn({ days: 12 });

  await expect.poll(() => home.readAuth()).not.toEqual(before);
  const [refresh] = issuer.requests.filter(({ grant }) => grant === 'refresh_token');
  expect(refresh?.receivedAt).toBeGreaterThan(Date.now() + 11 * 24 * 3600 * 1000);
  await expect(window.getByTestId('account-state')).toHaveAttribute('data-state', 'signedIn');
});

test('the command line sees the same time', async ({ clock, home, issuer }) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const status = async () => {
    const env = { ...home.env, ...clock.env() };
    return (await runGatehouse(['status'], { env })).stdout;
  };
  expect(await status()).not.toContain('ran out');
  await clock.moveOn({ days: 12 });
  expect(await status()).toContain('ran out');
});
