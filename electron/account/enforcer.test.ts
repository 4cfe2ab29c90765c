import { describe, expect, it } from 'vitest';

import { Activity } from '../activity/activity.ts';
import { settingsLayers } from '../policy/layers.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import { notVerified } from '../policy/restriction-verdict.ts';
import { RulesOwner } from '../policy/rules-owner.ts';
import { settingsFrom, type Settings } from '../policy/settings.ts';
import type { Delay } from '../ports.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { ada, chatgptDocument } from '../testing/credentials.ts';
import { rules } from '../testing/login-rules.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { openSession } from '../testing/session-in-test.ts';
import { settingsWith } from '../testing/settings.ts';
import { manualClock } from '../testing/sign-in/manual-clock.ts';
import { AccountCommands } from './account-commands.ts';
import { noticePeriodMs } from './enforcer.ts';
import { NoticeBoard } from './notice-board.ts';

const inWs1 = chatgptDocument({ person: { ...ada, workspaceId: 'ws-1' } });
const onlyWs2 = rules({ forcedWorkspaces: { form: 'single', id: 'ws-2' } });

const managed = '/etc/codex/managed_config.toml';

/** Settings of a machine with this managed_config.toml. */
function settingsOf(text: string): Settings {
  const layers = settingsLayers('linux', '/home/ada/.codex', {});
  return settingsFrom(layers, new Map([[managed, { kind: 'text', text }]]));
}

/** Somebody who is signed in to ws-1 looks at the window, and only ws-2 is allowed. */
async function watched({
  isWatched = true,
  isTimerStill = false,
  file = null as string | null,
} = {}) {
  let known: KnownRules = onlyWs2;
  let watching = isWatched;
  let isBroken = false;
  const clock = manualClock();
  const { now } = clock;
  const delay: Delay = isTimerStill ? () => new Promise(() => {}) : clock.delay;
  const settingsHere = () => (file === null ? settingsWith(known) : settingsOf(file));
  const owner = await RulesOwner.open(
    () => (isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(settingsHere())),
    now,
  );
  const { session, home, store, log } = await openSession(await codexHomeInTest(inWs1));
  const notices = new NoticeBoard();
  const activityLog = memoryActivity();
  const commands = new AccountCommands({
    session,
    rules: owner,
    notices,
    activity: new Activity({ log: activityLog, now, person: 'user' }),
    log,
    now,
    delay,
    isWatched: () => watching,
    evidence: () => notVerified,
    demanded: { look: () => Promise.resolve(), lookNow: () => Promise.resolve() },
    lookAtKept: () => Promise.resolve(),
    allowKeyringPrompt: () => {},
  });
  return {
    commands,
    removal: commands.removal,
    clock,
    home,
    session,
    store,
    log,
    notices,
    entries: async () => (await activityLog.read()).entries.toReversed(),
    /** Resolves when the removal is carried out or withdrawn. */
    untilSettled: () =>
      new Promise<void>((resolve) => {
        commands.removal.onChange(() => {
          if (commands.removal.get() === null) resolve(commands.removal.enforce().then(() => {}));
        });
      }),
    told: async () => {
      const { entries } = await activityLog.read();
      return entries.toReversed().map(({ actor, outcome }) => `${actor} ${outcome}`);
    },
    setRules: (next: KnownRules) => (known = next),
    breakSettings: () => (isBroken = true),
    lookAway: () => (watching = false),
  };
}

it('tells line and column of the rule in the log, in the activity and in the notice', async () => {
  const file = 'model = "o"\n  forced_login_method = "api"\n';
  const { commands, removal, log, notices, entries } = await watched({ file });
  await commands.enforce();
  await removal.confirm();
  const place = { rule: 'forcedMethod', source: managed, line: 2, column: 3 };
  const warnings = log.lines.map(({ event, fields }) => [event, fields]);
  expect(warnings).toContainEqual(['login-rule-announced', place]);
  expect(warnings).toContainEqual(['login-rule-enforced', { ...place, removed: true }]);
  expect((await entries()).map((entry) => [entry.outcome, entry.place])).toEqual([
    ['announced', 'managedConfig:2:3'],
    ['confirmed', 'managedConfig:2:3'],
    ['done', 'managedConfig:2:3'],
  ]);
  expect(notices.get()[0]?.message).toContain(`is set in ${managed}, line 2, column 3.`);
});

describe('a sign-in that comes while a removal waits for its turn', () => {
  const inWs2 = chatgptDocument({ person: { ...ada, workspaceId: 'ws-2' } });
  const inWs3 = chatgptDocument({ person: { ...ada, workspaceId: 'ws-3' } });

  it('stays where it complies, and nothing is said to be removed', async () => {
    const { commands, home, store, notices, told } = await watched({ isWatched: false });
    store.canDelete = () => home.write(inWs2);
    expect(await commands.enforce()).toEqual({ kind: 'nothing' });
    expect(await home.document()).toEqual(inWs2);
    expect(notices.get()).toEqual([]);
    expect(await told()).toEqual([]);
  });

  it('is judged itself where it does not', async () => {
    const { commands, home, store } = await watched({ isWatched: false });
    let isFirst = true;
    store.canDelete = async () => {
      if (isFirst) await home.write(inWs3);
      isFirst = false;
    };
    expect(await commands.enforce()).toMatchObject({ kind: 'signedOut', removed: true });
    expect(await home.text()).toBeNull();
  });

  it('is announced anew where somebody can see it', async () => {
    const { commands, removal, home, store, told } = await watched();
    await commands.enforce();
    store.canDelete = () => home.write(inWs3);
    await removal.confirm();
    expect(await home.document()).toEqual(inWs3);
    expect(removal.get()).not.toBeNull();
    expect(await told()).toEqual(['policy announced', 'user confirmed', 'policy announced']);
  });
});

it('names no place of a rule that stands there no more', async () => {
  const { commands, setRules, entries } = await watched();
  await commands.enforce();
  setRules(rules({}));
  await commands.look();
  expect((await entries()).at(-1)).toMatchObject({ outcome: 'withdrawn' });
  expect((await entries()).at(-1)).not.toHaveProperty('place');
});

describe('a removal that somebody can see coming', () => {
  it('is announced, and nothing is removed yet', async () => {
    const { commands, removal, home, clock } = await watched();
    expect(await commands.enforce()).toMatchObject({ kind: 'announced' });
    expect(removal.get()).toMatchObject({
      violation: { rule: 'forcedWorkspaces' },
      at: clock.now() + noticePeriodMs,
    });
    expect(await home.text()).not.toBeNull();
  });

  it('is carried out when the time is up, with nobody doing anything', async () => {
    const { commands, removal, home, clock, untilSettled, notices, told } = await watched();
    await commands.enforce();
    const settled = untilSettled();
    clock.advance(noticePeriodMs);
    await settled;
    expect(removal.get()).toBeNull();
    expect(await home.text()).toBeNull();
    expect(notices.get()).toMatchObject([{ id: 'enforced' }]);
    expect(await told()).toEqual(['policy announced', 'policy done']);
  });

  it('is not put off by looks in between', async () => {
    const { commands, removal, clock, home } = await watched();
    await commands.enforce();
    const { at } = removal.get()!;
    clock.advance(noticePeriodMs - 1);
    await commands.look();
    expect(removal.get()?.at).toBe(at);
    expect(await home.text()).not.toBeNull();
  });

  it('is carried out by a look after the time, such as after sleep', async () => {
    const { commands, clock, home } = await watched({ isTimerStill: true });
    await commands.enforce();
    clock.advance(noticePeriodMs);
    await commands.look();
    expect(await home.text()).toBeNull();
  });

  it('does not wait for a person who has read it', async () => {
    const { commands, removal, home, told } = await watched();
    await commands.enforce();
    await removal.confirm();
    expect(await home.text()).toBeNull();
    expect(await told()).toEqual(['policy announced', 'user confirmed', 'policy done']);
  });

  it('is carried out before the program ends', async () => {
    const { commands, removal, home } = await watched();
    await commands.enforce();
    await removal.settle();
    expect(await home.text()).toBeNull();
  });

  it('is carried out by the next look where the window is gone', async () => {
    const { commands, home, lookAway } = await watched();
    await commands.enforce();
    lookAway();
    await commands.look();
    expect(await home.text()).toBeNull();
  });

  it('is carried out although nothing can be read again', async () => {
    const { commands, removal, home, breakSettings } = await watched();
    await commands.enforce();
    breakSettings();
    await removal.settle();
    expect(await home.text()).toBeNull();
  });

  it('is withdrawn at once where the rule changes', async () => {
    const { commands, removal, clock, home, setRules, told } = await watched();
    await commands.enforce();
    setRules(rules({}));
    await commands.look();
    expect(removal.get()).toBeNull();
    clock.advance(noticePeriodMs);
    await removal.settle();
    expect(await home.text()).not.toBeNull();
    expect(await told()).toEqual(['policy announced', 'policy withdrawn']);
  });

  it('is withdrawn where the person signs out themselves, and says nothing more', async () => {
    const { commands, removal, told } = await watched();
    await commands.enforce();
    await commands.signOut({ everywhere: false });
    expect(removal.get()).toBeNull();
    expect(await told()).toEqual(['policy announced', 'user done']);
  });

  it('is not announced again where it failed, but tried again', async () => {
    const { commands, removal, store, home, notices } = await watched();
    await commands.enforce();
    store.breakWrites();
    await removal.confirm();
    expect(notices.get()).toMatchObject([{ title: 'A login rule could not be enforced' }]);
    expect(await commands.enforce()).toMatchObject({ kind: 'signedOut', removed: false });
    expect(removal.get()).toBeNull();
    expect(await home.text()).not.toBeNull();
  });
});

it('nobody can see is carried out at once', async () => {
  const { commands, home, told } = await watched({ isWatched: false });
  expect(await commands.enforce()).toMatchObject({ kind: 'signedOut', removed: true });
  expect(await home.text()).toBeNull();
  expect(await told()).toEqual(['policy done']);
});

it('without an announcement there is nothing to confirm', async () => {
  const { removal, home, setRules, commands } = await watched();
  setRules(rules({}));
  await commands.look();
  await removal.confirm();
  await removal.settle();
  expect(await home.text()).not.toBeNull();
});
