import { expect, test } from '@gatehouse/qa/test';

test('says that the keyring is locked, and goes on once it is unlocked', async ({ openState }) => {
  const { window, world } = await openState('keyring-locked');
  await expect(window.getByTestId('account')).toBeHidden();

  await world.keyring?.unlock();
  await window.getByTestId('unusable-reload').click();
  await expect(window.getByTestId('account-state')).toHaveAttribute('data-state', 'signedIn');
});
