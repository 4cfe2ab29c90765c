import { describe, expect, it } from 'vitest';

import { ada, grace } from '../electron/testing/issuer/accounts.ts';
import { parseIssuerArguments } from './issuer-arguments.ts';

const parse = (...args: string[]) => {
  const parsed = parseIssuerArguments(args);
  if (parsed === 'help') throw new Error('asked for help');
  return parsed;
};

describe('the arguments of gatehouse-issuer', () => {
  it('take any free port and the built-in accounts where they are left out', () => {
    const { options, faults } = parse();
    expect(options).toEqual({ port: 0, deviceCode: 'enabled', anyPort: false });
    expect(faults).toEqual([]);
  });

  it('change what is named of the accounts, in their order', () => {
    const { options } = parse('--account', 'plan=team', '--account', 'email=g@example.com,name=G');
    expect(options.accounts).toEqual([
      { ...ada, plan: 'team' },
      { ...grace, email: 'g@example.com', name: 'G' },
    ]);
  });

  it('make up a fifth account', () => {
    const five = Array.from({ length: 5 }, () => ['--account', 'plan=pro']).flat();
    expect(parse(...five).options.accounts?.[4]).toMatchObject({ email: 'person-4@example.com' });
  });

  it('say who may not use Codex', () => {
    const [account] = parse('--account', 'codexEntitled=false').options.accounts ?? [];
    expect(account?.codexEntitled).toBe(false);
  });

  it.each([
    ['token:503', { endpoint: 'token', kind: 'status', status: 503, body: {}, times: 1 }],
    [
      'refresh:401=refresh_token_expired:2',
      {
        endpoint: 'token',
        grant: 'refresh_token',
        kind: 'status',
        status: 401,
        body: { error: { code: 'refresh_token_expired', message: 'refresh_token_expired' } },
        times: 2,
      },
    ],
    ['code:html', { endpoint: 'token', grant: 'authorization_code', kind: 'html', times: 1 }],
    ['revoke:reset', { endpoint: 'revoke', kind: 'connection-reset', when: 'before', times: 1 }],
    ['token:lost', { endpoint: 'token', kind: 'connection-reset', when: 'after', times: 1 }],
    ['token:half', { endpoint: 'token', kind: 'truncated-json', times: 1 }],
    [
      'deviceToken:hang:always',
      {
        endpoint: 'deviceToken',
        kind: 'hang',
        takesEffect: 'on-release',
        times: Number.MAX_SAFE_INTEGER,
      },
    ],
  ])('read the fault %s', (text, fault) => {
    expect(parse('--fault', text).faults).toEqual([fault]);
  });

  it.each([
    [['--port', 'x'], '--port is a whole number, and not "x".'],
    [['--fault', 'tokn:503'], 'WHERE is one of token, refresh'],
    [['--fault', 'token:5o3'], 'WHAT is a status such as 503, or one of html'],
    [['--fault', 'token:503:1:2'], 'WHERE is one of'],
    [['--account', 'team'], '"team" is not of the form name=value'],
    [['--account', 'email=nobody'], 'email'],
    [['--account', 'colour=red'], 'colour'],
  ])('refuse %j', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });

  it('know how to ask for help', () => {
    expect(parseIssuerArguments(['--help'])).toBe('help');
  });
});
