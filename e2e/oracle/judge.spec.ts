import { expect, test } from '@playwright/test';

import type { CodexCredentials, CredentialInUse } from '../../shared/codex-programs.ts';
import { casesOf } from './cases.ts';
import { environments } from './environments.ts';
import { countsOf, findingsOf } from './judge.ts';
import type { Observed } from './observe.ts';
import { recordKinds, type StoredRecord } from './records.ts';

/** The judge, over what could be seen: it has to find what it is there for. */

const said = (exec: CredentialInUse, apps: CredentialInUse = exec): CodexCredentials => ({
  exec,
  terminal: exec,
  apps,
});
const nothing = { uses: 'nothing', message: 'm' } as const;
const token = {
  uses: 'environment',
  credential: { kind: 'accessToken', variable: 'CODEX_ACCESS_TOKEN', setIn: 'environment' },
} as const;

const look: Observed['gatehouse']['before'] = {
  credential: 'chatgpt',
  verdict: 'allowed',
  withheld: null,
  message: null,
  unjudged: null,
  status: 0,
  problem: null,
  policy: 'compliant',
  result: 'allowed',
  cloud: 'none',
  cloudBecause: null,
  codex: said({ uses: 'stored' }),
};
const removing = {
  ...look,
  verdict: 'signOut',
  status: 3,
  codex: said({ uses: 'stops', message: 'm' }, nothing),
} as const;
const kept = { announced: false, removed: false, after: look } as const;
const removed = { announced: true, removed: true, after: look } as const;
const goesOn = { end: 'went on', seen: 'stored', words: '', removed: false, asked: false } as const;
const removes = { end: 'ended', seen: 'stops', words: '', removed: true, asked: false } as const;
const signedIn = {
  status: { kind: 'loggedIn', seen: 'stored', words: '' },
  apps: { seen: 'stored', words: '', asked: false },
} as const;
const signedOut = {
  status: { kind: 'notLoggedIn', seen: 'nothing', words: '' },
  apps: { seen: 'nothing', words: '', asked: false },
} as const;

function seen(more: Partial<Observed> = {}, hasCli = true): Observed {
  const [drawn] = casesOf(1, 1);
  const [record] = recordKinds['chatgpt of W'];
  return {
    oracleCase: { ...drawn!, record, environment: environments.nothing, hasCli },
    loads: true,
    exec: goesOn,
    ...(more.exec?.removed === true ? signedOut : signedIn),
    bareExec: null,
    gatehouse: { before: look, ...kept },
    ...more,
  };
}

/** Gatehouse says this, and announces nothing. */
function saying(codex: CodexCredentials, more: Partial<typeof look> = {}): Observed['gatehouse'] {
  return { before: { ...look, codex, ...more }, ...kept };
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
    'a sign-in that is called allowed, and removed beside a token of the environment',
    besideToken({ exec: removes }),
    'Gatehouse says allowed, and the CLI removed it',
  ],
  [
    'a sign-in that is said to be in use where codex exec refuses',
    seen({ exec: { ...removes, removed: false } }),
    'exec: Gatehouse says stored, and the CLI stops',
  ],
  [
    'a sign-in that is said to be in use, and hidden',
    seen({ exec: { ...goesOn, seen: 'nothing' } }),
    'exec: Gatehouse says stored, and the CLI nothing',
  ],
  [
    'a sign-in that is said to be in use, and that login status does not know',
    seen({ status: signedOut.status }),
    'login status: Gatehouse says stored, and the CLI nothing',
  ],
  [
    'a sign-in that is said to be in use, and that an app-server does not know',
    seen({ apps: signedOut.apps }),
    'account/read: Gatehouse says stored, and the CLI nothing',
  ],
  [
    'a sign-in in use where a token of the environment is said to be',
    besideToken({ gatehouse: saying(said({ ...token, condition: 'c' })) }),
    'exec: Gatehouse says token, and the CLI stored',
  ],
  [
    'a use that is left open without a token or an identity',
    seen({ gatehouse: saying(said({ uses: 'unknown', message: 'm' })) }),
    'Gatehouse leaves open what it could tell',
  ],
  [
    'rules of a workspace that the CLI asks for, and of which nothing is said',
    seen({ exec: { ...goesOn, asked: true } }),
    'the CLI asked for the rules of the workspace, and Gatehouse says none',
  ],
  [
    'rules of a workspace that are expected, and that the CLI does not ask for',
    seen({ gatehouse: saying(look.codex, { cloud: 'expected' }) }),
    'Gatehouse expects rules of the workspace, and the CLI asks for none',
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

test('lets the CLI name a sign-in without last_refresh, of which it sends nothing', () => {
  const gatehouse = saying(said(nothing));
  const [undated] = recordKinds['no last_refresh'];
  const weightsFor = (record: StoredRecord) => {
    const one = seen({ exec: { ...goesOn, seen: 'nothing' }, gatehouse });
    const oracleCase = { ...one.oracleCase, record };
    return findingsOf({ ...one, oracleCase }).map(({ weight }) => weight);
  };
  expect(weightsFor(undated)).toEqual(['known']);
  expect(weightsFor({ ...undated, lastRefresh: 'now' })).toEqual(['broken', 'broken']);
});

test('counts what Gatehouse says that it cannot tell, by what it depends on', () => {
  const asked = seen({
    ...signedIn,
    exec: { ...removes, asked: true },
    gatehouse: saying(look.codex, { cloud: 'expected' }),
  });
  const conditional = besideToken({
    exec: { ...goesOn, seen: 'token' },
    status: { ...signedIn.status, seen: 'token' },
    apps: { ...signedIn.apps, seen: 'token' },
    gatehouse: saying(said({ ...token, condition: 'c' })),
  });
  expect(findingsOf(asked)).toMatchObject([
    { weight: 'notKnown', reason: expect.stringContaining('the rules of the workspace') },
  ]);
  expect(findingsOf(conditional)).toMatchObject([{ weight: 'notKnown' }]);
  expect(countsOf([asked, conditional, seen()])).toMatchObject({ notKnown: 2, demanded: 0 });
});

test('counts apart what is withheld because there is no CLI to ask', () => {
  const before = { ...removing, withheld: 'unproven' };
  const one = seen({ exec: removes, gatehouse: { before, ...kept } }, false);
  expect(findingsOf(one)).toMatchObject([
    { weight: 'notKnown', reason: expect.stringContaining('no CLI to ask') },
  ]);
  const counts = { demanded: 1, announcedAndRemoved: 0, unproven: 1, notKnown: 1 };
  expect(countsOf([one])).toMatchObject(counts);
});

test.describe('counts what Gatehouse leaves open where the CLI does as it says', () => {
  const stored = said({ uses: 'stored' });
  const unknown = said({ uses: 'unknown', message: 'm' });
  const stops = said({ uses: 'stops', message: 'm' });
  const besideRecord = (record: StoredRecord, observed: Observed): Observed => ({
    ...observed,
    oracleCase: { ...observed.oracleCase, record },
  });
  const [pat] = recordKinds['personal access token'];
  const beside = (codex: CodexCredentials, more: Partial<typeof look> = {}) =>
    seen({ gatehouse: saying(codex, more) });
  const ofOwner = { cloud: 'expected', cloudBecause: 'owner' } as const;
  const identity = environments['workload identity of W'];
  for (const [what, observed, reason] of [
    ['rules that Codex asks for', beside(stored, { cloud: 'expected' }), 'of which there is no'],
    ['rules of another version', beside(stored, { cloud: 'otherVersion' }), 'of which there is no'],
    ['the plan of a token', besideRecord(pat, beside(stored, ofOwner)), 'whose a token is'],
    ['whether a token is used', besideRecord(pat, beside(unknown)), 'whose a token is'],
    [
      'whether a token complies',
      besideRecord(pat, beside(stored, { verdict: 'unknown', unjudged: 'owner' })),
      'whose a token is',
    ],
    [
      'whether a token is removed',
      besideRecord(pat, beside(stops, { verdict: 'signOut', withheld: 'unproven' })),
      'whose a token is',
    ],
    [
      'the plan of a workload identity',
      {
        ...beside(stored, ofOwner),
        oracleCase: { ...seen().oracleCase, environment: identity },
      },
      'the exchange of a workload identity',
    ],
  ] as const) {
    test(what, () => {
      const open = findingsOf(observed).filter(({ weight }) => weight === 'notKnown');
      expect(open).toMatchObject([{ reason: expect.stringContaining(reason) }]);
      expect(countsOf([observed]).notKnown).toBe(1);
    });
  }

  test('but not where no program starts, whatever rules it would ask for', () => {
    const observed = seen({
      loads: false,
      exec: { ...removes, removed: false },
      status: { kind: 'notLoaded', seen: 'stops', words: '' },
      apps: { seen: 'stops', words: '', asked: false },
      gatehouse: saying(stops, { cloud: 'expected' }),
    });
    expect(findingsOf(observed).map(({ weight }) => weight)).toEqual(['known']);
  });
});
