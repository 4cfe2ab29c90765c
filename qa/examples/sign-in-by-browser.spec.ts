import { ada, signInWith } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

test('signs in by the browser', async ({ window, desktop, home }) => {
  await window.getByTestId('sign-in-browser').click();
  await signInWith(await desktop.openedPage(), ada.email);

  await expect(window.getByTestId('account-state')).toHaveAttribute('data-state', 'signedIn');
  await expect(window.getByTestId('account-name')).toHaveText(ada.email);
  expect(await home.readAuth()).toMatchObject({ auth_mode: 'chatgpt' });
});
