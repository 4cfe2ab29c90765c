import { expect, test } from '@gatehouse/qa/test';

const key = 'sk-test-0123456789abcdef';

test('signs in with an API key, and shows no part of it', async ({ window, home }) => {
  await window.getByTestId('sign-in-api-key').click();
  await window.getByTestId('api-key-input').fill(key);
  await window.getByTestId('api-key-save').click();

  await expect(window.getByTestId('account-state')).toHaveAttribute('data-state', 'signedIn');
  expect(await home.readAuth()).toMatchObject({ OPENAI_API_KEY: key });
  expect(await window.content()).not.toContain(key);
});
