import { describe, expect, it } from 'vitest';

import type { ProgramUse } from '../../shared/running-codex.ts';
import { runningCodex, runningProgram } from '../../shared/testing/running-codex.ts';
import { ada, apiKey, grace } from '../testing/holders.ts';
import { shownHolder } from './home-history.ts';
import { namedIdentity, withWorkspaceNames } from './named-identity.ts';

const names = { W: 'Analytical Engines' };
const [adas, graces, key] = [ada, grace, apiKey].map(shownHolder);
if (!adas || !graces || !key) throw new TypeError('three are shown');
const named = { ...adas, workspaceName: 'Analytical Engines' };

describe('who uses a sign-in', () => {
  it.each([
    [adas, 'Analytical Engines'],
    [graces, null],
    [key, null],
  ])('%j has the name of the workspace, where it is known: %j', (who, workspaceName) => {
    expect(namedIdentity(who, names)).toEqual({ ...who, workspaceName });
  });

  it('has no name of an id that is no own one of the names', () => {
    expect(namedIdentity({ ...adas, accountId: 'toString' }, names).workspaceName).toBeNull();
  });

  it.each<readonly [ProgramUse, object]>([
    [{ how: 'asked', who: adas }, { who: named }],
    [
      { how: 'told', who: adas, next: null },
      { who: named, next: null },
    ],
    [
      { how: 'told', who: graces, next: adas },
      { who: graces, next: named },
    ],
    [{ how: 'oneOf', who: [adas, graces] }, { who: [named, graces] }],
    [{ how: 'unknown', because: 'startedBefore' }, { because: 'startedBefore' }],
  ])('is named in all that is told: %#', (uses, expected) => {
    const found = runningCodex({ stored: adas, programs: [runningProgram({ uses })] });
    const { stored, programs } = withWorkspaceNames(found, names);
    expect(stored).toEqual(named);
    expect(programs).toMatchObject([{ uses: expected }]);
  });

  it('is nobody where what is stored cannot be told', () => {
    expect(withWorkspaceNames(runningCodex({ stored: null }), names).stored).toBeNull();
  });
});
