import { readFile } from 'node:fs/promises';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { approveDevice, signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { activityFileOf } from '../fixtures/activity.ts';
import { expect, test } from '../fixtures/app.ts';
import { crossedIpc, heapText, leaksOf, pageText, scannable } from '../fixtures/leak-scan.ts';
import { screenOf } from '../fixtures/screen.ts';

test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

test('no token, code or key gets into IPC, logs, activity, output, page or the page’s memory', async ({
  desktop,
  home,
  issuer,
  launchApp,
}) => {
  test.slow();
  const app = await launchApp({ electronArgs: scannable });
  const { window } = app;
  const screen = screenOf(window);
  const pages: string[] = [];
  const look = async () => pages.push(await pageText(window));

  await screen.withChatgpt.click();
  const link = await desktop.openedPage();
  await look();
  await signInWith(link, ada.email);
  await expect(screen.account).toContainText(ada.email);
  await look();

  // An issuer that repeats what it was sent.
  const spent = tokensOf(await home.readAuth())['refresh_token'];
  const body = { error: { message: `will not take ${spent}` } };
  issuer.fail({ endpoint: 'token', kind: 'status', status: 503, body });
  await screen.refresh.click();
  await expect(screen.notices).toContainText('The sign-in service has a problem');
  await expect(screen.notices).not.toContainText('will not take');
  await look();
  await screen.notices.getByRole('button', { name: 'Try again' }).click();
  await expect(screen.notices).toBeHidden();
  await look();
  const heapWhileSignedIn = await heapText(window);
  await screen.signOutEverywhere.click();
  await screen.dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(screen.notices).toContainText('Signed out everywhere');

  await screen.withDeviceCode.click();
  await screen.button('Copy code').click();
  const code = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  await approveDevice(`${issuer.origin}/codex/device`, code, grace.email);
  await expect(screen.account).toContainText(grace.email);
  await look();
  await screen.signOutHere.click();
  await screen.signOutIsMeant.click();
  await expect(screen.withChatgpt).toBeVisible();
  await screen.toActivity.click();
  await expect(screen.activityRows.first()).toContainText('Signed out');
  await look();

  const channels = {
    requests: contentOf(await crossedIpc(app), 'request'),
    answers: contentOf(await crossedIpc(app), 'answer'),
    events: contentOf(await crossedIpc(app), 'event'),
    log: await desktop.log(),
    activity: await readFile(activityFileOf(desktop.dataFolder), 'utf8'),
    output: await app.printed(),
    page: pages.join('\n'),
    heapWhileSignedIn,
    heap: await heapText(window),
  };
  expect(issuer.secrets().length).toBeGreaterThan(10);
  expect(leaksOf(issuer.secrets(), channels)).toEqual([]);

  // The same scan finds what does stand there, or it would prove nothing.
  expect(leaksOf(['account.signOut'], channels)).toContainEqual(expect.stringMatching(/^requests/));
  const found = leaksOf([ada.email], channels).map((leak) => leak.split(':')[0]);
  expect(found).not.toContain('activity');
  expect(leaksOf(['"action":"sign-out"'], channels)).toContainEqual(
    expect.stringMatching(/^activity/),
  );
  expect(found).toEqual(expect.arrayContaining(['events', 'page', 'heapWhileSignedIn']));
  expect(leaksOf(['"ok":true'], channels)).toContainEqual(expect.stringMatching(/^answers/));
  for (const channel of ['log', 'output'] as const) {
    expect(channels[channel]).toContain('"sign-in.completed"');
  }
});

test('an API key crosses once, in the request that saves it, and stays nowhere @long', async ({
  desktop,
  home,
  launchApp,
}) => {
  const apiKey = `sk-proj-${'0123456789abcdef'.repeat(10)}`;
  const app = await launchApp({ electronArgs: scannable });
  const { window } = app;
  const screen = screenOf(window);
  await screen.withApiKey.click();
  await screen.apiKey.fill(apiKey);
  await screen.saveApiKey.click();
  await expect(screen.account).toContainText('Signed in with an API key');
  expect((await home.readAuth())['OPENAI_API_KEY']).toBe(apiKey);

  const crossed = await crossedIpc(app);
  const carriers = crossed.filter(({ content }) => content.includes(apiKey));
  expect(carriers).toEqual([
    {
      kind: 'request',
      content: JSON.stringify([
        ...['gatehouse.request', 'signIn.apiKey'],
        { apiKey, target: { purpose: 'use' } },
      ]),
    },
  ]);
  const channels = {
    log: await desktop.log(),
    activity: await readFile(activityFileOf(desktop.dataFolder), 'utf8'),
    output: await app.printed(),
    page: await pageText(window),
    heap: await heapText(window),
  };
  expect(leaksOf([apiKey], channels)).toEqual([]);
});

test('the scan of the memory finds even the end of a long text @long', async ({ launchApp }) => {
  const { window } = await launchApp({ electronArgs: scannable });
  const mark = 'control-7f3a9c51';
  await window.evaluate(
    (text) => {
      Object.assign(globalThis, { control: text });
    },
    'x'.repeat(5000) + mark,
  );
  expect(leaksOf([mark], { heap: await heapText(window) })).toHaveLength(1);
});

function contentOf(crossed: Awaited<ReturnType<typeof crossedIpc>>, wanted: string): string {
  return crossed
    .filter(({ kind }) => kind === wanted)
    .map(({ content }) => content)
    .join('\n');
}

function tokensOf(record: Record<string, unknown>): Record<string, string> {
  return record['tokens'] as Record<string, string>;
}
