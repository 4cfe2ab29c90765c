import { ada, grace, signInWith } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

// Else the issuer offers accounts of the workspace alone.
test.use({ issuerOptions: { ignoreWorkspaceRestriction: true } });

test('refuses a sign-in to another workspace than the rule asks for, and stores nothing', async ({
  home,
  desktop,
  launchApp,
}) => {
  await home.configure(`forced_chatgpt_workspace_id = "${grace.workspaceId}"\n`);
  const { window } = await launchApp();
  await window.getByTestId('sign-in-browser').click();
  await signInWith(await desktop.openedPage(), ada.email);

  const failed = window.getByTestId('sign-in-failed');
  await expect(failed).toHaveAttribute('data-state', 'forbidden-by-rule');
  await expect(home.readAuth()).rejects.toThrow('ENOENT');
});
