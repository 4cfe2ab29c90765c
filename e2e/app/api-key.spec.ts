import { expect, test } from '../fixtures/app.ts';
import { runCodex } from '../fixtures/programs.ts';
import { screenOf } from '../fixtures/screen.ts';

const apiKey = 'sk-test-0123456789abcdef';

test('masks the API key, trims it, stores it, and keeps nothing of it in the window', async ({
  home,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withApiKey.click();
  await expect(screen.apiKey).toBeFocused();
  await expect(screen.apiKey).toHaveAttribute('type', 'password');
  await screen.apiKey.fill(`  ${apiKey} `);
  await screen.saveApiKey.click();

  await expect(screen.account).toContainText('Signed in with an API key');
  await expect(screen.signOutEverywhere).toBeHidden();
  expect(await home.readAuth()).toEqual({ auth_mode: 'apikey', OPENAI_API_KEY: apiKey });
  const codex = await runCodex(['login', 'status'], home);
  expect(codex.stderr).toContain('API key configured - sk-test-***bcdef');
  expect(await window.content()).not.toContain(apiKey);

  await screen.button('Use another account').click();
  await screen.withApiKey.click();
  await expect(screen.apiKey).toHaveValue('');
});

test('shows the key on request only, and says what is wrong with an empty one @long', async ({
  home,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withApiKey.click();
  await screen.button('Show key').click();
  await expect(screen.apiKey).toHaveAttribute('type', 'text');
  await screen.button('Hide key').click();
  await expect(screen.apiKey).toHaveAttribute('type', 'password');
  await screen.apiKey.fill('   ');
  await screen.saveApiKey.click();
  await expect(window.getByTestId('api-key-error')).toContainText('API key');
  await expect(home.readAuth()).rejects.toThrow('ENOENT');
});
