import { expect, it } from 'vitest';

import { noticeIdSchema, problemSchema, type Notice, type Problem } from './app-state.ts';
import { appErrorSchema, type AppError } from './app-error.ts';
import { problemCodeSchema } from './problem-code.ts';

const problem: Problem = { code: 'refresh-failed', message: 'm' };

it('compares with codes that exist, or does not compile', () => {
  const error: AppError = { code: 'network', message: 'm' };
  const id: Notice['id'] = noticeIdSchema.parse('enforced');
  // @ts-expect-error There is no such problem.
  expect(problem.code === 'refresh-failde').toBe(false);
  // @ts-expect-error There is no such error.
  expect(error.code === 'netwrok').toBe(false);
  // @ts-expect-error There is no such notice.
  expect(id === 'enforcde').toBe(false);
});

it.each([
  ['a problem', problemSchema],
  ['an error', appErrorSchema],
])('lets no other code of %s through', (_, schema) => {
  expect(schema.safeParse({ code: 'no-such-code', message: 'm' }).success).toBe(false);
});

it('is the id of the notice about a problem', () => {
  expect(noticeIdSchema.options).toEqual(expect.arrayContaining(problemCodeSchema.options));
});
