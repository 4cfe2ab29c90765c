import { describe, expect, it } from 'vitest';

import { isLeftOut } from './no-proxy.ts';

describe('a list of what is left out of proxies', () => {
  it.each([
    ['*', true],
    ['auth.openai.com', true],
    ['openai.com', true],
    ['.openai.com', true],
    ['*.openai.com', true],
    ['localhost, AUTH.OpenAI.com:443', true],
    ['localhost auth.openai.com', true],
    ['auth.openai.com:8443', false],
    ['notopenai.com', false],
    ['penai.com', false],
    ['.', false],
    ['', false],
    ['104.18.0.0/16', false],
  ])('has with %s a host in it: %j', (list, isIn) => {
    expect(isLeftOut(new URL('https://auth.openai.com/oauth/token'), list)).toBe(isIn);
  });

  it.each([
    ['10.1.2.3', true],
    ['10.1.2.3:443', true],
    ['10.1.2.3:80', false],
    ['10.0.0.0/8', true],
    ['10.1.2.3/32', true],
    ['0.0.0.0/0', true],
    ['10.2.0.0/16', false],
    ['10.0.0.0/33', false],
    ['10.0.0.0/x', false],
    ['2.3', false],
    ['fd00::/8', false],
  ])('has with %s an address of IPv4 in it: %j', (list, isIn) => {
    expect(isLeftOut(new URL('https://10.1.2.3/'), list)).toBe(isIn);
  });

  it.each([
    ['fd00::1', true],
    ['FD00:0:0::0001', true],
    ['[fd00::1]', true],
    ['[fd00::1]:8443', true],
    ['[fd00::1]:443', false],
    ['fd00::/8', true],
    ['[fd00::]/8', true],
    ['fe80::/10', false],
    ['10.0.0.0/8', false],
  ])('has with %s an address of IPv6 in it: %j', (list, isIn) => {
    expect(isLeftOut(new URL('https://[fd00::1]:8443/'), list)).toBe(isIn);
  });
});
