import { expect, test } from 'vitest';

import { isTestedCodexVersion, parseCodexVersion, testedCodexVersion } from './codex-version.ts';

test.each([
  ['codex-cli 0.171.0\n', '0.171.0'],
  ['codex 0.172.0-alpha.3\n', '0.172.0-alpha.3'],
  ['WARNING: proceeding, even though\ncodex-cli 0.171.0\n', '0.171.0'],
  ['codex-cli zero', null],
  ['another 0.171.0', null],
  ['', null],
])('reads %j as %j', (printed, version) => {
  expect(parseCodexVersion(printed)).toBe(version);
});

test.each([testedCodexVersion, '0.171.1', '0.172.0', '1.0.0', '0.172.0-alpha.1', '0.1000.0'])(
  'asks %s',
  (version) => {
    expect(isTestedCodexVersion(version)).toBe(true);
  },
);

test.each(['0.170.9', '0.99.0', '0.171.0-alpha.9'])(
  'does not ask %s, which is older',
  (version) => {
    expect(isTestedCodexVersion(version)).toBe(false);
  },
);
