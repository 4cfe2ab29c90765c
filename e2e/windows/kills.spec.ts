import path from 'node:path';

import { buildPrograms, type BuiltPrograms } from '../../electron/testing/kills/killed-programs.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { runGatehouse, startGatehouse } from './programs.ts';
import { tell } from './row.ts';
import { dueRecord, expect, homeIn, refreshTokenIn, test, type WindowsHome } from './world.ts';

/** What changes something that others see: on disk, at the issuer, or who may go on. */
const changing = ['writeFile', 'sync', 'rename', 'unlink', 'lock', 'request'];

const next = {
  refreshed: 'the next one refreshes',
  failed: 'the next one asks to sign in',
} as const;

test.use({ issuerOptions: { revokeFamilyOnReuse: true } });
let programs: BuiltPrograms;
test.beforeAll(async () => {
  programs = await buildPrograms(['counted-steps']);
});
test.afterAll(() => programs.remove());

interface Kill {
  readonly moment: string;
  readonly record: 'old' | 'new';
  readonly signIn: 'kept' | 'lost';
}

/** Lets a refresh end itself at one moment after the other, and another one start over each. */
async function killedAtEach(home: WindowsHome, issuer: EmbeddedIssuer): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  for (let killAt = 1; ; killAt += 1) {
    // What another kill has left would be steps of this one.
    const own = await homeIn(path.join(home.folder, String(killAt)), issuer);
    const before = refreshTokenIn(await dueRecord(own, issuer));
    const killed = await runGatehouse(
      ['refresh', '--force'],
      stepping(own, { STEPS_KILL_AT: String(killAt) }),
    );
    if (killed.exitCode === 0) return kills;
    const [moment = ''] = /(before|after|answered) \w+( \S+)?$/.exec(killed.stderr) ?? [];
    expect(moment, killed.stderr).not.toBe('');
    const record = refreshTokenIn(await own.readAuth()) === before ? 'old' : 'new';
    const isKept = (await refreshOutcome(own)) === 'refreshed';
    kills.push({ moment, record, signIn: isKept ? 'kept' : 'lost' });
  }
}

test('a refresh that ends itself before and after each lock, request and change on disk leaves a record that is whole, and only an answer that nobody had yet is lost', async ({
  home,
  issuer,
}, testInfo) => {
  const kills = await killedAtEach(home, issuer);
  const lost = kills.filter(({ signIn }) => signIn === 'lost');
  tell(testInfo, {
    count: `${kills.length} kills`,
    note: `${lost.length} with the answer in no file yet`,
  });
  expect(new Set(kills.map(({ record }) => record))).toEqual(new Set(['old', 'new']));
  // From the request until its answer has its name in the folder.
  const states = kills.map(({ signIn }) => signIn);
  const last = states.lastIndexOf('lost');
  expect(kills[states.indexOf('lost')]?.moment).toBe('after request');
  expect(kills[last]?.moment).toBe('before rename auth.json.refresh-journal');
  for (const kill of kills.slice(states.indexOf('lost'), last + 1)) {
    expect(kill).toMatchObject({ record: 'old', signIn: 'lost' });
  }
});

for (const [when, moment, outcome] of [
  ['with auth.lock', 'after lock auth.lock', 'refreshed'],
  ['with auth.json.lock', 'after lock auth.json.lock', 'refreshed'],
  ['with auth.json.refresh-lock', 'after lock auth.json.refresh-lock', 'refreshed'],
  ['before its request', 'before request', 'refreshed'],
  ['once its request is sent', 'after request', 'failed'],
  ['once it has the answer, which is in no file yet', 'answered request', 'failed'],
] as const) {
  test(`a refresh that ends itself ${when}: ${next[outcome]}`, async ({ home, issuer }) => {
    const record = await dueRecord(home, issuer);
    const options = stepping(home, { STEPS_KILL_MOMENT: moment });
    const killed = await runGatehouse(['refresh', '--force'], options);
    expect(killed.exitCode).not.toBe(0);
    expect(killed.stderr).toMatch(new RegExp(`${moment}$`));
    expect(await home.readAuth()).toEqual(record);
    // A lock of a program that is gone would keep the next one waiting.
    expect(await refreshOutcome(home)).toBe(outcome);
  });
}

for (const [what, takesEffect, outcome] of [
  ['that the issuer has not begun to work on', 'on-release', 'refreshed'],
  ['that the issuer has replaced the token for', 'on-arrival', 'failed'],
] as const) {
  test(`a refresh that is ended from outside, while it waits for the answer to a request ${what}: ${next[outcome]}`, async ({
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

function stepping(home: WindowsHome, kill: Readonly<Record<`STEPS_KILL_${string}`, string>>) {
  return {
    preload: path.join(programs.folder, 'counted-steps.mjs'),
    env: {
      ...home.env,
      STEPS_FOLDER: home.windowsFolder,
      ...kill,
      STEPS_ONLY: changing.join(','),
    },
  };
}

async function refreshOutcome(home: WindowsHome): Promise<unknown> {
  const { stdout } = await runGatehouse(['refresh', '--force', '--json'], home);
  return (JSON.parse(stdout) as { outcome?: unknown }).outcome;
}
