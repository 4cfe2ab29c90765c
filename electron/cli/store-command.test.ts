import { chmod } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { chatgptDocument } from '../testing/credentials.ts';
import type { StoreAction } from './store-action.ts';
import { runStore } from './store-command.ts';

async function show({ json }: { readonly json: boolean }) {
  const home = await codexHomeInTest(chatgptDocument());
  const { core } = await coreInTest(home);
  const { terminal, said } = capturedTerminal({ userHome: home.folder });
  await runStore(core, terminal, { action: { kind: 'show' }, json });
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

describe('a command that found nothing to do', () => {
  async function act(action: StoreAction, content?: object) {
    const home = await codexHomeInTest();
    if (content) await home.write(content as ReturnType<typeof chatgptDocument>);
    if (content) await chmod(home.authFile, 0o600);
    const { core } = await coreInTest(home);
    const { terminal, said } = capturedTerminal({ userHome: home.folder });
    const options = { action, json: false };
    return { exitCode: await runStore(core, terminal, options), ...said };
  }

  it('says so and fails where nothing is stored to make private', async () => {
    const { exitCode, out, err } = await act({ kind: 'protect' });
    expect([exitCode, out]).toEqual([1, []]);
    expect(err).toEqual(['There is no ~/auth.json, so nothing was made private.']);
  });

  it('says so where it is private already', async () => {
    const { exitCode, out } = await act({ kind: 'protect' }, chatgptDocument());
    expect(exitCode).toBe(0);
    expect(out[0]).toBe('Only you can read ~/auth.json already. Nothing was changed.');
  });
});
