import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { isAccepted, refreshRequestsSince } from '../fixtures/refresh-requests.ts';
import { runGatehouse } from './programs.ts';
import { tell } from './row.ts';
import {
  dueRecord,
  expect,
  refreshTokenIn,
  startCodexServer,
  test,
  type WindowsHome,
} from './world.ts';

const rounds = 5;

test('8 programs refresh at once: one request in each round, which all take over', async ({
  home,
  issuer,
}, testInfo) => {
  for (let round = 1; round <= rounds; round += 1) {
    const before = issuer.requests.length;
    await dueRecord(home, issuer);
    await allRefresh(home, 8);
    const { all, reuses } = refreshRequestsSince(issuer, before);
    expect([all.length, reuses]).toEqual([1, 0]);
    await expectUsable(home, issuer);
  }
  tell(testInfo, { count: `${rounds} rounds` });
});

test('4 programs refresh beside 4 of codex.exe: none fails, they ask once at the most, and what is stored works', async ({
  home,
  issuer,
}, testInfo) => {
  let [byGatehouse, byCodex, withoutToken] = [0, 0, 0];
  for (let round = 1; round <= rounds; round += 1) {
    await dueRecord(home, issuer);
    const servers = await Promise.all(Array.from({ length: 4 }, () => startCodexServer(home)));
    const before = issuer.requests.length;
    const [, answers] = await Promise.all([
      allRefresh(home, 4),
      // An app-server that ended in the race is one that has no token.
      Promise.all(servers.map((server) => server.authStatus({ force: true }).catch(() => null))),
    ]);
    await Promise.all(servers.map((server) => server.stop()));
    const requests = refreshRequestsSince(issuer, before);
    const own = requests.all.length - requests.byCodex.length;
    expect(own).toBeLessThanOrEqual(1);
    byGatehouse += own;
    byCodex += requests.byCodex.length;
    withoutToken += answers.filter((answer) => !answer?.authToken).length;
    await expectUsable(home, issuer);
  }
  tell(testInfo, {
    count: `${rounds} rounds`,
    note: `${byGatehouse} requests of Gatehouse and ${byCodex} of codex.exe; ${withoutToken} of ${4 * rounds} app-servers ended a round without a token`,
  });
});

async function allRefresh(home: WindowsHome, count: number): Promise<void> {
  const ends = await Promise.all(
    Array.from({ length: count }, () => runGatehouse(['refresh', '--json'], home)),
  );
  expect(ends.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
}

async function expectUsable(home: WindowsHome, issuer: EmbeddedIssuer): Promise<void> {
  expect(await isAccepted(issuer, refreshTokenIn(await home.readAuth()))).toBe(true);
}
