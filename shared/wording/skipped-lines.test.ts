import { expect, it } from 'vitest';

import { skippedText } from './skipped-lines.ts';

it('counts what is left out', () => {
  expect(skippedText(1)).toMatch(/^One line /);
  expect(skippedText(2)).toMatch(/^2 lines /);
});
