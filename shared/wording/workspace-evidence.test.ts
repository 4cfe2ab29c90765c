import { expect, it } from 'vitest';

import { evidenceText } from './workspace-evidence.ts';

it.each([
  ['verified', null, 'Workspace verified by a key of the sign-in service.'],
  ['pending', 'no network', 'Workspace read, and not verified yet: no network.'],
  ['readOnly', null, 'Workspace read, but not verified.'],
  ['none', null, null],
] as const)('tells how far a workspace is proven: %s', (evidence, evidenceMessage, text) => {
  expect(evidenceText({ evidence, evidenceMessage })).toBe(text);
});
