import { describe, expect, it } from 'vitest';

import { codexCaSetting } from './ca-variables.ts';

describe('the file of authorities that the Codex CLI reads, too', () => {
  it.each([
    [{ CODEX_CA_CERTIFICATE: '/a.pem', SSL_CERT_FILE: '/b.pem' }, 'CODEX_CA_CERTIFICATE'],
    [{ CODEX_CA_CERTIFICATE: '', SSL_CERT_FILE: '/b.pem' }, 'SSL_CERT_FILE'],
    [{ NODE_EXTRA_CA_CERTS: '/c.pem' }, undefined],
  ])('is by %j that of %s', (env, variable) => {
    expect(codexCaSetting(env)?.variable).toBe(variable);
  });
});
