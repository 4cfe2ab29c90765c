import { describe, expect, it } from 'vitest';

import { environmentProxyFor, exemptingVariable } from './environment-proxy.ts';

const target = new URL('https://auth.openai.com/oauth/token');

describe('the proxy of the environment', () => {
  it('is none where nothing is set', () => {
    expect(environmentProxyFor({ HTTPS_PROXY: ' ' }, target)).toEqual({ kind: 'none' });
  });

  it.each([
    [{ HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' }, 'HTTPS_PROXY', 'http://a:1'],
    [{ HTTPS_PROXY: '', https_proxy: 'http://b:2' }, 'https_proxy', 'http://b:2'],
    [{ ALL_PROXY: 'http://c:3', HTTP_PROXY: 'http://d:4' }, 'ALL_PROXY', 'http://c:3'],
    [{ all_proxy: 'http://c:3', https_proxy: 'http://b:2' }, 'https_proxy', 'http://b:2'],
    [{ HTTPS_PROXY: 'proxy.corp:8080' }, 'HTTPS_PROXY', 'http://proxy.corp:8080'],
    [{ HTTPS_PROXY: 'https://u:p@proxy.corp' }, 'HTTPS_PROXY', 'https://proxy.corp'],
  ])('is by %j that of %s', (env, variable, origin) => {
    const found = environmentProxyFor(env, target);
    expect(found).toMatchObject({ kind: 'proxy', variable });
    expect(found.kind === 'proxy' && found.proxy.origin).toBe(origin);
  });

  it('is another one for plain http', () => {
    const env = { HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'http://d:4' };
    expect(environmentProxyFor(env, new URL('http://auth.example'))).toMatchObject({
      variable: 'HTTP_PROXY',
    });
  });

  it.each([
    ['socks5://proxy:1080', 'socks'],
    ['socks5h://u:p@proxy:1080', 'socks'],
    ['socks://proxy', 'socks'],
    ['http://a b', 'invalid'],
    ['ftp://proxy', 'invalid'],
    ['http://', 'invalid'],
  ])('cannot be %s', (HTTPS_PROXY, kind) => {
    const variable = 'HTTPS_PROXY';
    expect(environmentProxyFor({ HTTPS_PROXY }, target)).toEqual({ kind, variable });
  });
});

describe('what leaves an address out of all proxies', () => {
  it.each([
    [{ NO_PROXY: 'openai.com' }, 'NO_PROXY'],
    [{ no_proxy: 'openai.com' }, 'no_proxy'],
    [{ NO_PROXY: 'example.com', no_proxy: 'openai.com' }, null],
    [{}, null],
  ])('is by %j: %s', (env, variable) => {
    expect(exemptingVariable(env, target)).toBe(variable);
  });
});
