import { ada, chatgptRecord, grace, writeSavedAccounts } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

test('switches to a saved account and back', async ({ desktop, issuer, launchSignedIn }) => {
  await writeSavedAccounts(desktop.dataFolder, [{ record: await chatgptRecord(issuer, grace) }]);
  const { window } = await launchSignedIn(ada);
  const name = window.getByTestId('account-name');
  const saved = window.getByTestId('saved-account');

  await saved.getByTestId('saved-account-use').click();
  await expect(name).toHaveText(grace.email);
  await expect(saved).toContainText(ada.email);
  await saved.getByTestId('saved-account-use').click();
  await expect(name).toHaveText(ada.email);
});
