import { describe, expect, it } from 'vitest';

import { policyCondition, policySummary } from '../../shared/wording/policy-phrases.ts';
import { chatgptCredential, storedApiKey } from '../testing/credentials.ts';
import { places, reportOn } from '../testing/policy-reports.ts';

/** Inputs from public reports and their neighbours: rules that look set and are not. */

const rule = 'forced_login_method = "chatgpt"\n';

describe('a rule that a table above it has swallowed', () => {
  const deep = (depth: number): string =>
    `[${Array.from({ length: depth }, (_, index) => `t${index}`).join('.')}]\n${rule}`;

  it.each<[string, string, number | null]>([
    [
      'the tools of a server',
      `[mcp_servers.docs]\ncommand = "a"\n[mcp_servers.docs.tools.search]\napproval_mode = "approve"\n\n${rule}`,
      6,
    ],
    [
      'the headers of an exporter',
      `[otel.exporter."otlp-http".headers]\nx-tenant = "acme"\n${rule}`,
      3,
    ],
    ['a table of one name', `[history]\n${rule}`, 2],
    ['four names', deep(4), 2],
    ['five names', deep(5), 2],
    ['fifteen names', deep(15), 2],
    ['as many names as a key may have', deep(80), null],
    ['a list of tables', `[[a.b.c.d.e]]\n${rule}`, 2],
    ['the second of a list', `[[a]]\nb = 1\n[[a]]\n${rule}`, 4],
    ['a table of a list', `[[a]]\n[a.b.c.d]\n${rule}`, 3],
    ['inline tables', `a = { b = { c = { d = { ${rule.trim()} } } } }`, 1],
    ['inline tables in lists of lists', `a = [[[{ b = [{ ${rule.trim()} }] }]]]`, null],
    ['dotted keys', `a.b.c.d.e.${rule}`, 1],
  ])('is told: %s', (_, managed, line) => {
    const { state, warnings } = reportOn({ managed });
    expect(state).toBe('attention');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ kind: 'unknownKey', source: places.managed, line });
    expect(warnings[0]?.message).toMatch(
      /forced_login_method is part of its table and does nothing\. Did you mean forced_login_method, above the first table\?$/,
    );
  });

  it.each([
    'allowed_login_methods = ["api"]',
    'forced_chatgpt_workspace_id = "w"',
    'cli_auth_credentials_store = "keyring"',
    '"gatehouse.allow_export" = false',
    'features.secret_auth_storage = true',
  ])('is told whichever it is: %s', (key) => {
    const { warnings } = reportOn({ managed: `[a.b.c.d.e]\n${key}` });
    expect(warnings).toMatchObject([{ kind: 'unknownKey', line: 2 }]);
  });

  it('survives what is nested to keep it busy, and what has too much in it is an error', () => {
    const names = Array<string>(80).fill('a').join('.');
    const value = `${`{ ${names} = `.repeat(79)}{ ${rule.trim()} }${' }'.repeat(79)}`;
    const { warnings } = reportOn({ user: `x = ${value}` });
    expect(warnings).toHaveLength(1);
    const many = `many = [${'{},'.repeat(120_000)}]`;
    expect(reportOn({ user: `${many}\n[a]\n${rule}` }).state).toBe('error');
  });
});

describe('a managed file in which something does nothing', () => {
  it.each<[string, Parameters<typeof reportOn>[0]]>([
    ['a rule in capitals', { managed: 'Forced_Login_Method = "chatgpt"' }],
    ['a misspelt rule', { managed: 'forced_login_methods = "chatgpt"' }],
    ['a misspelt requirement', { requirements: 'allowed_login_method = ["api"]' }],
    ['a rule of a config in the requirements', { requirements: rule }],
    ['a requirement in a config', { managed: 'allowed_login_methods = ["api"]' }],
    ['an unknown key of ours', { managed: '[gatehouse]\nallow_exports = false' }],
    ['a swallowed rule', { managed: `[a]\n${rule}` }],
    ['a good rule beside a misspelt one', { managed: `${rule}forced_login_methods = "api"` }],
  ])('needs attention: %s', (_, files) => {
    const report = reportOn(files, { credential: chatgptCredential() });
    expect(report.state).toBe('attention');
    expect(policySummary(report).title).toBe('Needs attention');
  });

  it.each<[string, Parameters<typeof reportOn>[0], string]>([
    ['in the own file of a person', { user: 'forced_login_methods = "api"' }, 'notManaged'],
    ['in the defaults of the system', { system: 'forced_login_methods = "api"' }, 'notManaged'],
    [
      'in the own file beside a managed one',
      { managed: rule, user: 'forced_login_methods = "api"' },
      'compliant',
    ],
  ])('is not meant by what does nothing %s', (_, files, state) => {
    expect(reportOn(files).state).toBe(state);
  });

  it('comes after a rule that is violated, and after an error', () => {
    const managed = `${rule}forced_login_methods = "api"`;
    expect(reportOn({ managed }, { credential: storedApiKey() }).state).toBe('actionNeeded');
    expect(reportOn({ managed, user: 'a = [' }).state).toBe('error');
  });
});

describe('what Codex cannot load', () => {
  it.each<[string, string]>([
    ['20 digits', `${rule}asset_number = 99999999999999999999`],
    ['30 February', `${rule}review_after = 2026-02-30`],
    ['the first number too large', `${rule}n = 9223372036854775808`],
    ['a number too large', `${rule}n = 1e400`],
    ['an hour that there is not', `${rule}at = 25:00:00`],
    ['too many lists', `${rule}n = ${'['.repeat(81)}${']'.repeat(81)}`],
    ['a key of too many names', `${rule}${'a.'.repeat(80)}a = 1`],
  ])('is an error, where a rule stands above it, too: %s', (_, managed) => {
    for (const previewOf of [undefined, places.managed]) {
      const report = reportOn({ managed }, previewOf === undefined ? {} : { previewOf });
      expect(report.state).toBe('error');
      expect(report.sources).toContainEqual(
        expect.objectContaining({ place: places.managed, status: 'unreadable', line: 2 }),
      );
    }
  });

  it.each<[string, Parameters<typeof reportOn>[0], string, number]>([
    [
      'of the person, with its table',
      { user: 'profile = "work"\n\n[profiles.work]\nmodel = "x"' },
      places.user,
      1,
    ],
    ['of the administrator', { managed: `${rule}profile = "work"` }, places.managed, 2],
    ['of the system', { system: 'profile = "work"' }, places.system, 1],
    ['that is empty', { user: 'a = 1\nprofile = ""' }, places.user, 2],
    ['that is no text', { user: 'profile = 5' }, places.user, 1],
  ])('is an old profile %s', (_, files, source, line) => {
    const report = reportOn(files);
    const stops = report.warnings.filter(({ kind }) => kind === 'stopsCodex');
    expect(stops).toMatchObject([{ source, line }]);
    expect(report.state).toBe('error');
    expect(policyCondition(report)).toBe('notLoaded');
    expect(JSON.stringify(report.warnings)).not.toContain('"work');
  });

  it('is what the installed Codex CLI stops at', () => {
    const doubt = {
      because: 'config',
      message: 'it has a value or a key that Codex does not take',
      place: { source: places.user, line: 7, column: 9 },
    } as const;
    const report = reportOn(
      { user: 'forced_login_method = "api"' },
      { doubt, credential: chatgptCredential() },
    );
    expect(report).toMatchObject({
      state: 'error',
      warnings: [{ kind: 'stopsCodex', line: 7 }],
      accounts: [{ result: 'toBeSignedOut', withheld: 'config' }],
    });
    expect(report.accounts[0]?.reason).not.toContain('Logging out');
  });

  it('is no error where it is only doubted; the rule is violated all the same', () => {
    const doubt = { because: 'unproven', message: 'it did not answer' } as const;
    const report = reportOn(
      { user: 'forced_login_method = "api"' },
      { doubt, credential: chatgptCredential() },
    );
    expect(report).toMatchObject({ state: 'actionNeeded', accounts: [{ withheld: 'unproven' }] });
  });

  it('promises no removal that is withheld', () => {
    const removal = {
      state: 'announced',
      at: '2026-01-02T03:05:05.000Z',
      rule: 'forced_login_method',
      source: places.user,
      line: 1,
    } as const;
    const files = { user: 'forced_login_method = "api"' };
    const credential = chatgptCredential();
    expect(reportOn(files, { credential, removal }).removal).toEqual(removal);
    const doubt = { because: 'unproven', message: 'it did not answer' } as const;
    expect(reportOn(files, { credential, removal, doubt }).removal).toBeNull();
  });
});

describe('an address that Codex takes and nobody can use', () => {
  it.each(['', ' ', 'ftp://a.example', 'a.example', 'https://ada:hunter2@a.example'])(
    'is a warning in the own file: %j',
    (address) => {
      const user = `chatgpt_base_url = "${address}"`;
      const report = reportOn({ managed: rule, user });
      expect(report.state).toBe('compliant');
      expect(report.warnings).toMatchObject([
        { kind: 'unusableValue', key: 'chatgpt_base_url', source: places.user, line: 1 },
      ]);
      expect(JSON.stringify(report)).not.toContain('hunter2');
      expect(reportOn({ system: user }).state).toBe('notManaged');
    },
  );

  it('is an error in a managed place, and where Codex does not take it', () => {
    expect(reportOn({ managed: 'chatgpt_base_url = ""' }).state).toBe('error');
    expect(reportOn({ user: 'chatgpt_base_url = 5' }).state).toBe('error');
  });
});
