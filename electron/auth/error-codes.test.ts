import { describe, expect, it } from 'vitest';

import { errorCodeOf } from './error-codes.ts';

describe('where the code of a failure is looked for', () => {
  it.each([
    ['{"error":{"code":"a"}}', 'a'],
    ['{"error":{"code":"a"},"code":"b"}', 'a'],
    ['{"error":"a"}', 'a'],
    ['{"error":"a","code":"b"}', 'a'],
    ['{"code":"b"}', 'b'],
    ['{"error":{},"code":"b"}', 'b'],
    ['{"error":{"code":5},"code":"b"}', 'b'],
    ['{"error":null,"code":"b"}', 'b'],
    ['{"error":["a"],"code":"b"}', 'b'],
    ['{"error":{"code":"a"},"more":{"code":"c"}}', 'a'],
    ['{"error":{"type":"a"}}', null],
    ['{"code":5}', null],
    ['{}', null],
    ['["a"]', null],
    ['"a"', null],
    ['null', null],
    ['5', null],
    ['a', null],
    ['', null],
    ['  ', null],
    ['<html>', null],
  ])('%s -> %j', (body, code) => {
    expect(errorCodeOf(body)).toBe(code);
  });
});
