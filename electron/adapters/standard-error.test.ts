import fs from 'node:fs';

import { afterEach, expect, it, vi } from 'vitest';

import { writeToStandardError } from './standard-error.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function writingBecomes(writeSync: (fd: number, text: string) => number) {
  return vi.spyOn(fs, 'writeSync').mockImplementation(writeSync);
}

it('writes a line so that it does not steer the terminal', () => {
  const write = writingBecomes((_, text) => text.length);
  writeToStandardError(
    'GATEHOUSE_ISSUER is no URL: \u001B]0;owned\u0007\u202Eelpmaxe\n\tPlease unset it.',
  );
  expect(write).toHaveBeenCalledExactlyOnceWith(
    process.stderr.fd,
    'GATEHOUSE_ISSUER is no URL: \\u001b]0;owned\\u0007\\u202eelpmaxe\n\tPlease unset it.\n',
  );
});

it('does not fail where nobody reads', () => {
  writingBecomes(() => {
    throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  });
  expect(() => writeToStandardError('a line')).not.toThrow();
});
