import { expect, it } from 'vitest';

import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { chatgptDocument } from '../testing/credentials.ts';
import { runStore } from './store-command.ts';

async function show({ json }: { readonly json: boolean }) {
  const home = await codexHomeInTest(chatgptDocument());
  const { core } = await coreInTest(home);
  const { terminal, said } = capturedTerminal();
  const userHome = home.folder;
  await runStore(core, terminal, { action: { kind: 'show' }, json, userHome });
  return { home, text: said.out.join('\n') };
}

it('names the place of the sign-in with the home folder as `~`', async () => {
  const { text, home } = await show({ json: false });
  expect(text).toContain('The sign-in is kept in the file ~/auth.json');
  expect(text).not.toContain(home.folder);
});

it('names it whole to a script', async () => {
  const { text, home } = await show({ json: true });
  expect(JSON.parse(text)).toMatchObject({ active: { location: home.authFile } });
});
