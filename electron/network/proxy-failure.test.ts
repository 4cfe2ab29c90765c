import { describe, expect, it } from 'vitest';

import { describeProxyFailure, type ProxyFailure } from './proxy-failure.ts';
import type { ProxySetting } from './routes.ts';

const proxy = new URL('http://ada:a-password@proxy.example:8080');
const byVariable: ProxySetting = { kind: 'environment', variable: 'https_proxy' };
const bySystem: ProxySetting = { kind: 'system' };
const down: ProxyFailure = { kind: 'unreachable', reason: 'ECONNREFUSED' };

describe('what is told of a proxy that does not connect', () => {
  it.each([
    [byVariable, down, 'cannot be reached (ECONNREFUSED)', 'https_proxy'],
    [bySystem, down, 'cannot be reached (ECONNREFUSED)', "the system's settings"],
    [byVariable, { kind: 'interim', status: 100 }, 'cannot use (HTTP 100)', 'https_proxy'],
    [
      byVariable,
      { kind: 'rejected', status: 407 },
      'user name and password (HTTP 407)',
      'https_proxy',
    ],
    [
      bySystem,
      { kind: 'rejected', status: 407 },
      'user name and password (HTTP 407)',
      'HTTPS_PROXY',
    ],
    [byVariable, { kind: 'rejected', status: 403 }, 'auth.example (HTTP 403)', 'https_proxy'],
  ] as const)('by %j of %j', (setting, failure, fact, advice) => {
    const told = describeProxyFailure({ kind: 'proxy', proxy, setting }, failure, 'auth.example');
    expect(told.fact).toContain('The proxy http://proxy.example:8080 ');
    expect(told.fact).toContain(fact);
    expect(told.advice).toContain(advice);
    expect(JSON.stringify(told)).not.toMatch(/ada|a-password/);
  });
});
