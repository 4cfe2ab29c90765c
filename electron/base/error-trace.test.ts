import { expect, it } from 'vitest';

import { errorTrace } from './error-trace.ts';

it('tells kind and origin of an error, and nothing that it quotes', () => {
  let error: unknown;
  try {
    JSON.parse('not-a-secret-but-could-be');
  } catch (caught) {
    error = caught;
  }
  const { name, frames } = errorTrace(error);
  expect(name).toBe('SyntaxError');
  expect(frames).toMatch(/^at /);
  expect(frames).not.toContain('could-be');
});

it('copes with what is not an error', () => {
  expect(errorTrace('thrown text')).toEqual({ name: 'string', frames: '' });
});
