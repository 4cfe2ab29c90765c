import { describe, expect, it } from 'vitest';

import { parseProxyList } from './proxy-list.ts';

describe('the list of a PAC script', () => {
  it('has proxies in their order, and none', () => {
    const list = 'PROXY a.example:8080; HTTPS b.example:8443;http c.example ; DIRECT';
    expect(parseProxyList(list)).toEqual([
      { kind: 'proxy', proxy: new URL('http://a.example:8080') },
      { kind: 'proxy', proxy: new URL('https://b.example:8443') },
      { kind: 'proxy', proxy: new URL('http://c.example') },
      { kind: 'direct' },
    ]);
  });

  it.each(['', ' ; '])('may be empty: "%s"', (list) => {
    expect(parseProxyList(list)).toEqual([]);
  });

  it.each([
    ['SOCKS5 a.example:1080', 'SOCKS5'],
    ['SOCKS a.example:1080', 'SOCKS'],
    ['QUIC a.example:443', 'QUIC'],
    ['PROXY', 'PROXY'],
    ['PROXY a:b:c', 'PROXY'],
    ['constructor a:1', 'CONSTRUCTOR'],
  ])('may have what nobody here understands: %s', (list, name) => {
    expect(parseProxyList(list)).toEqual([{ kind: 'unsupported', name }]);
  });
});
