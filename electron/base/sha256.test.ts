import { createHash } from 'node:crypto';

import { expect, it } from 'vitest';

import { sha256Hex } from './sha256.ts';

it.each(['', 'abc', '/home/ada/.codex', 'Ä\u{1f511}', 'x'.repeat(1_000)])(
  'is the digest that Node makes, of %j',
  (text) => {
    expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
  },
);
