import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Problem } from '../../shared/app-state.ts';
import type { TokenRecord } from '../auth/auth-record.ts';
import { serializeJournal } from '../auth/refresh-journal.ts';
import { keyringItemsOf } from '../store/keyring-items.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest, type CodexHome } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { accessToken, chatgptDocument, hourMs, recordOf, testNow } from '../testing/credentials.ts';
import { memoryKeyring, nameOf } from '../testing/memory-keyring.ts';
import { jsonAnswer, scriptedHttp } from '../testing/scripted-http.ts';
import { runStatus } from './status-command.ts';

async function status({ json }: { readonly json: boolean }) {
  const home = await codexHomeInTest(chatgptDocument());
  await writeFile(path.join(home.folder, 'config.toml'), 'forced_login_method = "nope"');
  const { core } = await coreInTest(home);
  const { terminal, said } = capturedTerminal({ userHome: home.folder });
  const exitCode = await runStatus(core, () => testNow, terminal, {
    json,
    looksUp: false,
  });
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

it('asks the keyring once for each entry that it tells of', async () => {
  const home = await codexHomeInTest();
  await writeFile(path.join(home.folder, 'config.toml'), 'cli_auth_credentials_store = "keyring"');
  const keyring = memoryKeyring();
  const { record } = await keyringItemsOf(home.folder);
  keyring.items.set(nameOf(record), JSON.stringify(chatgptDocument()));
  const { core } = await coreInTest(home, { keyring, program: 'command-line' });
  const { terminal } = capturedTerminal({ userHome: home.folder });
  await runStatus(core, () => testNow, terminal, {
    json: true,
    looksUp: false,
  });
  expect(keyring.questions).toEqual(['get Codex Auth', 'get Gatehouse']);
});

describe('what is wrong around a sign-in', () => {
  async function problemOf(
    document: Parameters<typeof codexHomeInTest>[0],
    meanwhile: (home: CodexHome) => Promise<unknown> = () => Promise.resolve(),
  ) {
    const home = await codexHomeInTest(document);
    await meanwhile(home);
    const { core } = await coreInTest(home, { http: scriptedHttp(refusal).http });
    const { terminal, said } = capturedTerminal({ userHome: home.folder });
    const options = { json: true, looksUp: false };
    const exitCode = await runStatus(core, () => testNow, terminal, options);
    const { problem } = JSON.parse(said.out.join()) as { problem: Problem | null };
    return { exitCode, problem };
  }
  const refusal = jsonAnswer(401, { error: { code: 'refresh_token_reused' } });
  const journal = (document = chatgptDocument()) => {
    const record = recordOf(document) as TokenRecord;
    return serializeJournal({ redeemed: record, tokens: null });
  };

  it.each<[string, Parameters<typeof problemOf>, string | null]>([
    ['nothing', [chatgptDocument()], null],
    [
      'a refresh token that another program was refused with',
      [
        chatgptDocument(),
        async (home) => {
          const { core } = await coreInTest(home, { http: scriptedHttp(refusal).http });
          await core.commands.refresh({ force: true });
        },
      ],
      'refresh-failed',
    ],
    [
      'an access token that has run out',
      [chatgptDocument({ tokens: { access_token: accessToken(testNow - hourMs) } })],
      'token-expired',
    ],
    [
      'no last_refresh',
      [chatgptDocument({ members: { last_refresh: null } })],
      'record-incomplete',
    ],
    ['no account_id', [chatgptDocument({ tokens: { account_id: null } })], 'record-incomplete'],
    [
      'a refresh that was interrupted',
      [chatgptDocument(), (home) => writeFile(`${home.authFile}.refresh-journal`, journal())],
      'refresh-interrupted',
    ],
    [
      'not one of other tokens',
      [
        chatgptDocument({ tokens: { refresh_token: 'refresh-2' } }),
        (home) => writeFile(`${home.authFile}.refresh-journal`, journal()),
      ],
      null,
    ],
  ])('%s', async (_, world, code) => {
    const { problem, exitCode } = await problemOf(...world);
    expect([problem?.code ?? null, exitCode]).toEqual([code, 0]);
  });

  it.each([
    [
      'a folder that CODEX_HOME names and that is not there',
      { CODEX_HOME: '/named' },
      'home-missing',
    ],
    ['nothing where the usual one is not there yet', {}, null],
  ])('%s', async (_, env, code) => {
    const home = await codexHomeInTest();
    const folder = path.join(home.folder, 'missing');
    const { core } = await coreInTest({ ...home, folder }, { env });
    const { terminal, said } = capturedTerminal({ userHome: home.folder });
    const options = { json: false, looksUp: false };
    expect(await runStatus(core, () => testNow, terminal, options)).toBe(1);
    expect(said.out.join()).toMatch(
      code === null
        ? /^Not signed in\. Run "gatehouse login"\.$/
        : /^Not signed in.*\n.*Codex does not start/s,
    );
  });
});
