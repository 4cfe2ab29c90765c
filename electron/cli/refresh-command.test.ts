import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { HttpClient } from '../ports.ts';
import { keyringItemsOf } from '../store/keyring-items.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { accessToken, chatgptDocument, hourMs, testNow } from '../testing/credentials.ts';
import { memoryKeyring, nameOf } from '../testing/memory-keyring.ts';
import { jsonAnswer, scriptedHttp } from '../testing/scripted-http.ts';
import { refreshLasting } from './refresh-command.ts';

const due = chatgptDocument({ tokens: { access_token: accessToken(testNow - hourMs) } });
const renewed = accessToken(testNow + hourMs);
const answer = jsonAnswer(200, { access_token: renewed, refresh_token: 'rt-successor' });

/** A sign-in in the keyring, which is gone once the issuer answers, for so many waits. */
async function refreshWhileGone(waitsUntilBack: number) {
  const home = await codexHomeInTest();
  const config = path.join(home.folder, 'config.toml');
  await writeFile(config, 'cli_auth_credentials_store = "keyring"\n');
  const keyring = memoryKeyring();
  const item = nameOf((await keyringItemsOf(home.folder)).record);
  keyring.items.set(item, JSON.stringify(due));
  const { http, requests } = scriptedHttp(answer);
  const losingIt: HttpClient = async (request) => {
    const response = await http(request);
    keyring.refuse('no-service');
    return response;
  };
  const { core } = await coreInTest(home, { keyring, http: losingIt });
  const waits: number[] = [];
  const { terminal, said } = capturedTerminal();
  const delay = (ms: number) => {
    waits.push(ms);
    if (waits.length === waitsUntilBack) keyring.answer();
    return Promise.resolve();
  };
  const outcome = await refreshLasting(core, { force: false }, { terminal, delay });
  return { outcome, waits, said: said.err, requests, stored: keyring.items.get(item) };
}

describe('a refresh by a program that ends afterwards, whose keyring goes meanwhile', () => {
  it('waits for the keyring to be back, and saves the new tokens without another request', async () => {
    const { outcome, waits, said, requests, stored } = await refreshWhileGone(3);
    expect(outcome).toEqual({ kind: 'refreshed' });
    expect(waits).toEqual([500, 1_000, 2_000]);
    expect(said).toEqual([expect.stringContaining('do not end this now')]);
    expect(requests).toHaveLength(1);
    expect(stored).toContain('rt-successor');
  });

  it('says that they are lost where it stays away, and what to do', async () => {
    const { outcome, waits, requests } = await refreshWhileGone(Infinity);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'unsaved' } });
    const { message } = outcome.kind === 'failed' ? outcome.failure : {};
    expect(message).toMatch(/are lost\. Make the store usable, then sign in again\. .*keyring/);
    expect(message).not.toContain('keeps it');
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(requests).toHaveLength(1);
  });
});
