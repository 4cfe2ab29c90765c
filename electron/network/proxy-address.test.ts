import { describe, expect, it } from 'vitest';

import { parseProxyList } from './proxy-address.ts';

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
    'SOCKS5 a.example:1080',
    'SOCKS a.example:1080',
    'QUIC a.example:443',
    'PROXY',
    'PROXY a:b:c',
    'constructor a:1',
    'http://ada:a-password@a.example',
  ])('may have what nobody here understands, and nothing is kept of it: %s', (list) => {
    expect(parseProxyList(list)).toEqual([{ kind: 'unsupported' }]);
  });
});
