import { describe, expect, it } from 'vitest';

import {
  emptySecrets,
  parseSecrets,
  withCredential,
  type SecretsDocument,
} from './secrets-document.ts';

const foreign: SecretsDocument = {
  version: 1,
  secrets: { 'global/CODEX_AUTH': 'old', 'global/OTHER': 'other' },
  from_the_future: { keep: true },
};

describe('the secrets document', () => {
  it('is read with whatever else it holds', () => {
    expect(parseSecrets(JSON.stringify(foreign))).toEqual(foreign);
  });

  it.each([
    ['of version 2', '{"version":2,"secrets":{}}'],
    ['without a version', '{"secrets":{}}'],
    ['with a secret that is no text', '{"version":1,"secrets":{"a":1}}'],
    ['no JSON', 'version = 1'],
    ['empty', ''],
  ])('is not understood where it is %s', (_, text) => {
    expect(parseSecrets(text)).toBeNull();
  });

  it('gets another credential, and everything else survives', () => {
    expect(withCredential(foreign, 'new')).toEqual({
      ...foreign,
      secrets: { 'global/CODEX_AUTH': 'new', 'global/OTHER': 'other' },
    });
  });

  it('loses the credential alone', () => {
    expect(withCredential(foreign, null)).toEqual({
      ...foreign,
      secrets: { 'global/OTHER': 'other' },
    });
    expect(withCredential(emptySecrets, null)).toEqual({ version: 1, secrets: {} });
  });

  it('is made anew and never changed in place', () => {
    withCredential(emptySecrets, 'new');
    expect(emptySecrets).toEqual({ version: 1, secrets: {} });
  });
});
