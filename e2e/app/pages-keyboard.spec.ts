import { expect, test } from '../fixtures/app.ts';
import { tabThrough } from '../fixtures/keyboard.ts';
import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { screenOf } from '../fixtures/screen.ts';

test.describe('where rules of the machine are', () => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');

  test('everything on the page of policies is reached and used with the keyboard alone', async ({
    openState,
  }) => {
    const { app } = await openState('policy-conflict');
    const { window } = app;
    const screen = screenOf(window);
    const { keyboard } = window;
    const opener = (key: string) => window.getByRole('button', { name: key, exact: true });
    await expect(screen.heading('Policy')).toBeFocused();
    await tabThrough([
      screen.heading('Policy'),
      screen.button('Reload'),
      screen.button('Copy as JSON'),
      screen.button('Export JSON…'),
      screen.button('Export CSV…'),
      screen.button('Show the policy'),
      window.getByLabel('Filter'),
      window.getByLabel('Show policies with no value'),
      screen.button('Policy').last(),
      screen.button('Status'),
      opener('forced_login_method'),
      opener('allowed_login_methods'),
      opener('gatehouse.organization'),
      screen.button('Other places (4)'),
      screen.button('Choose a file…'),
    ]);

    await screen.button('Other places (4)').press('Enter');
    await expect(window.getByRole('table', { name: 'Sources of policies' })).toContainText(
      'codex -c KEY=VALUE',
    );
    await window.getByLabel('Filter').fill('organization');
    await expect(opener('forced_login_method')).toBeHidden();
    await screen.button('Show the policy').press('Enter');
    await expect(opener('forced_login_method')).toBeFocused();
    await expect(opener('forced_login_method')).toHaveAttribute('aria-expanded', 'true');
    await keyboard.press('Space');
    await expect(opener('forced_login_method')).toHaveAttribute('aria-expanded', 'false');
    await window.getByLabel('Show policies with no value').press('Space');
    await expect(window.getByText('All 25 policies')).toBeVisible();
    await keyboard.press('Control+f');
    await expect(window.getByLabel('Filter')).toBeFocused();
  });

  test('a locked setting leads to its rule, which opens', async ({ openState }) => {
    const { app } = await openState('settings-locked');
    const { window } = app;
    const screen = screenOf(window);
    const switchOf = (name: string) => window.getByRole('switch', { name });
    await expect(screen.heading('Settings')).toBeFocused();
    await tabThrough([
      screen.heading('Settings'),
      screen.startAtLogin,
      switchOf('Keep running when the window is closed'),
      window.getByRole('combobox', { name: 'Theme' }),
      switchOf('Hide e-mail addresses'),
      switchOf('Show usage limits'),
      screen.button('Show the rule'),
    ]);
    await expect(screen.button('Show the rule')).toHaveAccessibleDescription('Show usage limits');
    await window.keyboard.press('Enter');
    const rule = window.getByRole('button', { name: 'gatehouse.allow_usage_limits' });
    await expect(rule).toBeFocused();
    await expect(rule).toHaveAttribute('aria-expanded', 'true');

    await screen.toSettings.press('Enter');
    await tabThrough([
      screen.button('Show the rule'),
      switchOf('When you need to sign in again'),
      switchOf('When a rule blocks your account or signs you out'),
      switchOf('When you switch accounts in the tray'),
      screen.button('Open log folder'),
      window.getByText('Third-party notices'),
    ]);
  });
});

test('everything on the page of the activity is reached and used with the keyboard alone', async ({
  openState,
}) => {
  const { app } = await openState('activity-long');
  const { window } = app;
  const screen = screenOf(window);
  await expect(screen.heading('Activity')).toBeFocused();
  await tabThrough([
    screen.heading('Activity'),
    screen.button('Export…'),
    window.getByLabel('Who'),
    window.getByLabel('Search'),
    screen.button('Show more'),
  ]);
  await window.keyboard.press('Space');
  await expect(screen.activityRows).toHaveCount(100);
  await window.getByLabel('Who').focus();
  await window.keyboard.type('You');
  await expect(window.getByText('No matching entries.')).toBeVisible();
});

test('everything on the page of the diagnostics is reached and used with the keyboard alone', async ({
  openState,
}) => {
  const { app } = await openState('diagnostics-offline');
  const { window } = app;
  const screen = screenOf(window);
  const withAll = window.getByLabel('Show what passed or was not checked');
  const details = window.getByText('Details', { exact: true });
  await expect(screen.heading('Diagnostics')).toBeFocused();
  await tabThrough([
    screen.heading('Diagnostics'),
    screen.button('Run again'),
    screen.button('Copy report'),
    screen.button('Export…'),
    withAll,
  ]);
  await expect(window.getByText(/ECONNREFUSED/).first()).toBeHidden();
  await window.keyboard.press('Tab');
  await window.keyboard.press('Enter');
  await expect(details.first()).toBeVisible();
  await expect(window.getByText(/ECONNREFUSED/).first()).toBeVisible();
  await withAll.press('Space');
  await expect(window.locator('[data-testid="diagnostics-check"] p').first()).toBeVisible();
  await screen.button('Run again').press('Enter');
  await expect(screen.button('Run again')).toBeFocused();
});
