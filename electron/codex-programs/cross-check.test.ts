import { describe, expect, it } from 'vitest';

import type { ModelProvider } from '../../shared/app-state.ts';
import type { CredentialInUse } from '../../shared/codex-programs.ts';
import { ada, apiKey, bob, nobody, token } from '../testing/holders.ts';
import { allMethods, compareSaid, loginMethodsIn, type SaidByGatehouse } from './cross-check.ts';
import type { Holder } from './home-history.ts';

const stored: CredentialInUse = { uses: 'stored' };
const environment: CredentialInUse = {
  uses: 'environment',
  credential: { kind: 'accessToken', variable: 'CODEX_ACCESS_TOKEN', setIn: 'environment' },
  condition: null,
};

const openai: ModelProvider = { id: 'openai', needsSignIn: true };
const workspaceNames = { W: 'Analytical Engines' };

const compare = (who: Holder | null, gatehouse: Partial<SaidByGatehouse>) =>
  compareSaid(
    { version: '0.171.0', who, loginMethods: null },
    {
      uses: stored,
      stored: ada,
      loginMethods: allMethods,
      provider: openai,
      workspaceNames,
      ...gatehouse,
    },
  );

describe('the account that Codex names', () => {
  it.each<readonly [string, Holder, Partial<SaidByGatehouse>, boolean | null, string]>([
    ['is the stored one', ada, {}, true, 'ada@example.com'],
    ['is another person', bob, {}, false, 'ada@example.com'],
    ['is nobody', nobody, {}, false, 'ada@example.com'],
    ['is a key, as is stored', { ...apiKey, id: null }, { stored: apiKey }, true, 'an API key'],
    ['is beside what cannot be read', ada, { stored: null }, null, 'not known'],
    [
      'is of a token that nobody looked up',
      ada,
      { stored: token },
      null,
      'a personal access token',
    ],
    [
      'is nobody where none is used',
      nobody,
      { uses: { uses: 'nothing', message: null } },
      true,
      'nobody',
    ],
    [
      'is somebody where none is used',
      ada,
      { uses: { uses: 'nothing', message: null } },
      false,
      'nobody',
    ],
    ['is that of a variable', ada, { uses: environment }, null, 'what CODEX_ACCESS_TOKEN'],
    [
      'is nobody beside a variable',
      nobody,
      { uses: environment },
      false,
      'what CODEX_ACCESS_TOKEN',
    ],
    [
      'is there though Codex was said to stop',
      ada,
      { uses: { uses: 'stops', message: 'X.' } },
      false,
      'X.',
    ],
    ['is beside what is not known', ada, { uses: { uses: 'unknown', message: 'X.' } }, null, 'X.'],
  ])('%s', (_name, who, gatehouse, agrees, says) => {
    const result = compare(who, gatehouse);
    expect(result).toMatchObject({ kind: 'asked', agrees });
    const fact = result.kind === 'asked' && result.facts.find(({ about }) => about === 'account');
    expect(fact).toMatchObject({ agrees, gatehouse: expect.stringContaining(says) as string });
    // What to do is told of a difference alone.
    expect(result.kind === 'asked' && (result.advice !== null) === (agrees === false)).toBe(true);
  });
});

describe('a provider that needs no sign-in, by the word of Codex', () => {
  const mine: ModelProvider = { id: 'mine', needsSignIn: false };
  const stops: CredentialInUse = { uses: 'stops', message: 'X.' };
  it.each<readonly [Partial<SaidByGatehouse>, boolean | null, string]>([
    [{ provider: mine }, true, 'nobody: provider "mine" needs no sign-in'],
    [{ provider: mine, uses: environment }, true, 'nobody: provider "mine" needs no sign-in'],
    [{}, false, 'ada@example.com'],
    [{ provider: null }, null, 'ada@example.com'],
    [{ provider: mine, uses: stops }, false, 'Codex does not start. X.'],
    [{ provider: mine, uses: { uses: 'unknown', message: 'X.' } }, null, 'not known. X.'],
  ])('beside %j', (gatehouse, agrees, says) => {
    expect(compare(null, gatehouse)).toMatchObject({
      agrees,
      facts: [{ codex: 'nobody: its provider needs no sign-in', gatehouse: says, agrees }, {}],
    });
  });

  it('is none where Codex names the account all the same', () => {
    expect(compare(ada, { provider: mine })).toMatchObject({ agrees: true });
  });
});

it('one person in two workspaces is told with both, by name where there is one', () => {
  const result = compare({ ...ada, accountId: '5f0c2f6e-8a2b' }, {});
  expect(result).toMatchObject({
    agrees: false,
    facts: [
      { codex: 'ada@example.com (5f0c2f6e…)', gatehouse: 'ada@example.com (Analytical Engines)' },
      {},
    ],
  });
});

describe('the ways to sign in that Codex names', () => {
  it.each([
    [null, allMethods, true],
    [['chatgpt'], ['chatgpt'], true],
    [[], [], true],
    [['api', 'chatgpt'], allMethods, true],
    [['chatgpt'], allMethods, false],
    [null, ['api'], false],
    [['chatgpt'], null, null],
  ] as const)('%j beside %j', (codex, ours, agrees) => {
    const said = { version: '0.171.0', who: ada, loginMethods: codex };
    const result = compareSaid(said, {
      uses: stored,
      stored: ada,
      loginMethods: ours,
      provider: openai,
      workspaceNames,
    });
    const [first, ...others] = result.kind === 'asked' ? result.facts : [];
    const fact = [first, ...others].find((one) => one?.about === 'loginMethods');
    expect(fact?.agrees).toBe(agrees);
    // A difference comes first.
    if (agrees === false) expect(first).toBe(fact);
  });

  it.each([
    [{ allowedLoginMethods: ['api', 'chatgpt', 'passkey'] }, ['chatgpt', 'api']],
    [{ allowedLoginMethods: [] }, []],
    [{ allowedLoginMethods: null }, null],
    [{ allowedLoginMethods: 'all' }, null],
    [null, null],
  ])('are read from %j', (requirements, methods) => {
    expect(loginMethodsIn(requirements)).toEqual(methods);
  });
});
