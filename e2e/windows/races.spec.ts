import { ada } from '../../electron/testing/issuer/accounts.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { runGatehouse, startGatehouse } from './programs.ts';
import { expect, shownTokens, startCodexServer, test } from './world.ts';

const rounds = 5;

test.beforeEach(() => test.setTimeout(600_000));

test(`8 programs refresh at once, ${rounds} times: one request in each round`, async ({
  home,
  issuer,
}) => {
  for (let round = 1; round <= rounds; round += 1) {
    await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 }));
    const ends = await Promise.all(
      Array.from({ length: 8 }, () => runGatehouse(['refresh', '--json'], home)),
    );
    expect(ends.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    expect(shownTokens(issuer)).toHaveLength(round);
  }
  expect(issuer.reuses()).toBe(0);
});

test(`4 beside 4 of codex.exe, ${rounds} times: the sign-in is kept, and Gatehouse asks once`, async ({
  home,
  issuer,
}) => {
  for (let round = 1; round <= rounds; round += 1) {
    await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 }));
    const servers = await Promise.all(Array.from({ length: 4 }, () => startCodexServer(home)));
    const commands = Array.from({ length: 4 }, () => runGatehouse(['refresh', '--json'], home));
    await Promise.all(servers.map((server) => server.authStatus({ force: true })));
    const ends = await Promise.all(commands);
    expect(ends.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    await Promise.all(servers.map((server) => server.stop()));
    // The issuer takes each refresh token once: what is stored was not spent by anybody.
    const last = await runGatehouse(['refresh', '--force', '--json'], home);
    expect(JSON.parse(last.stdout)).toMatchObject({ outcome: 'refreshed' });
  }
});

test.describe('a refresh that is ended from outside', () => {
  test('while the issuer has not spent the token loses nothing', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 }));
    const asked = issuer.fail({
      endpoint: 'token',
      grant: 'refresh_token',
      kind: 'hang',
      takesEffect: 'on-release',
    });
    const refresh = startGatehouse(['refresh', '--force'], home);
    await asked.reached;
    refresh.kill();
    await refresh.end;
    // A lock of a program that is gone would keep the next one waiting.
    const next = await runGatehouse(['refresh', '--force', '--json'], home);
    expect(JSON.parse(next.stdout)).toMatchObject({ outcome: 'refreshed' });
    asked.release();
  });

  const moments = 12;
  test(`at ${moments} moments after the answer leaves a record that is whole`, async ({
    home,
    issuer,
  }) => {
    let lost = 0;
    for (let moment = 0; moment < moments; moment += 1) {
      const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 });
      await home.writeAuth(record);
      const before = issuer.requests.length;
      const asked = issuer.fail({
        endpoint: 'token',
        grant: 'refresh_token',
        kind: 'hang',
        takesEffect: 'on-release',
      });
      const refresh = startGatehouse(['refresh', '--force'], home);
      await asked.reached;
      asked.release();
      await turnsOfTheLoop(moment * 40);
      refresh.kill();
      await refresh.end;
      const { tokens } = await home.readAuth();
      const stored = (tokens as { refresh_token: string }).refresh_token;
      expect(stored.length).toBeGreaterThan(0);
      const next = await runGatehouse(['refresh', '--force', '--json'], home);
      const { outcome } = JSON.parse(next.stdout) as { outcome: string };
      if (outcome === 'refreshed') continue;
      // Only an answer that nobody had yet is lost, with nothing stored or kept since the request.
      expect(stored).toBe((record['tokens'] as { refresh_token: string }).refresh_token);
      expect(issuer.requests.length - before).toBe(2);
      lost += 1;
    }
    test.info().annotations.push({ type: 'note', description: `${lost} of ${moments} lost` });
  });
});

async function turnsOfTheLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => void setImmediate(resolve));
  }
}
