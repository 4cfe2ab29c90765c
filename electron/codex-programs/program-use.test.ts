import { describe, expect, it } from 'vitest';

import { ada, apiKey, bob, entry, grace, nobody, otherKey, token } from '../testing/holders.ts';
import { shownHolder, type HistoryEntry, type Holder } from './home-history.ts';
import { askedUse, judgeUse } from './program-use.ts';

const minute = 60_000;
const shown = (holder: Holder) => shownHolder(holder);
const started = { startedAt: 5 * minute, canSignIn: true };

/** What was there when the program started, and what Gatehouse put there later, in turns. */
function homeWith(first: Holder, ...later: readonly Holder[]): HistoryEntry[] {
  const then = later.map((holder, index) => entry(holder, { at: (10 + index) * minute }));
  return [entry(first, { after: null }), ...then];
}

describe('a program that runs', () => {
  it.each([
    ['with what is stored still', ada, [], ada, null, false],
    ['with a new sign-in of the same account', ada, [{ ...ada, id: 'new' }], ada, null, false],
    ['keeps its account after a switch to another workspace', ada, [grace], ada, null, true],
    ['keeps it after a sign-out', ada, [nobody], ada, null, true],
    ['keeps it beside an API key', ada, [apiKey], ada, null, true],
    ['keeps an API key beside an account', apiKey, [ada], apiKey, null, true],
    ['keeps an API key beside another one', apiKey, [otherKey], apiKey, null, true],
    ['keeps a personal access token beside another kind', token, [apiKey], token, null, true],
    ['stays signed out after a sign-in', nobody, [ada], nobody, null, true],
    ['turns into another person of its workspace at its refresh', ada, [bob], ada, bob, true],
    ['has its account again after two switches', ada, [grace, ada], ada, null, false],
  ])('%s', (_name, first, later, who, next, differs) => {
    expect(judgeUse(started, homeWith(first, ...later))).toEqual({
      uses: { how: 'told', who: shown(who), next: next && shown(next) },
      differs,
    });
  });

  it.each([
    ['another person of its workspace was there in between', [bob, ada], [ada, bob], null],
    ['that is gone again', [bob, grace], [ada, bob], true],
    [
      'and a third one is there now',
      [bob, { ...bob, userId: 'c', email: 'c@x.example' }],
      null,
      null,
    ],
  ])('may have turned where %s', (_name, later, who, differs) => {
    const judged = judgeUse(started, homeWith(ada, ...later));
    expect(judged.uses.how).toBe('oneOf');
    expect(judged.differs).toBe(differs);
    if (who !== null) expect(judged.uses).toEqual({ how: 'oneOf', who: who.map(shown) });
  });

  it('may itself have signed in as what another program put there', () => {
    const entries = [entry(ada, { after: null }), entry(grace, { at: 10 * minute, by: 'other' })];
    expect(judgeUse(started, entries)).toEqual({
      uses: { how: 'oneOf', who: [shown(ada), shown(grace)] },
      differs: null,
    });
    // In `codex exec` nobody can sign in.
    expect(judgeUse({ ...started, canSignIn: false }, entries)).toMatchObject({
      uses: { how: 'told', who: shown(ada) },
      differs: true,
    });
  });

  it('uses one of two where it started between the last look and a change', () => {
    const between = entry(grace, { at: 8 * minute, after: 2 * minute, by: 'other' });
    expect(judgeUse(started, [entry(ada, { after: null }), between]).uses).toEqual({
      how: 'oneOf',
      who: [shown(ada), shown(grace)],
    });
  });

  it.each([
    ['it started before that was seen', { ...started, startedAt: -minute }, 'startedBefore'],
    ['its start is not known', { ...started, startedAt: null }, 'noStartTime'],
  ])('uses nobody knows what where %s', (_name, start, because) => {
    const unknown = { uses: { how: 'unknown', because }, differs: null };
    expect(judgeUse(start, homeWith(ada))).toEqual(unknown);
  });
});

describe('a program that says whom it uses', () => {
  it.each([
    [ada, ada, false],
    [ada, grace, true],
    [nobody, ada, true],
    [ada, nobody, true],
    [ada, null, null],
    [{ ...apiKey, id: null }, apiKey, null],
    [{ ...ada, id: null }, token, null],
  ])('says %j beside %j', (who, stored, differs) => {
    expect(askedUse(who, stored)).toEqual({ uses: { how: 'asked', who: shown(who) }, differs });
  });
});
