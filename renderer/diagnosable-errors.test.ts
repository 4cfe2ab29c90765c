import { describe, expect, it } from 'vitest';

import { isDiagnosable } from './diagnosable-errors.ts';

describe('a failed sign-in', () => {
  it.each(['network', 'ports-busy', 'timed-out', 'store-unwritable'] as const)(
    'by %s leads to the diagnostics',
    (code) => expect(isDiagnosable(code)).toBe(true),
  );

  it.each(['denied', 'cancelled', 'not-entitled', 'forbidden-by-rule'] as const)(
    'by %s has nothing for them to find',
    (code) => expect(isDiagnosable(code)).toBe(false),
  );
});
