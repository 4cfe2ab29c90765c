import { expect, it } from 'vitest';

import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { ada, chatgptDocument, grace, issuedTokens } from '../testing/credentials.ts';
import { answered, answering } from '../testing/scratch-answers.ts';

const base = 'chatgpt_base_url = "https://chat.example.com/backend-api"\n';

/** Whoever is in use, in a workspace of this name. */
const named = (workspaceName: string) =>
  answered('account/read', {
    account: { type: 'chatgpt', workspaceName },
    requiresOpenaiAuth: true,
  });

it('names the workspace of each account, in use or saved, as Codex told it', async () => {
  const home = await codexHomeInTest(chatgptDocument());
  const { ask } = answering([named('Engines'), named('Compilers')]);
  const systemSettings = { '/etc/codex/config.toml': base };
  const { core } = await coreInTest(home, { askScratch: ask, systemSettings });
  const { commands, inHome } = core.accounts;
  await core.workspaceNames.look({ isAsked: false });
  const seen = () => inHome.view().accounts.map((one) => [one.email, one.workspaceName]);
  expect(seen()).toEqual([[ada.email, 'Engines']]);
  await commands.keepForLater({ kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null });
  expect(seen()).toEqual([
    [ada.email, 'Engines'],
    [grace.email, grace.workspaceId === ada.workspaceId ? 'Engines' : null],
  ]);
  const saved = inHome.view().accounts[1];
  expect(await commands.use(saved?.id ?? '')).toMatchObject({ kind: 'done' });
  await core.workspaceNames.look({ isAsked: false });
  expect(seen()).toEqual([
    [grace.email, 'Compilers'],
    [ada.email, 'Engines'],
  ]);
});
