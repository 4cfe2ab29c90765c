import { canHaveMachineFiles } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

test.skip(!canHaveMachineFiles(), 'needs root on Linux: gatehouse-qa check');

test('a rule of the administrator forbids API keys, and is withdrawn', async ({ createWorld }) => {
  const world = await createWorld({
    machineFiles: { 'requirements.toml': 'allowed_login_methods = ["chatgpt"]\n' },
  });
  const app = await world.launch();
  const apiKey = app.window.getByTestId('sign-in-api-key');
  await expect(apiKey).toBeDisabled();
  await expect(app.window.getByTestId('sign-in-browser')).toBeEnabled();

  await world.deploy(app, 'requirements.toml', '# nothing\n');
  await expect(apiKey).toBeEnabled();
});
