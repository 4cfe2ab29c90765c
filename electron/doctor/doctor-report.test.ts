import { describe, expect, it } from 'vitest';

import type { TokenProblem } from '../../shared/app-state.ts';
import type { SavedAccountsProblem } from '../../shared/saved-accounts.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import { keyringAdvice } from '../../shared/wording/keyring-problems.ts';
import { doctorReportSchema, type DoctorCheck } from '../../shared/doctor.ts';
import { zonedTime } from '../base/local-time.ts';
import { caVariables, type CaVariable } from '../network/ca-variables.ts';
import { runningCodex, runningProgram } from '../../shared/testing/running-codex.ts';
import { healthyFacts } from '../testing/doctor-facts.ts';
import type { AddressFacts, DoctorFacts, EndpointAnswer, RouteFacts } from './doctor-facts.ts';
import { plainLine } from '../base/toned-line.ts';
import { doctorLines, doctorReport, doctorText } from './doctor-report.ts';

const context = {
  at: 0,
  appVersion: '1.2.3',
  platform: 'linux',
  userHome: '/home/ada',
  onlooker: 'terminal',
  reader: 'people',
} as const;

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
    expect(report).toMatchObject({ schemaVersion: 3, state: 'pass', platform: 'linux' });
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
      routes: { ...healthyFacts.routes, environment: { kind: 'invalid', variable: 'HTTPS_PROXY' } },
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

const reached: EndpointAnswer = { kind: 'answered', status: '400', isServerError: false };
const unreached: EndpointAnswer = {
  kind: 'failed',
  code: 'unreachable',
  fact: 'It cannot be reached.',
  advice: null,
};

describe('the way to the issuer', () => {
  const origin = 'https://auth.example';
  it.each([
    [unreached, 'fail', 'firewall'],
    [{ ...unreached, code: 'timed-out' }, 'fail', 'firewall'],
    [{ ...unreached, code: 'redirected' }, 'fail', 'in the browser'],
    [{ ...unreached, advice: 'Set that.' }, 'fail', 'Set that.'],
    [{ kind: 'answered', status: '503', isServerError: true }, 'warn', 'later'],
  ] as const)('by the answer %j', (answer, status, action) => {
    const endpoint = { origin, answer };
    const routes = { ...healthyFacts.routes, direct: answer };
    const refresh = check({ tokenEndpoint: endpoint, routes }, 'token-endpoint');
    expect(refresh).toMatchObject({ status, action: expect.stringContaining(action) as string });
    expect(check({ issuer: endpoint }, 'issuer').status).toBe(status);
  });

  it('is told together with the variable that sends tokens elsewhere', () => {
    const message = 'Refreshes go to https://a.example, because VARIABLE is set.';
    for (const answer of [unreached, reached]) {
      const tokenEndpoint = { origin, answer };
      const { detail } = check({ tokenEndpoint, tokenOverrides: [message] }, 'token-endpoint');
      expect(detail).toMatch(/^(It cannot|https:).+ Refreshes go .+ is set\.$/);
    }
  });

  it('is looked at once where refreshes and sign-ins go the same one', () => {
    expect(check({}, 'issuer')).toMatchObject({ status: 'skipped', action: null });
  });
});

describe('the routes to the token endpoint', () => {
  const variable = 'HTTPS_PROXY';
  function byVariable(answer: EndpointAnswer | null) {
    return { kind: 'proxy', variable, origin: 'http://proxy:8080', answer } as const;
  }
  function bySystem(answer: EndpointAnswer) {
    return { kind: 'proxy', names: 'http://office:3128', answer } as const;
  }
  /** What the checks make of them: the status of each, in the order of this list. */
  const names = ['token-endpoint', 'environment-proxy', 'system-proxy', 'direct-route'];
  function checksOf(changes: Partial<RouteFacts>, used: EndpointAnswer) {
    const routes = { ...healthyFacts.routes, ...changes };
    const tokenEndpoint = { ...healthyFacts.tokenEndpoint, answer: used };
    return names.map((name) => check({ routes, tokenEndpoint }, name));
  }

  it.each([
    ['no proxy', {}, reached, 'pass pass pass pass', 'reached directly'],
    [
      'no proxy, on the command line',
      { system: { kind: 'unknown' } },
      reached,
      'pass pass skipped pass',
      'reached directly',
    ],
    [
      'that of the environment',
      { environment: byVariable(reached), direct: unreached },
      reached,
      'pass pass pass pass',
      'through http://proxy:8080, the proxy of HTTPS_PROXY',
    ],
    [
      'that of the system',
      { system: bySystem(reached), direct: unreached },
      reached,
      'pass pass pass pass',
      "through http://office:3128, the proxy of the system's settings",
    ],
    [
      'none, by NO_PROXY',
      { exemptBy: 'no_proxy', environment: byVariable(unreached) },
      reached,
      'pass pass pass pass',
      'reached directly',
    ],
    [
      'none, to this machine',
      { isLocal: true, environment: byVariable(null), system: { kind: 'unknown' } },
      reached,
      'pass pass skipped pass',
      'reached directly',
    ],
    [
      'none, where a variable that is not used is wrong',
      { exemptBy: 'NO_PROXY', environment: { kind: 'socks', variable } },
      reached,
      'pass warn pass pass',
      'reached directly',
    ],
  ] as [string, Partial<RouteFacts>, EndpointAnswer, string, string][])(
    'pass by %s',
    (_, changes, used, statuses, words) => {
      const checks = checksOf(changes, used);
      expect(checks.map(({ status }) => status).join(' ')).toBe(statuses);
      expect(checks[0]?.detail).toContain(words);
    },
  );

  it.each([
    [
      'nothing else',
      { environment: byVariable(unreached), direct: unreached },
      'pass fail pass pass',
      'firewall',
    ],
    [
      'going without',
      { environment: byVariable(unreached) },
      'pass fail pass pass',
      'Correct HTTPS_PROXY, or add auth.example to NO_PROXY',
    ],
    [
      'the system',
      { environment: byVariable(unreached), system: bySystem(reached), direct: unreached },
      'pass fail pass pass',
      'Correct HTTPS_PROXY, or unset it: the proxy of the system works',
    ],
    [
      'another proxy',
      { environment: { kind: 'socks', variable }, direct: unreached },
      'pass fail pass pass',
      'Set HTTPS_PROXY to an address such as',
    ],
    [
      'going without the system',
      { system: bySystem(unreached) },
      'pass pass fail pass',
      'set NO_PROXY to auth.example',
    ],
    [
      'what the system cannot say',
      { system: { kind: 'unusable', fact: 'SOCKS.', advice: 'Set it.' }, direct: unreached },
      'pass pass fail pass',
      'Set it.',
    ],
    [
      'the proxy that NO_PROXY keeps from',
      { exemptBy: 'NO_PROXY', environment: byVariable(reached), direct: unreached },
      'pass pass pass skipped',
      'Take auth.example out of NO_PROXY',
    ],
    [
      'a proxy that nobody knows',
      { system: { kind: 'unknown' }, direct: unreached },
      'pass pass skipped skipped',
      'set HTTPS_PROXY to its address',
    ],
    [
      'no proxy, to this machine',
      { isLocal: true, system: { kind: 'unknown' }, direct: unreached },
      'pass pass skipped skipped',
      'firewall',
    ],
  ] as [string, Partial<RouteFacts>, string, string][])(
    'fail and point to %s',
    (_, changes, statuses, action) => {
      const checks = checksOf(changes, unreached);
      expect(checks.map(({ status }) => status).join(' ')).toBe(statuses.replace('pass', 'fail'));
      const failed = checks.filter(({ status }) => status === 'fail');
      for (const { action: told } of failed) expect(told).toContain(action);
    },
  );

  it('tell what each of the others leads to', () => {
    const checks = checksOf(
      { environment: byVariable(reached), system: bySystem(unreached), direct: unreached },
      reached,
    );
    const details = checks.map(({ detail }) => detail);
    expect(details[1]).toBe(
      'HTTPS_PROXY names http://proxy:8080, and Gatehouse uses it. The token endpoint is reached that way.',
    );
    expect(details[2]).toBe(
      'The settings name http://office:3128. It is not used, since HTTPS_PROXY is set. The token endpoint is not reached that way: It cannot be reached.',
    );
    expect(details[3]).toBe(
      'Not used. The token endpoint is not reached that way: It cannot be reached.',
    );
  });
});

describe('a CA file', () => {
  function withFiles(files: Partial<Record<CaVariable, string>>, content = good) {
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

  it.each([
    ['CODEX_CA_CERTIFICATE', 'trusted as by the Codex CLI'],
    ['SSL_CERT_FILE', 'trusted as by the Codex CLI'],
    ['NODE_EXTRA_CA_CERTS', 'trusted here, but not by the Codex CLI'],
  ] as const)('is trusted as that of %s', (variable, words) => {
    const found = check(withFiles({ [variable]: '/ca.pem' }), `ca-file-${variable}`);
    expect(found).toMatchObject({ status: 'pass', action: null });
    expect(found.detail).toContain(words);
  });

  it('is skipped where another is read instead', () => {
    const facts = withFiles({ CODEX_CA_CERTIFICATE: '/ca.pem', SSL_CERT_FILE: '/b.pem' });
    expect(check(facts, 'ca-file-SSL_CERT_FILE')).toMatchObject({
      status: 'skipped',
      detail: expect.stringContaining('CODEX_CA_CERTIFICATE is used instead') as string,
    });
  });

  it.each([
    [{ kind: 'absent' }, 'does not exist'],
    [{ kind: 'noFile' }, 'no regular file'],
    [{ kind: 'unreadable', reason: 'EACCES' }, 'EACCES'],
    [{ kind: 'noPem' }, 'no certificate'],
    [{ kind: 'damaged', certificate: 2 }, 'number 2'],
    [{ kind: 'certificates', count: 3, expired: 3 }, 'Out of date: all of them'],
    [{ kind: 'certificates', count: 1, expired: 1 }, 'Out of date: it'],
  ] as const)('is a warning with the content %j', (content, words) => {
    const facts = withFiles({ CODEX_CA_CERTIFICATE: '/ca.pem' }, content);
    const found = check(facts, 'ca-file-CODEX_CA_CERTIFICATE');
    expect(found.status).toBe('warn');
    expect(found.detail).toContain(words);
  });

  it('is good with a certificate that is out of date, as the bundle of a system has', () => {
    const content = { kind: 'certificates', count: 144, expired: 4 } as const;
    const facts = withFiles({ SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' }, content);
    expect(check(facts, 'ca-file-SSL_CERT_FILE')).toMatchObject({
      status: 'pass',
      detail: expect.stringContaining('not in the way of the others: 4') as string,
      action: null,
    });
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
    [
      'keyring-unavailable',
      'put cli_auth_credentials_store = "file" into ~/.codex/config.toml, and sign in again',
    ],
    ['store-unknown', 'cli_auth_credentials_store'],
    ['store-unreadable', 'Make the store readable'],
    ['tokens-missing', 'gatehouse login'],
  ] as const)('with the problem %s', (code, action) => {
    const problem = { code, message: 'It cannot be used.' };
    expect(check({ store: { ...store, problem } }, 'store')).toMatchObject({
      status: 'fail',
      detail: 'It cannot be used.',
      action: expect.stringContaining(action) as string,
    });
  });

  it('tells a step once, at its place', () => {
    const { fact, step } = keyringAdvice('keyring-several-items', process.platform);
    const told = (code: ProblemCode, message: string) =>
      check({ store: { ...store, problem: { code, message } } }, 'store');
    expect(told('keyring-several-items', `${fact} ${step}`)).toMatchObject({
      detail: fact,
      action: step,
    });
    const { notReadable, steps } = storeTexts.plainFile;
    const denied = notReadable({ file: '/mnt/auth.json', reason: 'permission is denied' });
    expect(told('store-unreadable', `${denied} ${steps.checkOwner()}`)).toMatchObject({
      detail: denied,
      action: steps.checkOwner(),
    });
  });

  it('advises no move: what a keyring does not show, no move leaves behind', () => {
    const problem = { code: 'keyring-unavailable', message: 'There is no keyring.' } as const;
    const found = check({ store: { ...store, problem } }, 'store');
    expect(found.action).not.toContain('gatehouse store move');
  });

  it('advises no file where that is refused', () => {
    const problem = { code: 'keyring-unavailable', message: 'There is no keyring.' } as const;
    expect(check({ store: { ...store, problem, fileSettingIn: null } }, 'store')).toMatchObject({
      action: 'Start the keyring service of this desktop.',
    });
  });

  it('is a warning where others can read it', () => {
    const exposedFile = '/home/ada/.codex/auth.json';
    expect(check({ store: { ...store, exposedFile } }, 'store')).toMatchObject({
      status: 'warn',
      detail: '~/.codex/auth.json can be read by other users of this machine.',
      action: 'Run: gatehouse store protect',
    });
  });

  it('is well with nobody signed in', () => {
    const found = check({ store: { ...store, active: null, signedIn: false } }, 'store');
    expect(found).toMatchObject({ status: 'pass', action: null });
    expect(found.detail).toContain('nobody is signed in');
  });
});

describe('the folder of Codex', () => {
  const folder = '/home/ada/.codex';
  const readOnly = { kind: 'unwritable', reason: 'the disk is read-only' } as const;
  const homeWith = (state: DoctorFacts['home']['home']['state'], isChosen = false) => ({
    home: { home: { folder, isChosen, state }, beside: null },
  });

  it.each([
    ['that can be written', homeWith({ kind: 'writable' }), 'pass', 'can be written'],
    ['that cannot', homeWith(readOnly), 'fail', 'the disk is read-only'],
    ['that nobody chose, and that is not there', homeWith({ kind: 'missing' }), 'pass', 'makes it'],
    [
      'that CODEX_HOME names, and that is not there',
      homeWith({ kind: 'missing' }, true),
      'fail',
      'CODEX_HOME points to ~/.codex, which is not there. Codex does not start.',
    ],
  ])('%s', (_, facts, status, words) => {
    const found = check(facts, 'codex-home');
    expect(found.status).toBe(status);
    expect(found.detail).toContain(words);
    expect(found.action === null).toBe(status === 'pass');
  });

  it.each([
    ['writable', 'pass'],
    ['missing', 'fail'],
    ['unwritable', 'fail'],
  ] as const)('and another one that auth.json is linked to: %s', (kind, status) => {
    const state = kind === 'unwritable' ? readOnly : { kind };
    const { home } = healthyFacts.home;
    const facts = { home: { home, beside: { folder: '/mnt/shared', state } } };
    expect(check(facts, 'linked-folder').status).toBe(status);
  });
});

describe('saved accounts', () => {
  const { savedAccounts } = healthyFacts;
  const shut = (code: SavedAccountsProblem['code']) =>
    ({ kind: 'shut', problem: { code, message: 'What is wrong.' } }) as const;
  const found = (facts: Partial<typeof savedAccounts>, id: string) =>
    check({ savedAccounts: { ...savedAccounts, ...facts } }, id);

  it.each([
    [{}, 'pass', 'There are none.'],
    [{ saved: 1 }, 'pass', '1 is saved in ~/.local/share/gatehouse/accounts.'],
    [{ saved: 3 }, 'pass', '3 are saved in'],
    [{ problem: shut('list-newer').problem }, 'warn', 'What is wrong.'],
    [{ exposed: '/home/ada/x' }, 'warn', '~/x can be read or changed by other users'],
  ] as const)('as a list: %j', (facts, status, words) => {
    const one = found(facts, 'saved-accounts');
    expect(one.status).toBe(status);
    expect(one.detail).toContain(words);
    expect(one.action === null).toBe(status === 'pass');
  });

  const key = { identity: 'AGE-SECRET-KEY-1', recipient: 'age1' };
  it.each([
    ['that opens them', { kind: 'open', key }, 'pass', null],
    ['in a locked keyring, which nobody is asked to unlock', shut('key-locked'), 'skipped', null],
    ['that is gone', shut('key-gone'), 'warn', 'accounts new-key'],
    ['of another keyring', shut('key-swapped'), 'warn', 'the keyring they were saved with'],
    ['that cannot be reached', shut('key-unreachable'), 'warn', 'Start the keyring service'],
  ] as const)('by their key %s', (_, state, status, action) => {
    const one = found({ key: state }, 'saved-accounts-key');
    expect(one.status).toBe(status);
    if (action === null) expect(one.action).toBeNull();
    else expect(one.action).toContain(action);
    expect(JSON.stringify(one)).not.toContain('AGE-SECRET-KEY');
  });

  it('by a switch that did not end', () => {
    expect(found({ hasOpenSwitch: true }, 'open-switch')).toMatchObject({
      status: 'warn',
      action: 'Make the stored sign-in readable, then run: gatehouse accounts',
    });
  });

  it('say nothing of key and switch where there is none', () => {
    const ids = reportOf({}).checks.map(({ id }) => id);
    expect(ids).not.toContain('saved-accounts-key');
    expect(ids).not.toContain('open-switch');
  });
});

describe('the tokens', () => {
  const problem = (code: TokenProblem['code']) => ({
    problem: { code, message: 'What is wrong.' },
    refusal: null,
  });
  const refusal = { issuer: 'https://auth.example', code: 'refresh_token_reused', at: 0 } as const;

  it('that were refused: by whom, when and with which code', () => {
    const tokens = { ...problem('refresh-failed'), refusal };
    expect(check({ tokens }, 'tokens')).toMatchObject({
      status: 'fail',
      detail: `https://auth.example refused the refresh token for good on ${zonedTime(0)} (refresh_token_reused).`,
      action: 'Run: gatehouse login',
    });
  });

  it.each([
    ['refresh-failed', 'fail', 'gatehouse login'],
    ['refresh-token-missing', 'warn', 'gatehouse login'],
    ['token-expired', 'warn', 'gatehouse refresh'],
    ['record-incomplete', 'warn', 'gatehouse refresh --force'],
  ] as const)('with the problem %s', (code, status, action) => {
    const found = check({ tokens: problem(code) }, 'tokens');
    expect(found.status).toBe(status);
    expect(found.action).toContain(action);
  });

  it('are well, or there are none', () => {
    expect(check({}, 'tokens').status).toBe('pass');
    expect(reportOf({ tokens: null }).checks.map(({ id }) => id)).not.toContain('tokens');
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
    [{ kind: 'unanswered' }, 'skipped', 'keyring'],
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
  const ada = {
    kind: 'chatgpt',
    email: 'ada@example.com',
    accountId: 'W',
    workspaceName: null,
  } as const;
  const bob = { ...ada, email: 'bob@example.com' };
  const program = runningProgram({ pid: 7 });
  const server = runningProgram({ pid: 8, kind: 'backgroundServer' });
  const other = { uses: { how: 'asked', who: bob }, differs: true } as const;
  it.each([
    [{ areShown: false }, 'skipped', 'does not show', null],
    [{ programs: [] }, 'pass', 'No other program', null],
    [{ programs: [program] }, 'pass', 'They share the stored sign-in', null],
    [
      { programs: [{ ...program, ...other }] },
      'warn',
      'until you restart it',
      /Restart the programs/,
    ],
    [{ programs: [{ ...server, ...other }] }, 'warn', 'until it is restarted', /codex restart/],
    [
      { programs: [server], serverVariables: ['CODEX_ACCESS_TOKEN'] },
      'warn',
      'started with CODEX_ACCESS_TOKEN set',
      /codex restart/,
    ],
  ])('as %j', (running, status, words, action) => {
    const facts = { running: runningCodex({ stored: ada, ...running }) };
    const found = check(facts, 'codex-processes');
    expect(found.status).toBe(status);
    expect(found.detail).toContain(words);
    if (action === null) expect(found.action).toBeNull();
    else expect(found.action).toMatch(action);
    const areAlike = words.startsWith('They share');
    expect(found.detail.includes('They share')).toBe(areAlike);
  });

  it('are not told to share the sign-in where one of them may have another', () => {
    const unknown = { uses: { how: 'unknown', because: 'startedBefore' }, differs: null } as const;
    const running = runningCodex({ programs: [program, { ...program, pid: 9, ...unknown }] });
    expect(check({ running }, 'codex-processes').detail).not.toContain('They share');
  });
});

it('keeps within the columns of a terminal, on a narrow one below the titles', () => {
  const facts = { ...healthyFacts, clockAheadMs: -600_000 };
  const linesIn = (columns: number) =>
    doctorLines(doctorReport(facts, context), columns).map(plainLine);
  for (const columns of [120, 80, 40]) {
    for (const line of linesIn(columns)) expect(line.length).toBeLessThanOrEqual(columns);
  }
  const narrow = linesIn(40);
  const clock = narrow.indexOf('  FAIL  Clock');
  expect(narrow.slice(clock, clock + 5)).toEqual([
    '  FAIL  Clock',
    '        It is 600 s behind the clock',
    '        of the issuer.',
    '        -> Have the system set its clock',
    '           from the network.',
  ]);
});

it('lists every check as text, and what to do below those that need it', () => {
  const text = doctorText({
    schemaVersion: 3,
    at: '2026-01-01T00:00:00.000Z',
    appVersion: '1.2.3',
    platform: 'linux',
    state: 'fail',
    checks: [
      { id: 'clock', title: 'Clock', status: 'pass', detail: 'It agrees.', action: null },
      {
        id: 'sign-in-port-1455',
        title: 'Port 1455',
        status: 'fail',
        detail: 'Held.',
        action: 'Close it.',
      },
      {
        id: 'environment-proxy',
        title: 'Proxy',
        status: 'warn',
        detail: 'Set.',
        action: 'Unset it.',
      },
      { id: 'store', title: 'File', status: 'skipped', detail: 'Not set.', action: null },
    ],
  });
  expect(text.split('\n')).toEqual([
    'Something is in the way',
    '',
    '  ok    Clock      It agrees.',
    '  FAIL  Port 1455  Held.',
    '                   -> Close it.',
    '  WARN  Proxy      Set.',
    '                   -> Unset it.',
    '  -     File       Not set.',
  ]);
});
