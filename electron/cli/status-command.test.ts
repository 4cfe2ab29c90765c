import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { chatgptDocument, testNow } from '../testing/credentials.ts';
import { runStatus } from './status-command.ts';

async function status({ json }: { readonly json: boolean }) {
  const home = await codexHomeInTest(chatgptDocument());
  await writeFile(path.join(home.folder, 'config.toml'), 'forced_login_method = "nope"');
  const { core } = await coreInTest(home);
  const { terminal, said } = capturedTerminal();
  const exitCode = runStatus(core, () => testNow, terminal, { json, userHome: home.folder });
  return { home, exitCode, text: said.out.join('\n') };
}

it('names the files of rules and of the sign-in with the home folder as `~`', async () => {
  const { text, home } = await status({ json: false });
  expect(text).toContain('~/auth.json');
  expect(text).toContain('~/config.toml cannot be used');
  expect(text).not.toContain(home.folder);
});

it('names the place of the sign-in whole to a script', async () => {
  const { text, home } = await status({ json: true });
  expect(JSON.parse(text)).toMatchObject({ store: { location: home.authFile } });
});
