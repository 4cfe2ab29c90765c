import { readFile, stat } from 'node:fs/promises';

import {
  documentOfTomorrow,
  otherDocuments,
  testAccessToken as token,
} from '../../electron/testing/credentials.ts';
import { expect, test as base } from '../fixtures/app.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { screenOf } from '../fixtures/screen.ts';
import { withBackend, type Backend } from '../oracle/backend.ts';

/** Kinds of sign-in besides ChatGPT and API keys, in the window. */

const test = base.extend<{ backend: Backend }>({ backend: withBackend });

const { personalAccessToken, bedrockApiKey, bedrockAccessKeys } = otherDocuments;

test('a personal access token is looked up when a person asks, and removed when they confirm', async ({
  home,
  backend,
  launchApp,
}) => {
  await home.writeAuth(personalAccessToken);
  const { window } = await launchApp({
    env: { CODEX_AUTHAPI_BASE_URL: `${backend.origin}/whoami/W` },
  });
  const screen = screenOf(window);
  await expect(screen.account).toContainText('Personal access token');
  expect(backend.timesAsked()).toBe(0);
  await screen.button('Look up').click();
  await expect(screen.account).toContainText('pat@example.com');
  expect(backend.timesAsked()).toBe(1);
  expect(await window.content()).not.toContain(token);

  await screen.button('Sign out on this device').click();
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText('Remove the personal access token?');
  await expect(dialog).toContainText('cannot be shown again');
  await dialog.getByRole('button', { name: 'Keep me signed in' }).click();
  expect(JSON.parse(await readFile(home.authFile, 'utf8'))).toEqual(personalAccessToken);
  await screen.button('Sign out on this device').click();
  await dialog.getByRole('button', { name: 'Sign out on this device' }).click();
  await expect(window.getByRole('heading', { name: 'Sign in to use Codex' })).toBeVisible();
  await expect(stat(home.authFile)).rejects.toThrow('ENOENT');
});

test('a token or a key of another kind is not shown as used while a token of the environment is @long', async ({
  home,
  launchApp,
}) => {
  for (const [record, name] of [
    [personalAccessToken, 'Personal access token'],
    [bedrockApiKey, 'Amazon Bedrock API key'],
  ] as const) {
    await home.writeAuth(record);
    const app = await launchApp({ env: { CODEX_ACCESS_TOKEN: 'at-of-another' } });
    const { account } = screenOf(app.window);
    await expect(account).toContainText(name);
    await expect(account).toContainText('Stored, not used');
    await expect(app.window.getByRole('main')).toContainText('Codex doesn\u2019t use your sign-in');
    await app.stop();
  }
});

const views = [
  ['token', personalAccessToken, '', 'W', 'Personal access token'],
  ['token-of-a-rule', personalAccessToken, 'forced_chatgpt_workspace_id = "W"', 'W', 'Personal'],
  ['token-of-another', personalAccessToken, 'forced_chatgpt_workspace_id = "X"', 'W', 'Personal'],
  ['token-refused', personalAccessToken, '', 'refused', 'Personal access token'],
  ['token-unanswered', personalAccessToken, '', 'failing', 'Personal access token'],
  ['bedrock', bedrockApiKey, 'model_provider = "amazon-bedrock"', 'W', 'Amazon Bedrock API key'],
  ['bedrock-elsewhere', bedrockAccessKeys, '', 'W', 'AWS access keys for Amazon Bedrock'],
  ['kind-of-tomorrow', documentOfTomorrow, '', 'W', 'A sign-in of another kind is stored'],
  ['provider-without', null, 'model_provider = "ollama"', 'W', 'which needs no sign-in'],
] as const;

for (const [name, record, settings, answer, words] of views) {
  test(`looks well in both themes, narrow and zoomed: ${name} @long`, async ({
    home,
    backend,
    launchApp,
  }) => {
    await home.configure(settings);
    if (record !== null) await home.writeAuth(record);
    const app = await launchApp({
      env: { CODEX_AUTHAPI_BASE_URL: `${backend.origin}/whoami/${answer}` },
    });
    const { window } = app;
    await expect(window.getByRole('main')).toContainText(words);
    await inspectAppearance(app, `kind-${name}`);
    if (!name.startsWith('token')) return;
    await screenOf(window).button('Look up').click();
    await expect(window.getByText('Looking up the access token…')).toBeHidden();
    await expect(window.getByRole('main')).toContainText(
      /pat@example\.com|belongs to|refused|could not be/,
    );
    await inspectAppearance(app, `kind-${name}-looked-up`);
  });
}
