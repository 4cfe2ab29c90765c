import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { Activity } from '../activity/activity.ts';
import { CodexLoading, type CodexAnswer } from '../policy/codex-loading.ts';
import { settingsLayers } from '../policy/layers.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import { notVerified } from '../policy/verdict.ts';
import { RulesInForce } from '../policy/cloud-rules.ts';
import { RulesOwner } from '../policy/rules-owner.ts';
import { settingsFrom, type CodexConfig } from '../policy/codex-config.ts';
import type { Delay } from '../ports.ts';
import { noSavedAccounts } from '../testing/no-saved-accounts.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { cacheText, cloudCache } from '../testing/cloud-cache.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { ada, chatgptDocument, testNow } from '../testing/credentials.ts';
import { rules } from '../testing/login-rules.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { openSession } from '../testing/session-in-test.ts';
import { noticesOver } from '../testing/notices.ts';
import { settingsWith } from '../testing/settings.ts';
import { manualClock } from '../testing/sign-in/manual-clock.ts';
import { AccountCommands } from './account-commands.ts';
import { noticePeriodMs } from './enforcer.ts';
import type { NoticeBoard } from './notice-board.ts';

const inWs1 = chatgptDocument({ person: { ...ada, workspaceId: 'ws-1' } });
const onlyWs2 = rules({ forcedWorkspaces: { form: 'single', id: 'ws-2' } });

const managed = '/etc/codex/managed_config.toml';

/** The Codex config of a machine with this managed_config.toml. */
function settingsOf(text: string): CodexConfig {
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
  let answer: CodexAnswer = { kind: 'loads' };
  let beforeAnswer = (): Promise<unknown> => Promise.resolve();
  let asked = 0;
  let fileNow = file;
  const clock = manualClock();
  const { now } = clock;
  const delay: Delay = isTimerStill ? () => new Promise(() => {}) : clock.delay;
  const settingsHere = () => (fileNow === null ? settingsWith(known) : settingsOf(fileNow));
  const owner = await RulesOwner.open(
    () => (isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(settingsHere())),
    now,
  );
  const { session, home, store, log } = await openSession(await codexHomeInTest(inWs1));
  const notices = noticesOver(session);
  const activityLog = memoryActivity();
  const ask = async (): Promise<CodexAnswer> => {
    asked += 1;
    await beforeAnswer();
    return answer;
  };
  const commands = new AccountCommands({
    accounts: noSavedAccounts,
    session,
    rules: owner,
    inForce: new RulesInForce({ rules: owner, session, now }),
    loading: new CodexLoading({ rules: owner, ask }),
    workspaceNames: { get: () => ({}) },
    notices,
    activity: new Activity({ log: activityLog, now, person: 'user' }),
    log,
    now,
    delay,
    isWatched: () => watching,
    evidence: notVerified,
    demanded: { look: () => Promise.resolve(), lookNow: () => Promise.resolve() },
    lookAtKept: () => Promise.resolve(),
    allowKeyringPrompt: () => {},

    keyringKeepsDeleted: () => Promise.resolve(false),
    isLasting: true,
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
    setAnswer: (next: CodexAnswer) => (answer = next),
    /** Something that happens while the Codex CLI is asked. */
    whileAsked: (deed: () => Promise<unknown>) => (beforeAnswer = deed),
    asked: () => asked,
    setFile: (text: string) => (fileNow = text),
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

describe('a removal that a rule of the workspace demands', () => {
  const member = { ...ada, plan: 'enterprise' };
  const keysOnly = { config: { Baseline: 'forced_login_method = "api"' } };

  /** Somebody looks at the window, and Codex has rules of their workspace. */
  async function ruledByCloud(expiresAt: string) {
    const home = await codexHomeInTest(chatgptDocument({ person: member }));
    const cache = path.join(home.folder, 'cloud-config-bundle-cache.json');
    await writeFile(cache, cacheText(cloudCache(testNow, { ...keysOnly, expiresAt })));
    const clock = manualClock(testNow);
    const { now, delay } = clock;
    const { core } = await coreInTest(home, { now, delay, isWatched: () => true });
    const { commands } = core;
    await commands.look();
    expect(commands.removal.get()?.violation.source).toBe('cloud rules: Baseline');
    const ended = new Promise<void>((resolve) => {
      commands.removal.onChange(() => {
        if (commands.removal.get() === null) resolve(commands.removal.enforce().then(() => {}));
      });
    });
    return { home, clock, ended };
  }

  it('is carried out where the rule still holds at its moment', async () => {
    const { home, clock, ended } = await ruledByCloud('2026-01-22T17:48:43Z');
    clock.advance(noticePeriodMs);
    await ended;
    expect(await home.text()).toBeNull();
  });

  it('is withdrawn where the bundle has expired by then', async () => {
    const { home, clock, ended } = await ruledByCloud('2026-01-22T16:49:13Z');
    clock.advance(noticePeriodMs);
    await ended;
    expect(await home.text()).not.toBeNull();
  });
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

  it('does not happen where the rules cannot be read again', async () => {
    const { commands, removal, home, breakSettings } = await watched();
    await commands.enforce();
    breakSettings();
    await removal.settle();
    expect(await home.text()).not.toBeNull();
    expect(commands.verdict()).toMatchObject({ withheld: { because: 'unproven' } });
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

const refusal: CodexAnswer = { kind: 'refuses', text: `${managed}:2:9: invalid type` };
const forced = 'forced_login_method = "api"\nmodel = 5\n';

describe('a removal that Codex would not carry out now', () => {
  const doubts: readonly [string, CodexAnswer, object][] = [
    [
      'a configuration that does not load',
      refusal,
      { because: 'config', place: { source: managed, line: 2, column: 9 } },
    ],
    [
      'one that stops Codex in no place that it names',
      { kind: 'refuses', text: 'who knows' },
      { because: 'config' },
    ],
    ['no answer', { kind: 'unclear', message: 'it did not answer' }, { because: 'unproven' }],
    ['no program, and a value that is wrong', { kind: 'noProgram' }, { because: 'config' }],
  ];

  it.each(doubts)('is not announced and not made: %s', async (_, answer, withheld) => {
    const { commands, removal, setAnswer, home, told, notices } = await watched({ file: forced });
    setAnswer(answer);
    expect(await commands.enforce()).toMatchObject({ kind: 'withheld', violation: { withheld } });
    expect(removal.get()).toBeNull();
    expect(await home.text()).not.toBeNull();
    expect(notices.get()).toEqual([]);
    expect(await told()).toEqual(['policy withheld']);
    expect(commands.verdict()).toMatchObject({ kind: 'violated', withheld });
  });

  it.each(doubts)('is not made where nobody looks, either: %s', async (_, answer) => {
    const { commands, setAnswer, home } = await watched({ file: forced, isWatched: false });
    setAnswer(answer);
    await commands.look();
    expect(await home.text()).not.toBeNull();
  });

  it('is recorded once, and again when it is another reason', async () => {
    const { commands, setAnswer, told, log } = await watched({ file: forced });
    setAnswer(refusal);
    for (let times = 0; times < 3; times += 1) await commands.look();
    expect(await told()).toEqual(['policy withheld']);
    expect(log.lines.filter(({ event }) => event === 'login-rule-withheld')).toHaveLength(1);
    setAnswer({ kind: 'unclear', message: 'it did not answer' });
    await commands.look();
    expect(await told()).toEqual(['policy withheld', 'policy withheld']);
  });

  it('says nothing of logging out, and what happens next', async () => {
    const { commands, setAnswer } = await watched({ file: forced });
    setAnswer(refusal);
    await commands.look();
    const verdict = commands.verdict();
    const message = verdict.kind === 'violated' ? verdict.message : '';
    expect(message).not.toContain('Logging out');
    expect(message).toContain(
      `Codex does not start until ${managed}, line 2, column 9 is corrected`,
    );
    expect(message).toContain('removes the sign-in at its next start');
    expect(message).not.toContain('invalid type');
  });

  it('is announced and made as soon as the file is corrected', async () => {
    const { commands, removal, setAnswer, setFile, home } = await watched({ file: forced });
    setAnswer(refusal);
    await commands.look();
    setAnswer({ kind: 'loads' });
    setFile('forced_login_method = "api"\n');
    await commands.look();
    expect(removal.get()).not.toBeNull();
    await removal.confirm();
    expect(await home.text()).toBeNull();
  });

  it('is called off where the file becomes wrong after the announcement', async () => {
    const { commands, removal, setAnswer, setFile, clock, home } = await watched({
      file: 'forced_login_method = "api"\n',
    });
    await commands.enforce();
    setAnswer(refusal);
    setFile(forced);
    await commands.look();
    expect(removal.get()).toBeNull();
    clock.advance(noticePeriodMs);
    await removal.settle();
    expect(await home.text()).not.toBeNull();
  });

  it('is called off where Codex stops loading it in the minute, although no file has changed', async () => {
    const { commands, removal, setAnswer, home, told } = await watched({
      file: 'forced_login_method = "api"\n',
    });
    await commands.enforce();
    setAnswer({ kind: 'refuses', text: 'of a file that only Codex knows' });
    await removal.confirm();
    expect(await home.text()).not.toBeNull();
    expect(await told()).toEqual(['policy announced', 'user confirmed', 'policy withheld']);
  });

  it('does not ask Codex again for as long as an announcement stands', async () => {
    const { commands, asked } = await watched({ file: 'forced_login_method = "api"\n' });
    for (let times = 0; times < 3; times += 1) await commands.look();
    expect(asked()).toBe(1);
  });
});

describe('what changes while Codex is asked', () => {
  it('is another rule: nothing is removed', async () => {
    const { commands, removal, whileAsked, setFile, home } = await watched({
      file: 'forced_login_method = "api"\n',
    });
    await commands.enforce();
    whileAsked(() => Promise.resolve(setFile('model = "m"\n')));
    await removal.confirm();
    expect(await home.text()).not.toBeNull();
    expect(removal.get()).toBeNull();
  });

  it('is another sign-in, which complies: it stays', async () => {
    const { commands, removal, whileAsked, home } = await watched();
    await commands.enforce();
    const compliant = chatgptDocument({ person: { ...ada, workspaceId: 'ws-2' } });
    whileAsked(() => home.write(compliant));
    await removal.confirm();
    expect(await home.text()).not.toBeNull();
    expect(commands.verdict()).toEqual({ kind: 'allowed' });
  });

  it('is every file, all the time: it is not proven', async () => {
    const { commands, whileAsked, setFile, home } = await watched({
      file: 'forced_login_method = "api"\n',
      isWatched: false,
    });
    let changes = 0;
    whileAsked(() => Promise.resolve(setFile(`forced_login_method = "api"\n# ${(changes += 1)}`)));
    expect(await commands.enforce()).toMatchObject({
      violation: { withheld: { because: 'unproven' } },
    });
    expect(await home.text()).not.toBeNull();
  });
});

describe('nothing past is told as present', () => {
  const enforcedNotices = (notices: NoticeBoard) =>
    notices.get().filter(({ id }) => id === 'enforced');

  it('once another program has signed in again', async () => {
    const { commands, home, notices, setRules } = await watched({ isWatched: false });
    await commands.enforce();
    expect(enforcedNotices(notices)).toHaveLength(1);
    setRules(rules({}));
    await home.write(inWs1);
    await commands.look();
    expect(enforcedNotices(notices)).toEqual([]);
  });

  it('once another program has signed in against the rule, and that is announced', async () => {
    const { commands, home, notices, removal } = await watched();
    await commands.enforce();
    await removal.confirm();
    await home.write(inWs1);
    await commands.look();
    expect(removal.get()).not.toBeNull();
    expect(enforcedNotices(notices)).toEqual([]);
  });

  it('once a rule is gone whose removal had failed', async () => {
    const { commands, notices, store, setRules } = await watched({ isWatched: false });
    store.breakWrites();
    await commands.enforce();
    expect(enforcedNotices(notices)).toHaveLength(1);
    setRules(rules({}));
    await commands.look();
    expect(enforcedNotices(notices)).toEqual([]);
  });

  it('once a removal that had failed is no more needed, for somebody signed out', async () => {
    const { commands, notices, store, home } = await watched({ isWatched: false });
    store.breakWrites();
    await commands.enforce();
    await home.remove();
    await commands.look();
    expect(enforcedNotices(notices)).toEqual([]);
  });

  it('but stays for as long as it is why nobody is signed in', async () => {
    const { commands, notices, setRules } = await watched({ isWatched: false });
    await commands.enforce();
    setRules(rules({}));
    await commands.look();
    expect(enforcedNotices(notices)).toHaveLength(1);
  });
});

it('nobody who is told can hold up what was announced', async () => {
  const { commands, removal, notices, clock, home, untilSettled } = await watched();
  const never = () => new Promise<void>(() => {});
  removal.onChange(() => void never());
  notices.onChange(() => void never());
  await commands.enforce();
  const settled = untilSettled();
  clock.advance(noticePeriodMs);
  await settled;
  expect(await home.text()).toBeNull();
});
