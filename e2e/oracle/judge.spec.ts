import { expect, test } from '@playwright/test';

import { casesOf } from './cases.ts';
import { environments } from './environments.ts';
import { countsOf, findingsOf } from './judge.ts';
import type { Observed } from './observe.ts';
import { recordKinds, type StoredRecord } from './records.ts';

/** The judge, over what could be seen: it has to find what it is there for. */

const look: Observed['gatehouse']['before'] = {
  credential: 'chatgpt',
  verdict: 'allowed',
  withheld: null,
  message: null,
  status: 0,
  problem: null,
  policy: 'compliant',
  result: 'allowed',
};
const removing = { ...look, verdict: 'signOut', status: 3 } as const;
const kept = { announced: false, removed: false, after: look } as const;
const removed = { announced: true, removed: true, after: look } as const;
const goesOn = { end: 'went on', sent: 'stored', words: '', removed: false } as const;
const removes = { end: 'ended', sent: null, words: '', removed: true } as const;

function seen(more: Partial<Observed> = {}, hasCli = true): Observed {
  const [drawn] = casesOf(1, 1);
  return {
    oracleCase: { ...drawn!, environment: environments.nothing, hasCli },
    loads: true,
    status: { kind: 'loggedIn', words: '' },
    exec: goesOn,
    bareExec: null,
    gatehouse: { before: look, ...kept },
    ...more,
  };
}

function besideToken(more: Partial<Observed>): Observed {
  const observed = seen(more);
  const environment = environments['token of X'];
  return { ...observed, oracleCase: { ...observed.oracleCase, environment } };
}

test('agrees where both use a sign-in, and where both remove it', () => {
  expect(findingsOf(seen())).toEqual([]);
  expect(findingsOf(seen({ exec: removes, gatehouse: { before: removing, ...removed } }))).toEqual(
    [],
  );
});

for (const [what, observed, reason] of [
  [
    'a removal of what the CLI uses',
    seen({ gatehouse: { before: removing, ...removed } }),
    'Gatehouse removed what the CLI keeps',
  ],
  [
    'a removal beside a credential of the environment that saves it',
    besideToken({ gatehouse: { before: removing, ...removed } }),
    'Gatehouse removed what the CLI keeps',
  ],
  [
    'a removal that only a credential of the environment leads to',
    besideToken({
      exec: removes,
      bareExec: goesOn,
      gatehouse: { before: removing, ...removed },
    }),
    'Gatehouse removed what the CLI keeps',
  ],
  [
    'a removal that is left out',
    seen({ exec: removes, gatehouse: { before: removing, ...kept } }),
    'the CLI removed, and Gatehouse kept it (signOut)',
  ],
  [
    'a removal without a word',
    seen({ exec: removes, gatehouse: { before: removing, ...removed, announced: false } }),
    'the CLI removed, and Gatehouse removed it without a word (signOut)',
  ],
  [
    'a removal that is withheld although the CLI could be asked',
    seen({
      exec: removes,
      gatehouse: { before: { ...removing, withheld: 'unproven' }, ...kept },
    }),
    'the CLI removed, and Gatehouse kept it (unproven)',
  ],
  [
    'a sign-in that is called allowed where a rule refuses the token of the environment',
    besideToken({
      exec: { ...removes, removed: false, words: 'Login is restricted to workspace(s) W, ...' },
    }),
    'Gatehouse says allowed, and codex exec refused',
  ],
  [
    'a sign-in that is called allowed and hidden',
    seen({ exec: { ...goesOn, sent: 'none' } }),
    'Gatehouse says allowed, and codex exec sent nothing',
  ],
  [
    'a sign-in that is called allowed and that login status does not know',
    seen({ status: { kind: 'notLoggedIn', words: '' } }),
    'Gatehouse says allowed, and login status says notLoggedIn',
  ],
] as const) {
  test(`finds ${what}`, () => {
    expect(findingsOf(observed)).toContainEqual({ weight: 'broken', reason });
  });
}

test('asks for no removal where files do not load, or beside a credential of the environment', () => {
  const keeps = { before: { ...removing, withheld: 'config' }, ...kept };
  const all = [
    seen({ exec: removes, loads: false, gatehouse: keeps }),
    besideToken({ exec: removes, gatehouse: keeps }),
  ];
  expect(all.flatMap(findingsOf).filter(({ weight }) => weight === 'broken')).toEqual([]);
  expect(countsOf(all)).toMatchObject({ removedByCli: 2, demanded: 0, innocent: 0 });
});

test('takes it for no fault of the rules that last_refresh is missing, where that is told', () => {
  const exec = { ...goesOn, sent: 'none' } as const;
  const gatehouse = { before: { ...look, problem: 'record-incomplete' }, ...kept };
  const [undated] = recordKinds['no last_refresh'];
  const weightsFor = (record: StoredRecord) => {
    const one = seen({ exec, gatehouse });
    const oracleCase = { ...one.oracleCase, record };
    return findingsOf({ ...one, oracleCase }).map(({ weight }) => weight);
  };
  expect(weightsFor(undated)).toEqual(['known']);
  expect(weightsFor({ ...undated, lastRefresh: 'now' })).toEqual(['broken']);
});

test('counts apart what is withheld because there is no CLI to ask', () => {
  const before = { ...removing, withheld: 'unproven' };
  const one = seen({ exec: removes, gatehouse: { before, ...kept } }, false);
  expect(findingsOf(one)).toMatchObject([{ weight: 'known' }]);
  expect(countsOf([one])).toMatchObject({ demanded: 1, announcedAndRemoved: 0, unproven: 1 });
});
