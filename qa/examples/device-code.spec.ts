import { approveDevice, grace } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

// The issuer is asked every second, and not every five.
test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

test('signs in with a device code that is entered elsewhere', async ({ window }) => {
  await window.getByTestId('sign-in-device').click();
  const code = await window.getByTestId('device-code').innerText();
  const page = await window.getByTestId('device-code-page').innerText();
  await approveDevice(page.trim(), code, grace.email);

  await expect(window.getByTestId('account-name')).toHaveText(grace.email);
  await expect(window.getByTestId('account-plan')).toHaveText('Team');
});
