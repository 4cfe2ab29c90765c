import { chmod, link, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { testNow } from '../testing/credentials.ts';
import { ada } from '../testing/issuer/accounts.ts';
import { closeServer, listenOnLoopback } from '../testing/issuer/loopback-server.ts';
import { openSession, signedInSession } from '../testing/session-in-test.ts';
import type { JsonObject } from './auth-record.ts';

/** What a refresh leaves for the Codex CLI, which reads and refreshes the same file. */

describe('after a refresh the Codex CLI can refresh, too', () => {
  it('a record without account_id and last_refresh has both', async () => {
    const { home, parts } = await signedInSession();
    const document = await home.document();
    const tokens = { ...(document['tokens'] as JsonObject), account_id: undefined };
    await home.write({ ...document, tokens, last_refresh: undefined });
    expect(await home.text()).not.toMatch(/account_id|last_refresh/);
    const { session } = await openSession(home, parts);
    expect(await session.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect(await home.document()).toMatchObject({
      last_refresh: new Date(testNow).toISOString(),
      tokens: { account_id: ada.workspaceId },
    });
  });

  it.each([
    ['0400', 0o400],
    ['0440', 0o440],
    ['0644', 0o644],
  ])('a file of mode %s is 0600', async (_, mode) => {
    const { session, home } = await signedInSession();
    await chmod(home.authFile, mode);
    expect(await session.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect((await stat(home.authFile)).mode & 0o777).toBe(0o600);
  });

  it('a file that has a second name is left as it is, before any token is spent', async () => {
    const { session, home, issuer } = await signedInSession();
    const secondName = path.join(home.folder, 'backup.json');
    await link(home.authFile, secondName);
    const before = await home.text();
    expect(await session.refresh({ force: true })).toMatchObject({
      kind: 'failed',
      failure: { permanent: false, message: expect.stringContaining('hard link') as unknown },
    });
    expect(issuer.requests).toEqual([]);
    expect(await home.text()).toBe(before);
    expect(await readFile(secondName, 'utf8')).toBe(before);
  });
});

describe('an issuer that the file names and nobody has allowed', () => {
  it.each([
    ['origin', (planted: string) => planted],
    ['origin and the path of the real one', (planted: string) => `${planted}/oauth/token`],
    ['origin with a user name', (planted: string) => planted.replace('://', '://auth.openai.com@')],
  ])('%s: is given no token, by a refresh or a sign-out everywhere', async (_, issuerOf) => {
    let connections = 0;
    const server = createServer((_request, response) => response.end('{}'));
    server.on('connection', () => (connections += 1));
    const planted = issuerOf(await listenOnLoopback(server, 0));
    onTestFinished(() => closeServer(server));

    const { home, parts, issuer } = await signedInSession();
    const document = await home.document();
    await home.write({
      ...document,
      tokens: {
        ...(document['tokens'] as JsonObject),
        oauth_provenance: { issuer: planted, client_id: 'app_planted' },
      },
    });
    const { session } = await openSession(home, parts);
    const message = expect.stringContaining('Nothing was sent') as unknown;
    expect(await session.refresh({ force: true })).toMatchObject({
      kind: 'failed',
      failure: { permanent: false, message },
    });
    const { revocation } = await session.signOut({ everywhere: true });
    expect(revocation).toEqual({ kind: 'failed', message });
    expect(connections).toBe(0);
    // Nor is anybody else asked for tokens that name another issuer.
    expect(issuer.requests).toEqual([]);
  });
});
