import { describe, expect, it } from 'vitest';

import { proxySettingFor } from './proxy-setting.ts';

const target = new URL('https://auth.openai.com/oauth/token');
const proxy = { HTTPS_PROXY: 'http://user:secret@proxy.corp:8080' };

describe('the proxy of the environment', () => {
  it('is none where nothing is set', () => {
    expect(proxySettingFor({ HTTPS_PROXY: ' ', NO_PROXY: '*' }, target)).toEqual({ kind: 'none' });
  });

  it.each([
    [{ HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' }, 'https_proxy', 'http://b:2'],
    [{ ALL_PROXY: 'http://c:3', HTTP_PROXY: 'http://d:4' }, 'ALL_PROXY', 'http://c:3'],
    [{ HTTPS_PROXY: 'proxy.corp:8080' }, 'HTTPS_PROXY', 'http://proxy.corp:8080'],
  ])('is by %j that of %s', (env, variable, origin) => {
    const found = proxySettingFor(env, target);
    expect(found).toMatchObject({ kind: 'set', variable });
    expect(found.kind === 'set' && found.proxy.origin).toBe(origin);
  });

  it('is another one for plain http', () => {
    const env = { ...proxy, HTTP_PROXY: 'http://d:4' };
    expect(proxySettingFor(env, new URL('http://127.0.0.1:99'))).toMatchObject({
      variable: 'HTTP_PROXY',
    });
  });

  it.each([['socks5://proxy:1080'], ['http://a b']])('cannot be %s', (HTTPS_PROXY) => {
    expect(proxySettingFor({ HTTPS_PROXY }, target)).toEqual({
      kind: 'invalid',
      variable: 'HTTPS_PROXY',
    });
  });

  it.each([
    ['*', true],
    ['auth.openai.com', true],
    ['openai.com', true],
    ['.openai.com', true],
    ['*.openai.com', true],
    ['localhost, AUTH.OpenAI.com:443', true],
    ['auth.openai.com:8443', false],
    ['notopenai.com', false],
    ['penai.com', false],
    ['', false],
  ])('with NO_PROXY=%s is left out: %j', (NO_PROXY, isExempt) => {
    expect(proxySettingFor({ ...proxy, NO_PROXY }, target).kind).toBe(isExempt ? 'exempt' : 'set');
  });

  it('leaves an address of IPv6 out by its number', () => {
    const env = { HTTP_PROXY: 'http://a:1', NO_PROXY: '[::1]' };
    expect(proxySettingFor(env, new URL('http://[::1]:99')).kind).toBe('exempt');
  });
});
