import { ada } from '../../electron/testing/issuer/accounts.ts';
import { chooseAccount, signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { visitAsOtherUser } from '../fixtures/other-user.ts';
import { screenOf } from '../fixtures/screen.ts';

test.skip(process.geteuid?.() !== 0, 'only root can start a program of another user');

test('a browser of another user is turned away, named, and allowed once on the word of the person', async ({
  app,
  desktop,
  home,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  const start = await desktop.openedPage();
  const link = await screen.signInLink.inputValue();
  // The same person at another user's browser, or somebody who wants to be taken for them.
  const callback = await chooseAccount(link, ada.email);
  expect(await visitAsOtherUser(callback)).toMatchObject({ status: 403 });

  const notice = window.getByRole('alert');
  await expect(notice).toContainText('Another user tried to finish your sign-in');
  await expect(notice).toContainText('nobody');
  await inspectAppearance(app, 'other-user');
  await expect(home.readAuth()).rejects.toThrow('ENOENT');
  expect((await visitAsOtherUser(new URL(start))).status).toBe(403);
  expect((await visitAsOtherUser(new URL('/cancel', callback))).status).toBe(403);

  const allow = screen.button('Allow this once');
  await allow.focus();
  await window.keyboard.press('Enter');
  await expect(allow).toBeHidden();
  // The view itself has the focus now, which would be lost with the button.
  await expect(screen.heading('Continue in your browser')).toBeFocused();
  const last = await visitAsOtherUser(callback);
  expect(last).toMatchObject({ status: 200 });
  expect(last.body).toContain('Signed in to Codex');
  await expect(screen.account).toContainText(ada.email);
});

test('the own browser wins, whatever another user has tried before @long', async ({
  app,
  desktop,
  home,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  const start = await desktop.openedPage();
  const visit = await visitAsOtherUser(new URL(start));
  expect(visit).toMatchObject({ status: 403 });
  expect(visit.body).toContain('Allow this once');
  await expect(screen.button('Allow this once')).toBeVisible();
  await signInWith(start, ada.email);
  await expect(screen.account).toContainText(ada.email);
  await expect(app.window.getByText('Another user tried')).toBeHidden();
  expect(await home.readAuth()).toHaveProperty('tokens');
});
