import { expect, it } from 'vitest';

import { spelledCode } from './spelled-code.ts';

it('spells a device code sign by sign', () => {
  expect(spelledCode('AB1-C')).toBe('A, B, 1, dash, C');
});
