import { EventEmitter } from 'node:events';

import { expect, it } from 'vitest';

import { holdSessionEnd } from './session-end.ts';

function sessionEnds(isAtStake: boolean) {
  const did: string[] = [];
  const window = new EventEmitter();
  holdSessionEnd(
    window,
    () => isAtStake,
    () => did.push('quit'),
  );
  window.emit('query-session-end', { preventDefault: () => did.push('wait') });
  return did;
}

it('Windows waits for tokens that are being saved, until the program has ended', () => {
  expect(sessionEnds(true)).toEqual(['wait', 'quit']);
});

it('Windows waits for nothing else', () => {
  expect(sessionEnds(false)).toEqual([]);
});
