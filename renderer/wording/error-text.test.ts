import { describe, expect, it } from 'vitest';

import { appErrorCodes } from '../../shared/app-error.ts';
import { errorTitle } from './error-text.ts';

describe('the title of an error', () => {
  it.each(appErrorCodes)('is a short line without a full stop for %s', (code) => {
    expect(errorTitle(code)).toMatch(/^[A-Z][^.]{5,59}$/);
  });

  it('differs for every error that a person can do something different about', () => {
    const titles = appErrorCodes.filter((code) => code !== 'bad-request').map(errorTitle);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
