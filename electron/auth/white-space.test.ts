import { describe, expect, it } from 'vitest';

import { codexEnvironment } from '../base/dotenv.ts';
import { environmentCredentials } from './credential-chain.ts';
import { knownId } from './effective-identity.ts';
import { endpointsFromEnvironment } from './endpoints.ts';

const credentialsIn = (env: Record<string, string>) =>
  environmentCredentials(codexEnvironment(env, { kind: 'absent' }));

/** What Unicode calls white space, which the Codex CLI trims; JavaScript leaves the first. */
const blanks = ['\u0085', '\u00A0', '\u2003', '\u2029', '\u3000', ' \t\r\n\v\f'] as const;

describe('white space around what the environment holds', () => {
  it.each(blanks)('is taken off as Rust does, and is nothing by itself: %j', (blank) => {
    expect(credentialsIn({ CODEX_API_KEY: blank })).toEqual([]);
    expect(credentialsIn({ CODEX_ACCESS_TOKEN: blank })).toEqual([]);
    expect(knownId(blank)).toBeNull();
    const endpoints = endpointsFromEnvironment({
      GATEHOUSE_ISSUER: blank,
      CODEX_APP_SERVER_LOGIN_CLIENT_ID: `${blank}client${blank}`,
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${blank}https://override.example${blank}`,
    });
    expect(endpoints).toMatchObject({
      warnings: [],
      endpoints: { clientId: 'client', refreshUrlOverride: 'https://override.example' },
    });
  });

  it.each(['\uFEFF', '\u200B', '\u180E'])('is none of these, which are kept: %j', (mark) => {
    expect(credentialsIn({ CODEX_API_KEY: mark })).toHaveLength(1);
    expect(credentialsIn({ CODEX_ACCESS_TOKEN: mark })).toHaveLength(1);
    expect(knownId(mark)).toBe(mark);
  });
});
