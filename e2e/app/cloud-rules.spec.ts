import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Locator, Page } from '@playwright/test';

import {
  cacheText,
  cloudCache,
  type CloudCacheContent,
} from '../../electron/testing/cloud-cache.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import type { Home } from '../fixtures/command-line.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

/** The rules of a workspace on the policy page, as Codex has got them. */

const member = { ...ada, plan: 'enterprise', workspaceName: 'Analytical Engines' };
const { userId, workspaceId } = member;
const onlyChatgpt = { 'Company baseline': 'forced_login_method = "chatgpt"' };

const cacheFile = (home: Home): string => path.join(home.folder, 'cloud-config-bundle-cache.json');

const fetched = (home: Home, content: CloudCacheContent): Promise<void> =>
  writeFile(
    cacheFile(home),
    cacheText(cloudCache(Date.now(), { userId, workspaceId, ...content })),
  );

interface CloudPage {
  readonly card: Locator;
  readonly summary: Locator;
  readonly row: (key: string) => Locator;
}

async function openPolicy(window: Page): Promise<CloudPage> {
  await screenOf(window).toPolicy.click();
  const table = window.getByRole('table', { name: 'Policies', exact: true });
  return {
    card: window.getByRole('region', { name: 'Cloud rules' }),
    summary: window.getByRole('region', { name: 'Summary' }),
    row: (key) =>
      table.getByRole('row').filter({ has: window.getByRole('rowheader', { name: key }) }),
  };
}

test('cloud rules are told while the files change: in force, overridden, of another version, gone', async ({
  home,
  launchSignedIn,
}) => {
  await fetched(home, { config: onlyChatgpt });
  const { window } = await launchSignedIn(member);
  const { card, summary, row } = await openPolicy(window);

  await expect(card).toContainText('In force');
  await expect(card).toContainText('Set by your workspace. Your config.toml can override them.');
  await expect(card).toContainText('cloud rules: Company baseline');
  await expect(card).toContainText('forced_login_method = chatgpt');
  await expect(card).toContainText(workspaceId);
  await expect(card).toContainText(userId);
  await expect(summary).toContainText('Your workspace');
  await expect(row('forced_login_method')).toContainText('cloud rules: Company baseline');

  await home.configure('forced_login_method = "chatgpt"\nforced_chatgpt_workspace_id = ""\n');
  await fetched(home, {
    config: { 'Company baseline': 'forced_chatgpt_workspace_id = "ws-other"' },
  });
  await expect(card).toContainText('Overridden');
  await expect(card).toContainText('overridden in');
  await expect(row('forced_chatgpt_workspace_id')).toContainText(
    'overrides what your workspace sets.',
  );

  await fetched(home, { version: 2 });
  await expect(card).toContainText('There are cloud rules that Gatehouse cannot read.');
  await expect(summary).toContainText('There are cloud rules that it cannot read.');

  await rm(cacheFile(home));
  await expect(card).toContainText(
    'Your workspace may have rules. Codex asks for them at its next start.',
  );
  await expect(summary).not.toContainText('Not managed');
});

test('a removal that a rule of the workspace demands ends with that rule', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, member));
  const forced = { 'Company baseline': '# Keys only\nforced_login_method = "api"' };
  await fetched(home, { config: forced });
  const { window } = await launchApp();
  const { removal } = screenOf(window);
  await expect(removal).toContainText('cloud rules: Company baseline, line 2, column 1');

  await fetched(home, { config: forced, expiresAt: '2026-01-01T00:00:00Z' });
  await expect(removal).toBeHidden();
  expect(await home.readAuth()).toHaveProperty('tokens');
});

const states: Readonly<
  Record<string, { cache: CloudCacheContent | null; user?: string; says: string }>
> = {
  'in force': {
    cache: {
      config: onlyChatgpt,
      requirements: { 'Sandbox limits': 'allowed_sandbox_modes = ["read-only"]' },
    },
    says: 'In force',
  },
  overridden: {
    cache: { config: { 'Company baseline': 'forced_login_method = "api"' } },
    user: 'forced_login_method = "chatgpt"\n',
    says: 'overridden in',
  },
  expired: {
    cache: { config: onlyChatgpt, expiresAt: '2026-01-01T00:00:00Z' },
    says: 'have expired',
  },
  'of another version': { cache: { version: 2 }, says: 'Gatehouse cannot read' },
  'expected and not there': { cache: null, says: 'Your workspace may have rules.' },
};

for (const [name, { cache, user, says }] of Object.entries(states)) {
  test(`how the policy page looks with cloud rules ${name} @long`, async ({
    home,
    launchSignedIn,
  }) => {
    if (cache !== null) await fetched(home, cache);
    if (user !== undefined) await home.configure(user);
    const app = await launchSignedIn(member);
    const { card } = await openPolicy(app.window);
    await expect(card).toContainText(says);
    await card.scrollIntoViewIfNeeded();
    await inspectAppearance(app, `cloud-rules-${name.replaceAll(' ', '-')}`);
  });
}
