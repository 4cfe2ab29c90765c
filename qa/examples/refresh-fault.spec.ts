import { ada } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

test('says that a refresh failed for now, and succeeds at the next one', async ({
  issuer,
  launchSignedIn,
}) => {
  const { window } = await launchSignedIn(ada);
  issuer.fail({ endpoint: 'token', grant: 'refresh_token', kind: 'status', status: 503 });
  await window.getByTestId('account-refresh').click();
  const notice = window.locator('[data-testid=notice][data-state=refresh-failed-for-now]');
  await expect(notice).toBeVisible();

  await notice.getByTestId('notice-action').click();
  await expect(notice).toBeHidden();
  const refreshes = issuer.requests.filter(({ grant }) => grant === 'refresh_token');
  expect(refreshes).toHaveLength(2);
  expect(issuer.reuses()).toBe(0);
});
