import { describe, expect, it } from 'vitest';

import type { ProgramUse } from '../running-codex.ts';
import { runningCodex, runningProgram } from '../testing/running-codex.ts';
import {
  identityName,
  programLine,
  restartQuestion,
  serverStaysText,
  serverVariablesText,
  shareTheSignIn,
  staleServerText,
  stillUsedTexts,
  useText,
} from './running-codex.ts';

const ada = {
  kind: 'chatgpt',
  email: 'ada@example.com',
  accountId: 'W',
  workspaceName: null,
} as const;
const bob = { ...ada, email: 'bob@example.com' };
const nobody = { kind: 'nobody', email: null, accountId: null, workspaceName: null } as const;
const key = { ...nobody, kind: 'apiKey' } as const;
const stale = (uses: ProgramUse) =>
  runningProgram({ kind: 'backgroundServer', uses, differs: true });

describe('whom a program uses', () => {
  it.each<readonly [ProgramUse, string]>([
    [{ how: 'asked', who: bob }, 'bob@example.com'],
    [{ how: 'told', who: key, next: null }, 'an API key'],
    [
      { how: 'told', who: ada, next: bob },
      'ada@example.com until its next refresh, then bob@example.com',
    ],
    [{ how: 'oneOf', who: [bob, nobody] }, 'either bob@example.com or nobody'],
    [{ how: 'unknown', because: 'startedBefore' }, 'not known: it started before'],
    [{ how: 'unknown', because: 'noStartTime' }, 'not known: the system does not say'],
  ])('%j', (uses, text) => {
    expect(useText(uses, ada)).toContain(text);
  });

  it('is one person in two workspaces, which are told apart', () => {
    const elsewhere = { ...ada, accountId: '5f0c2f6e-8a2b' };
    expect(identityName(elsewhere, ada)).toBe('ada@example.com (5f0c2f6e…)');
    const named = { ...elsewhere, workspaceName: 'Analytical Engines' };
    expect(identityName(named, ada)).toBe('ada@example.com (Analytical Engines)');
    expect(identityName(named, named)).toBe('ada@example.com');
    expect(identityName(named)).toBe('ada@example.com');
  });

  it('is somebody without an address, whose workspace says more', () => {
    const unnamed = { ...ada, email: null, workspaceName: 'Analytical Engines' };
    expect(identityName(unnamed)).toBe('a ChatGPT account (Analytical Engines)');
  });
});

describe('the background server', () => {
  const server = stale({ how: 'asked', who: bob });
  it('that uses another account is told with what a sign-out inside of Codex would do', () => {
    expect(staleServerText(runningCodex({ programs: [server] }))).toEqual({
      title: 'The background server of Codex still uses bob@example.com until it is restarted.',
      consequences:
        'Every new Codex in a terminal works through it. Do not sign out inside of Codex until then: that would sign out ada@example.com on this device and revoke that sign-in.',
    });
  });

  it('of one person in two workspaces is told with both', () => {
    const stored = { ...ada, accountId: 'V', workspaceName: 'Analytical Engines' };
    const programs = [stale({ how: 'asked', who: ada })];
    const text = staleServerText(runningCodex({ programs, stored }));
    expect(text?.title).toContain('still uses ada@example.com (W) until');
    expect(text?.consequences).toContain('sign out ada@example.com (Analytical Engines) on');
  });

  it.each([
    [key, 'would sign out an API key on this device.'],
    [nobody, 'works through it.'],
    [null, 'works through it.'],
  ])('beside %j says no more than is so', (stored, end) => {
    const text = staleServerText(runningCodex({ programs: [server], stored }));
    expect(text?.consequences.endsWith(end)).toBe(true);
  });

  it('that is signed out is told as that', () => {
    const programs = [stale({ how: 'asked', who: nobody })];
    const { title } = staleServerText(runningCodex({ programs })) ?? {};
    expect(title).toBe('The background server of Codex is still signed out until it is restarted.');
  });

  it.each([false, null])('that does not surely use another account is not told: %j', (differs) => {
    expect(staleServerText(runningCodex({ programs: [{ ...server, differs }] }))).toBeNull();
  });

  it('goes on after a sign-out where it has the account', () => {
    const used = { ...server, differs: false };
    expect(serverStaysText(runningCodex({ programs: [used] }))).toContain('goes on with it');
    expect(serverStaysText(runningCodex({ programs: [server] }))).toBeNull();
    expect(serverStaysText(runningCodex())).toBeNull();
  });

  it.each([
    [true, 'working on something at this moment'],
    [false, 'not working on anything'],
    [null, 'for up to a minute, and then interrupts it'],
  ])('costs a restart, where it is at work %j: %s', (isServerBusy, text) => {
    const question = restartQuestion(runningCodex({ programs: [server], isServerBusy }));
    expect(question?.cost).toContain(text);
    // What nobody knows may be lost, too.
    expect(question?.isFree).toBe(isServerBusy === false);
  });

  it('is asked about with the reason, where there is one', () => {
    const isServerBusy = false;
    const texts = (differs: boolean) =>
      restartQuestion(runningCodex({ programs: [{ ...server, differs }], isServerBusy }))?.texts;
    expect(texts(true)?.join(' ')).toMatch(/still uses bob.+Do not sign out.+not working on any/);
    expect(texts(false)?.join(' ')).toMatch(/^Codex is not working on anything/);
  });

  it.each([true, false])(
    'leaves terminals signed out where nobody is stored: %j',
    (isServerBusy) => {
      const found = runningCodex({ programs: [server], stored: nobody, isServerBusy });
      expect(restartQuestion(found)?.cost).toMatch(
        /again by themselves.+ and are signed out then\.$/,
      );
    },
  );

  it('is not asked about where there is none', () => {
    expect(restartQuestion(runningCodex())).toBeNull();
  });

  it.each([
    [null, null],
    [[], null],
    [['CODEX_ACCESS_TOKEN'], /^It was started with CODEX_ACCESS_TOKEN set/],
  ])('with the variables %j', (serverVariables, text) => {
    const told = serverVariablesText(runningCodex({ serverVariables }));
    if (text === null) expect(told).toBeNull();
    else expect(told).toMatch(text);
  });
});

describe('what goes on with another account', () => {
  const other = runningProgram({ uses: { how: 'told', who: bob, next: null }, differs: true });
  it('is told program by program', () => {
    const turning = runningProgram({
      pid: 8,
      kind: 'editor',
      uses: { how: 'told', who: bob, next: ada },
      differs: true,
    });
    expect(stillUsedTexts(runningCodex({ programs: [other, turning] }))).toEqual([
      'Codex in a terminal (process 4711) goes on as bob@example.com until you restart it.',
      'Codex in an editor (process 8) uses bob@example.com until its next refresh, then ada@example.com.',
    ]);
  });

  it('is not told again of what works through the server', () => {
    const server = stale({ how: 'asked', who: bob });
    const programs = [server, { ...other, isServed: true }];
    expect(stillUsedTexts(runningCodex({ programs }))).toHaveLength(1);
  });

  it.each([
    [[], true],
    [[runningProgram()], true],
    [[runningProgram(), other], false],
    [[runningProgram({ differs: null })], false],
  ])('%#: whether all share the sign-in', (programs, expected) => {
    expect(shareTheSignIn(runningCodex({ programs }))).toBe(expected);
  });
});

it.each([
  [{}, 'Codex in a terminal (process 4711), since then: ada@example.com'],
  [{ startedAt: null }, 'Codex in a terminal (process 4711): ada@example.com'],
  [
    { isServed: true, startedAt: null },
    'Codex in a terminal (process 4711), through the background server: ada@example.com',
  ],
  [
    { home: 'unknown', startedAt: null },
    'Codex in a terminal (process 4711): ada@example.com (perhaps with another Codex home)',
  ],
  [
    { kind: 'backgroundServer', startedAt: null },
    'The background server of Codex: ada@example.com',
  ],
] as const)('is a line of a list: %j', (overrides, line) => {
  expect(programLine(runningProgram(overrides), ada, () => 'then')).toBe(line);
});
