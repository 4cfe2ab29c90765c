import path from 'node:path';

import { buildPrograms, type BuiltPrograms } from '../../electron/testing/kills/killed-programs.ts';
import { runGatehouse, startGatehouse } from './programs.ts';
import { tell } from './row.ts';
import { dueRecord, expect, homeIn, refreshTokenIn, test, type WindowsHome } from './world.ts';

/** Calls that change something on disk, and let others see it. */
const changing = ['writeFile', 'sync', 'rename', 'unlink'];

test.use({ issuerOptions: { revokeFamilyOnReuse: true } });
let programs: BuiltPrograms;
test.beforeAll(async () => {
  programs = await buildPrograms(['counted-steps']);
});
test.afterAll(() => programs.remove());

test('a refresh that ends itself before and after each change that it makes on disk leaves a record that is whole, and only an answer that nobody had yet is lost', async ({
  home,
  issuer,
}, testInfo) => {
  const kills: { moment: string; record: 'old' | 'new'; signIn: 'kept' | 'lost' }[] = [];
  for (let killAt = 1; ; killAt += 1) {
    // What another kill has left would be steps of this one.
    const own = await homeIn(path.join(home.folder, String(killAt)), issuer);
    const before = refreshTokenIn(await dueRecord(own, issuer));
    const killed = await runGatehouse(['refresh', '--force'], stepping(own, killAt));
    if (killed.exitCode === 0) break;
    const [moment = ''] = /(before|after) \w+( \S+)?$/.exec(killed.stderr) ?? [];
    expect(moment, killed.stderr).not.toBe('');
    const record = refreshTokenIn(await own.readAuth()) === before ? 'old' : 'new';
    const isKept = (await refreshOutcome(own)) === 'refreshed';
    kills.push({ moment, record, signIn: isKept ? 'kept' : 'lost' });
  }
  const lost = kills.filter(({ signIn }) => signIn === 'lost');
  tell(testInfo, {
    count: `${kills.length} kills`,
    note: `${lost.length} with the answer in no file yet`,
  });
  expect(new Set(kills.map(({ record }) => record))).toEqual(new Set(['old', 'new']));
  // From the answer, which is no step, until it has its name in the folder.
  const states = kills.map(({ signIn }) => signIn);
  const last = states.lastIndexOf('lost');
  expect(kills[last]?.moment).toBe('before rename auth.json.refresh-journal');
  for (const kill of kills.slice(states.indexOf('lost'), last + 1)) {
    expect(kill).toMatchObject({ record: 'old', signIn: 'lost' });
  }
});

for (const [what, takesEffect, outcome] of [
  ['that the issuer has not begun to work on', 'on-release', 'refreshed'],
  ['that the issuer has replaced the token for', 'on-arrival', 'failed'],
] as const) {
  test(`a refresh that is ended from outside, while it waits for the answer to a request ${what}: ${outcome === 'refreshed' ? 'the next one refreshes' : 'the next one asks to sign in'}`, async ({
    home,
    issuer,
  }) => {
    const record = await dueRecord(home, issuer);
    const asked = issuer.fail({
      endpoint: 'token',
      grant: 'refresh_token',
      kind: 'hang',
      takesEffect,
    });
    const refresh = startGatehouse(['refresh', '--force'], home);
    await asked.reached;
    refresh.kill();
    await refresh.end;
    expect(await home.readAuth()).toEqual(record);
    // A lock of a program that is gone would keep the next one waiting.
    expect(await refreshOutcome(home)).toBe(outcome);
    asked.release();
  });
}

function stepping(home: WindowsHome, killAt: number) {
  return {
    preload: path.join(programs.folder, 'counted-steps.mjs'),
    env: {
      ...home.env,
      STEPS_FOLDER: home.windowsFolder,
      STEPS_KILL_AT: String(killAt),
      STEPS_ONLY: changing.join(','),
    },
  };
}

async function refreshOutcome(home: WindowsHome): Promise<unknown> {
  const { stdout } = await runGatehouse(['refresh', '--force', '--json'], home);
  return (JSON.parse(stdout) as { outcome?: unknown }).outcome;
}
