import { expect, it } from 'vitest';

import { assertionsOf, killsTable } from './torture-kills.mjs';

it('adds up the kills of the tests that killed', () => {
  const report = {
    testResults: [
      {
        assertionResults: [
          { title: 'a refresh', status: 'passed', meta: { kills: { kills: 230, lost: 15 } } },
          { title: 'at random', status: 'failed', meta: { kills: { kills: 500, lost: 2 } } },
        ],
      },
      { assertionResults: [{ title: 'leaves nothing', status: 'passed', meta: {} }] },
    ],
  };
  expect(killsTable(assertionsOf(report))).toBe(
    [
      '| what      | kills | sign-ins lost | test   |',
      '| --------- | ----- | ------------- | ------ |',
      '| a refresh | 230   | 15            | passed |',
      '| at random | 500   | 2             | failed |',
      '| all       | 730   | 17            |        |',
    ].join('\n'),
  );
});
