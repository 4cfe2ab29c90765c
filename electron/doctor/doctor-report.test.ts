import { describe, expect, it } from 'vitest';

import { doctorReportSchema, type DoctorCheck } from '../../shared/doctor.ts';
import { healthyFacts } from '../testing/doctor-facts.ts';
import { caVariables, type AddressFacts, type DoctorFacts } from './doctor-facts.ts';
import { doctorReport } from './doctor-report.ts';

const context = { at: 0, appVersion: '1.2.3', platform: 'linux', userHome: '/home/ada' };

function reportOf(facts: Partial<DoctorFacts>) {
  return doctorReport({ ...healthyFacts, ...facts }, context);
}

function check(facts: Partial<DoctorFacts>, id: string): DoctorCheck {
  const found = reportOf(facts).checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no check ${id}`);
  return found;
}

const free: AddressFacts = { kind: 'free' };
const noFamily: AddressFacts = { kind: 'noFamily' };
const nobodyKnows: AddressFacts = { kind: 'taken', holder: null };
const own: AddressFacts = { kind: 'own' };
const byCodex: AddressFacts = { kind: 'taken', holder: 'codex (process 7)' };

function ports(first: [AddressFacts, AddressFacts], second: [AddressFacts, AddressFacts]) {
  const [[a, b], [c, d]] = [first, second];
  return {
    ports: [
      { port: 1455, ipv4: a, ipv6: b },
      { port: 1457, ipv4: c, ipv6: d },
    ],
  };
}

describe('the report of the doctor', () => {
  it('has its published shape, and passes where nothing is in the way', () => {
    const report = doctorReportSchema.parse(reportOf({}));
    expect(report).toMatchObject({ schemaVersion: 1, state: 'pass', platform: 'linux' });
    expect(report.checks.filter(({ action }) => action !== null)).toEqual([]);
    expect(new Set(report.checks.map(({ id }) => id)).size).toBe(report.checks.length);
  });

  it('is as bad as its worst check', () => {
    const warning = { clockAheadMs: 120_000 };
    expect(reportOf(warning).state).toBe('warn');
    expect(reportOf({ ...warning, ...ports([byCodex, free], [byCodex, free]) }).state).toBe('fail');
  });

  it('names one thing to do for each warning and failure', () => {
    const { checks } = reportOf({
      ...ports([byCodex, free], [nobodyKnows, free]),
      clockAheadMs: -600_000,
      proxy: { kind: 'invalid', variable: 'HTTPS_PROXY' },
      journal: { kind: 'begun' },
    });
    const bad = checks.filter(({ status }) => status === 'warn' || status === 'fail');
    expect(bad).toHaveLength(5);
    for (const { action } of bad) expect(action).toMatch(/^[A-Z].*\S$/);
  });

  it('shows neither the home folder nor an address nor a token', () => {
    const message =
      '/home/ada/.codex/auth.json of ada@example.com: eyJhbGciOiJub25lIn0.e30.x, sk-abcdefghijk';
    const text = JSON.stringify(
      reportOf({ store: { ...healthyFacts.store, problem: { code: 'record-invalid', message } } }),
    );
    expect(text).toContain('~/.codex/auth.json of [e-mail]: [redacted], [redacted]');
    for (const secret of ['/home/ada', 'ada@', 'eyJ', 'sk-']) expect(text).not.toContain(secret);
  });
});

describe('a sign-in port', () => {
  it.each([
    ['free', [free, free], [free, free], 'pass', 'Free on 127.0.0.1 and ::1.'],
    ['free without IPv6', [free, noFamily], [free, noFamily], 'pass', '::1 does not exist'],
    ['held by Gatehouse itself', [own, own], [byCodex, free], 'pass', 'the sign-in under way'],
    ['so without IPv6', [own, noFamily], [free, noFamily], 'pass', 'the sign-in under way'],
    ['held, with Gatehouse on another', [byCodex, free], [own, own], 'warn', 'another port'],
    ['held, with another free', [byCodex, free], [free, free], 'warn', 'codex (process 7)'],
    ['held on ::1 alone', [free, byCodex], [free, noFamily], 'warn', '::1 is held by codex'],
    ['held by who knows', [nobodyKnows, free], [free, free], 'warn', 'held by another program'],
    ['held as the other one', [byCodex, free], [free, byCodex], 'fail', 'codex (process 7)'],
  ] as [string, [AddressFacts, AddressFacts], [AddressFacts, AddressFacts], string, string][])(
    'that is %s',
    (_, first, second, status, words) => {
      const found = check(ports(first, second), 'sign-in-port-1455');
      expect(found.status).toBe(status);
      expect(found.detail).toContain(words);
    },
  );

  it('names who holds it in what there is to do', () => {
    const found = check(ports([byCodex, byCodex], [byCodex, byCodex]), 'sign-in-port-1457');
    expect(found.action).toContain('codex (process 7)');
    expect(found.action).toContain('gatehouse login --device');
  });
});

describe('the way to the issuer', () => {
  const origin = 'https://auth.example';
  it.each([
    [{ kind: 'failed', code: 'unreachable', message: 'No.' }, 'fail', 'firewall'],
    [{ kind: 'failed', code: 'timed-out', message: 'No.' }, 'fail', 'firewall'],
    [{ kind: 'failed', code: 'redirected', message: 'No.' }, 'fail', 'in the browser'],
    [{ kind: 'answered', status: '503', isServerError: true }, 'warn', 'later'],
  ] as const)('by the answer %j', (answer, status, action) => {
    const endpoint = { origin, answer };
    const refresh = check({ tokenEndpoint: endpoint }, 'token-endpoint');
    expect(refresh).toMatchObject({ status, action: expect.stringContaining(action) as string });
    expect(check({ issuer: endpoint }, 'issuer').status).toBe(status);
  });

  it('is looked at once where refreshes and sign-ins go the same one', () => {
    expect(check({}, 'issuer')).toMatchObject({ status: 'skipped', action: null });
  });

  const set = { kind: 'set', variable: 'HTTPS_PROXY', origin: 'http://proxy:8080' } as const;
  it.each([
    [{ kind: 'none' }, 'pass', 'None'],
    [{ kind: 'exempt', variable: 'no_proxy' }, 'pass', 'no_proxy'],
    [{ kind: 'invalid', variable: 'ALL_PROXY' }, 'warn', 'ALL_PROXY'],
    [{ ...set, tunnel: { kind: 'opened' } }, 'warn', 'does not use yet'],
    [{ ...set, tunnel: { kind: 'refused', status: 407 } }, 'warn', 'user name and password'],
    [{ ...set, tunnel: { kind: 'refused', status: 403 } }, 'warn', '403'],
    [{ ...set, tunnel: { kind: 'unreachable', reason: 'ECONNREFUSED' } }, 'warn', 'ECONNREFUSED'],
  ] as const)('with the proxy %j', (proxy, status, words) => {
    const found = check({ proxy }, 'environment-proxy');
    expect(found.status).toBe(status);
    expect(found.detail).toContain(words);
  });
});

describe('a CA file', () => {
  function withFiles(files: Partial<Record<(typeof caVariables)[number], string>>, content = good) {
    return {
      caFiles: caVariables.map((variable) => {
        const file = files[variable] ?? null;
        return { variable, file, content: file === null ? null : content };
      }),
    };
  }
  const good: NonNullable<DoctorFacts['caFiles'][number]['content']> = {
    kind: 'certificates',
    count: 2,
    expired: 0,
  };

  it('is skipped where the variable is not set', () => {
    expect(check({}, 'ca-file-SSL_CERT_FILE').status).toBe('skipped');
  });

  it('passes where Node reads it', () => {
    const facts = withFiles({ NODE_EXTRA_CA_CERTS: '/ca.pem', SSL_CERT_FILE: '/ca.pem' });
    expect(check(facts, 'ca-file-NODE_EXTRA_CA_CERTS').status).toBe('pass');
    expect(check(facts, 'ca-file-SSL_CERT_FILE').status).toBe('pass');
  });

  it('is a warning where only the Codex CLI reads it', () => {
    const facts = withFiles({ CODEX_CA_CERTIFICATE: '/ca.pem', NODE_EXTRA_CA_CERTS: '/b.pem' });
    expect(check(facts, 'ca-file-CODEX_CA_CERTIFICATE')).toMatchObject({
      status: 'warn',
      action: 'Set NODE_EXTRA_CA_CERTS to the same file.',
    });
  });

  it.each([
    [{ kind: 'absent' }, 'fail', 'does not exist'],
    [{ kind: 'unreadable', reason: 'EACCES' }, 'fail', 'EACCES'],
    [{ kind: 'noPem' }, 'fail', 'no certificate'],
    [{ kind: 'damaged', certificate: 2 }, 'fail', 'number 2'],
    [{ kind: 'certificates', count: 3, expired: 1 }, 'warn', 'Out of date: 1'],
  ] as const)('with the content %j', (content, status, words) => {
    const facts = withFiles({ NODE_EXTRA_CA_CERTS: '/ca.pem' }, content);
    const found = check(facts, 'ca-file-NODE_EXTRA_CA_CERTS');
    expect(found.status).toBe(status);
    expect(found.detail).toContain(words);
  });
});

describe('the clock', () => {
  it.each([
    [null, 'skipped', 'no time'],
    [60_000, 'pass', 'agrees'],
    [-60_000, 'pass', 'agrees'],
    [60_001, 'warn', '60 s ahead of'],
    [-300_000, 'warn', '300 s behind'],
    [300_001, 'fail', '300 s ahead of'],
    [-7_200_000, 'fail', '7200 s behind'],
  ])('that is ahead by %j ms', (clockAheadMs, status, words) => {
    const found = check({ clockAheadMs }, 'clock');
    expect(found.status).toBe(status);
    expect(found.detail).toContain(words);
  });
});

describe('the store', () => {
  const { store } = healthyFacts;
  it.each([
    ['record-invalid', 'gatehouse login'],
    ['keyring-locked', 'Unlock'],
    ['keyring-unavailable', 'gatehouse store move file'],
    ['store-unknown', 'cli_auth_credentials_store'],
    ['store-unreadable', 'right to read'],
    ['no-such-code', 'sign in again'],
  ])('with the problem %s', (code, action) => {
    const problem = { code, message: 'It cannot be used.' };
    expect(check({ store: { ...store, problem } }, 'store')).toMatchObject({
      status: 'fail',
      detail: 'It cannot be used.',
      action: expect.stringContaining(action) as string,
    });
  });

  it('is a warning where others can read it', () => {
    const active = store.active && { ...store.active, protection: 'readableByOthers' as const };
    expect(check({ store: { ...store, active } }, 'store')).toMatchObject({
      status: 'warn',
      action: 'Run: gatehouse store protect',
    });
  });

  it('is well with nobody signed in', () => {
    const found = check({ store: { ...store, active: null, signedIn: false } }, 'store');
    expect(found).toMatchObject({ status: 'pass', action: null });
    expect(found.detail).toContain('nobody is signed in');
  });
});

describe('a journal and the locks', () => {
  const refreshing = healthyFacts.locks.map((lock) =>
    lock.name === 'refresh'
      ? { ...lock, state: { kind: 'held', holder: 'node (process 9)' } as const }
      : lock,
  );

  it.each([
    [{ kind: 'begun' }, 'warn', 'interrupted'],
    [{ kind: 'unsaved' }, 'fail', 'could not be saved'],
    [{ kind: 'unreadable', message: 'It cannot be read.' }, 'warn', 'cannot be read'],
  ] as const)('by the journal %j', (journal, status, words) => {
    const found = check({ journal }, 'refresh-journal');
    expect(found.status).toBe(status);
    expect(found.detail).toContain(words);
  });

  it('are no left-over while a refresh is under way', () => {
    const found = check({ journal: { kind: 'begun' }, locks: refreshing }, 'refresh-journal');
    expect(found).toMatchObject({ status: 'pass', action: null });
  });

  it('are well while Gatehouse itself is at work', () => {
    const locks = healthyFacts.locks.map((lock) => ({ ...lock, state: { kind: 'own' } as const }));
    const facts = { journal: { kind: 'begun' }, locks } as const;
    expect(check(facts, 'refresh-journal')).toMatchObject({ status: 'pass', action: null });
    expect(check(facts, 'lock-refresh')).toMatchObject({
      status: 'pass',
      detail: 'Gatehouse itself holds ~/.codex/auth.json.refresh-lock, for its own work.',
      action: null,
    });
  });

  it('tell who holds a lock', () => {
    expect(check({ locks: refreshing }, 'lock-refresh')).toMatchObject({
      status: 'warn',
      detail: '~/.codex/auth.json.refresh-lock is held by node (process 9).',
    });
  });

  it('warn where there are no locks', () => {
    const locks = healthyFacts.locks.map((lock) => ({
      ...lock,
      state: { kind: 'unusable', message: 'It cannot be locked (ENOLCK).' } as const,
    }));
    expect(check({ locks }, 'lock-account')).toMatchObject({
      status: 'warn',
      detail: 'It cannot be locked (ENOLCK).',
    });
  });
});

describe('other programs of Codex', () => {
  it.each([
    [null, 'skipped', 'does not show'],
    [[], 'pass', 'No other program'],
    [['codex (process 7)', 'codex (process 8)'], 'pass', 'codex (process 7), codex (process 8)'],
  ])('as %j', (codexProcesses, status, words) => {
    const found = check({ codexProcesses }, 'codex-processes');
    expect(found.status).toBe(status);
    expect(found.detail).toContain(words);
  });
});
