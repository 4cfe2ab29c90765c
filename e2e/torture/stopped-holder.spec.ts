import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { runGatehouse, startGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { isAccepted, refreshRequestsSince } from '../fixtures/refresh-requests.ts';
import { counts } from './counts.ts';
import { recordResult } from './results.ts';

// Gatehouse waits for longer than a request may take, which is too long for `npm test`.
if (counts.isFull) {
  test('a process that stands still in its request is named, and nothing is spent meanwhile', async ({
    home,
    issuer,
  }, testInfo) => {
    test.setTimeout(180_000);
    await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 }));
    const before = await home.readAuth();
    const hanging = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-release' });
    const holder = startGatehouse(['refresh'], home);
    await hanging.reached;
    holder.freeze();

    const waiting = await runGatehouse(['refresh', '--json'], home);
    expect(waiting.exitCode).toBe(5);
    const { message } = JSON.parse(waiting.stdout) as { message: string };
    expect(message).toContain('auth.json.refresh-lock is locked by ');
    expect(message).toContain(`(process ${holder.pid})`);
    expect(message).toContain('within 45 s');
    expect(refreshRequestsSince(issuer, 0).all).toHaveLength(1);
    expect(await home.readAuth()).toEqual(before);

    // The operating system frees the lock of whoever dies.
    holder.kill();
    await holder.end;
    const next = await runGatehouse(['refresh', '--json'], home);
    expect(JSON.parse(next.stdout)).toMatchObject({ outcome: 'refreshed' });
    const { all, reuses } = refreshRequestsSince(issuer, 0);
    const { refresh_token } = (await home.readAuth())['tokens'] as { refresh_token: string };
    recordResult(testInfo, {
      what: 'Holder of the refresh lock stopped in its request, then killed',
      rounds: 1,
      requests: [all.length, all.length],
      // The request of the one that was killed never took effect.
      reuses: null,
      lost: 0,
      usable: (await isAccepted(issuer, refresh_token)) ? 1 : 0,
      note: `the other gives up after 45 s and names the holder; the stored token was shown ${reuses + 1} times and spent once`,
    });
    expect(
      await isAccepted(issuer, (before['tokens'] as { refresh_token: string }).refresh_token),
    ).toBe(false);
  });
}
