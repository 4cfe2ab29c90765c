import { setTimeout as delay } from 'node:timers/promises';

import { repoFolder } from '../../scripts/paths.mjs';
import { readTokenTimes } from '../../electron/auth/id-token-claims.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { startCodexAppServer, type CodexAppServer } from '../fixtures/codex-app-server.ts';
import { startProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { refreshRequestsSince } from '../fixtures/refresh-requests.ts';
import { electronExecutable, sandboxArguments } from '../fixtures/running-app.ts';
import { counts } from './counts.ts';
import { rangeOf, recordResult } from './results.ts';

/** The CLI asks when less than five minutes are left, so 20 seconds after the issue. */
const lifetimeSeconds = 320;
const pauseMs = 500;

test.use({ issuerOptions: { accessTokenLifetimeSeconds: lifetimeSeconds } });

test(`with the app in the tray, eight processes of the CLI ask for nothing in ${counts.renewals} renewals @long`, async ({
  home,
  desktop,
  issuer,
  trayHost,
}, testInfo) => {
  test.setTimeout(60_000 + counts.renewals * 30_000);
  const soon = { accessTokenLifetimeSeconds: 301 };
  await home.writeAuth(await chatgptRecord(issuer, ada, soon));
  const app = startProgram(electronExecutable(), [repoFolder, ...sandboxArguments(), '--hidden'], {
    env: { ...home.env, ...desktop.env, ...trayHost.env },
  });
  const servers: CodexAppServer[] = [];
  try {
    const requests = () => refreshRequestsSince(issuer, 0);
    // Due at its start, so that the processes begin with a token of the app.
    await expect.poll(() => requests().all.length, { timeout: 30_000 }).toBe(1);
    const starts = Array.from({ length: 8 }, () => startCodexAppServer(home));
    servers.push(...(await Promise.all(starts)));
    const seen = servers.map(() => new Set<string>());
    let leastLeftMs = Infinity;
    const ask = async (): Promise<void> => {
      const statuses = await Promise.all(servers.map((one) => one.authStatus({ force: false })));
      statuses.forEach(({ authToken }, index) => {
        leastLeftMs = Math.min(leastLeftMs, leftMsOf(authToken));
        seen[index]?.add(authToken ?? 'none');
      });
    };
    // Each is to pass the due time of a token, and to take over what the app has stored.
    const isOver = (): boolean => {
      const { all, byCodex } = requests();
      const isDone = all.length > counts.renewals && seen.every(({ size }) => size > 1);
      return isDone || byCodex.length > 0;
    };
    while (!isOver()) {
      await ask();
      await delay(pauseMs);
    }
    const signedOut = seen.filter((tokens) => tokens.has('none')).length;
    const { all, byCodex, reuses } = requests();
    recordResult(testInfo, {
      what: '8 Codex CLI with the app in the tray, tokens of 5 min 20 s',
      rounds: all.length - 1,
      requests: null,
      reuses,
      lost: signedOut,
      usable: null,
      note: `requests by the CLI: ${byCodex.length}; tokens that each of its processes went through: ${rangeOf(seen.map(({ size }) => size)).join(' to ')}; least time left of a token in use: ${(leastLeftMs / 1000).toFixed(0)} s`,
    });
    expect(byCodex).toHaveLength(0);
    expect(reuses).toBe(0);
    expect(signedOut).toBe(0);
    expect(leastLeftMs).toBeGreaterThan(0);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    app.interrupt();
    await app.end;
  }
});

test('without the app, a process of the CLI renews such a token by itself', async ({
  home,
  issuer,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 290 }));
  const server = await startCodexAppServer(home);
  try {
    await server.authStatus({ force: false });
    await expect.poll(() => refreshRequestsSince(issuer, 0).byCodex.length).toBeGreaterThan(0);
  } finally {
    await server.stop();
  }
});

function leftMsOf(token: string | null): number {
  return token === null ? 0 : (readTokenTimes(token).expiresAt ?? 0) - Date.now();
}
