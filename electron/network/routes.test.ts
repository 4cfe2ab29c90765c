import { describe, expect, it } from 'vitest';

import { directly, routeInUse, routesByEnvironment, routesBySystem } from './routes.ts';

const target = new URL('https://auth.openai.com/oauth/token');
const proxy = new URL('http://proxy.example:8080');
const env = { HTTPS_PROXY: proxy.href };

describe('the setting in use', () => {
  const nothing = { isLocal: false, exemptBy: null, environment: { kind: 'none' } } as const;
  const asked = { ...nothing, system: { kind: 'proxy' } } as const;
  const both = { ...asked, environment: { kind: 'proxy' } } as const;
  it.each([
    [{ ...nothing, system: { kind: 'unknown' } }, 'direct'],
    [{ ...nothing, system: { kind: 'none' } }, 'direct'],
    [{ ...nothing, system: { kind: 'unasked' } }, 'system'],
    [{ ...nothing, system: { kind: 'unusable' } }, 'system'],
    [asked, 'system'],
    [both, 'environment'],
    [{ ...asked, environment: { kind: 'socks' } }, 'environment'],
    [{ ...both, exemptBy: 'NO_PROXY' }, 'direct'],
    [{ ...both, isLocal: true }, 'direct'],
  ] as const)('is by %j: %s', (settings, name) => {
    expect(routeInUse(settings)).toBe(name);
  });
});

describe('the route that the environment wants', () => {
  it('is left to the system where nothing is set', () => {
    expect(routesByEnvironment({}, target)).toBeNull();
  });

  it('is by its proxy alone', () => {
    const setting = { kind: 'environment', variable: 'HTTPS_PROXY' };
    expect(routesByEnvironment(env, target)).toEqual({
      kind: 'routes',
      routes: [{ kind: 'proxy', proxy, setting }],
    });
  });

  it.each([
    [env, 'https://127.0.0.1:8443'],
    [{ ALL_PROXY: 'socks5://a:1' }, 'http://localhost:1455'],
    [{ HTTP_PROXY: 'http://a:1' }, 'http://[::1]:1455'],
  ])('is direct with %j to this machine: %s', (env, url) => {
    expect(routesByEnvironment(env, new URL(url))).toEqual({ kind: 'routes', routes: directly });
  });

  it.each([
    [{ ...env, NO_PROXY: 'openai.com' }],
    // Without a proxy in the environment, it keeps from that of the system.
    [{ NO_PROXY: 'openai.com' }],
    [{ HTTPS_PROXY: 'socks5://a:1', NO_PROXY: '*' }],
  ])('is direct by %j', (env) => {
    expect(routesByEnvironment(env, target)).toEqual({ kind: 'routes', routes: directly });
  });

  it.each(['socks5://ada:a-password@proxy:1080', 'http://ada:a-password@a b'])(
    'is none at all by what is no HTTP proxy, and tells no password: %s',
    (HTTPS_PROXY) => {
      const decision = routesByEnvironment({ HTTPS_PROXY }, target);
      expect(decision).toMatchObject({
        kind: 'unusable',
        fact: expect.stringContaining('HTTPS_PROXY') as string,
        advice: expect.stringContaining('Set HTTPS_PROXY') as string,
      });
      expect(JSON.stringify(decision)).not.toContain('a-password');
    },
  );
});

describe('the route that the system wants', () => {
  const setting = { kind: 'system' };
  it.each([
    ['DIRECT', directly],
    ['', directly],
    ['PROXY proxy.example:8080', [{ kind: 'proxy', proxy, setting }]],
    ['PROXY proxy.example:8080; DIRECT', [{ kind: 'proxy', proxy, setting }, { kind: 'direct' }]],
    ['SOCKS5 a:1; PROXY proxy.example:8080', [{ kind: 'proxy', proxy, setting }]],
  ])('is by %s', (list, routes) => {
    expect(routesBySystem(list)).toEqual({ kind: 'routes', routes });
  });

  it.each(['SOCKS5 a:1', 'QUIC a:1; DIRECT'])('is none at all by %s', (list) => {
    expect(routesBySystem(list)).toMatchObject({
      kind: 'unusable',
      fact: "The system's settings name a proxy that Gatehouse cannot use, such as SOCKS.",
      advice: expect.stringContaining('HTTPS_PROXY') as string,
    });
  });
});
