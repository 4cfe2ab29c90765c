import { describe, expect, it } from 'vitest';

import { neutralReason } from './neutral-reason.ts';

describe('the reason of a platform', () => {
  it.each([
    ['one line', 'No more sessions.', 'No more sessions'],
    ['several lines', 'Not now\nsee "log"\u0000', 'Not now'],
    [
      'debug text of Rust',
      'Ambiguous: [Entry { inner: Wrapper { path: Path("/a\\0") } }]',
      'Ambiguous',
    ],
    ['what turns the text around', 'a\u202eb', 'a\\u202eb'],
    ['a control character', 'a\u0007b', 'a\\u0007b'],
    ['a token', 'stored sk-0123456789abcdef0123', 'stored [redacted]'],
    ['nothing', '  ', ''],
  ])('is a short line fit for people: %s', (_, text, reason) => {
    expect(neutralReason(text)).toBe(reason);
  });

  it('has an end', () => {
    expect(neutralReason('x'.repeat(10_000))).toHaveLength(160);
  });
});
