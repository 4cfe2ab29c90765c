import { ada } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

test('asks, and then revokes the sign-in everywhere', async ({ home, issuer, launchSignedIn }) => {
  const { window } = await launchSignedIn(ada);
  const revocations = () => issuer.requests.filter(({ endpoint }) => endpoint === 'revoke').length;
  const everywhere = window.getByTestId('sign-out-everywhere');
  const dialog = window.locator('[data-testid=dialog][open]');

  await everywhere.click();
  await dialog.getByTestId('dialog-keep').click();
  expect(revocations()).toBe(0);

  await everywhere.click();
  await dialog.getByTestId('dialog-confirm').click();
  await expect(window.getByTestId('view')).toHaveAttribute('data-state', 'methods');
  expect(revocations()).toBe(1);
  await expect(home.readAuth()).rejects.toThrow('ENOENT');
});
