import { describe, expect, it } from 'vitest';

import {
  isPending,
  isUnjudged,
  policyReportSchema,
  type Policy,
  type PolicyRemoval,
} from '../../shared/policy.ts';
import type { Credential } from '../auth/credential.ts';
import {
  ada,
  chatgptCredential,
  environmentKey,
  storedApiKey,
  testApiKey,
} from '../testing/credentials.ts';
import { places, reportOn, type Files, type Situation } from '../testing/policy-reports.ts';
import type { Evidence } from '../policy/verdict.ts';
import { policyNames } from '../policy/policy-keys.ts';
import type { FolderFacts } from '../policy/config-document.ts';

function policy(key: string, files: Files, situation?: Situation): Policy {
  const report = reportOn(files, situation);
  const found = report.policies.find((row) => row.key === key);
  if (!found) throw new TypeError(`there is no row of ${key}`);
  return found;
}

const inWs1 = chatgptCredential({ person: { ...ada, workspaceId: 'ws-1' } });
const broken: Credential = {
  kind: 'unusable',
  problem: { code: 'record-invalid', message: 'It is not valid JSON.' },
};
const withoutTokens: Credential = {
  kind: 'unusable',
  problem: { code: 'tokens-missing', message: 'It has no tokens.' },
};

const demand = '[gatehouse]\nrequire_verified_workspace = true';
const unread: Evidence = { kind: 'readOnly', message: 'the signature of its ID token is wrong' };
const pending: Evidence = { kind: 'pending', message: 'the keys could not be fetched (offline)' };

describe('the report', () => {
  it.each<[string, Files, Situation]>([
    ['nothing at all', {}, {}],
    [
      'everything at once',
      {
        requirements: 'allowed_login_methods = ["api"]\n[gatehouse]\nallow_exports = true',
        managed: 'forced_login_method = "x"',
        user: '[',
        system: { kind: 'unreadable', message: 'EACCES' },
      },
      { credential: inWs1 },
    ],
    ['a credential that cannot be read', {}, { credential: broken }],
  ])('fits its contract: %s', (_, files, situation) => {
    const report = reportOn(files, situation);
    expect(policyReportSchema.parse(report)).toEqual(report);
    // And is plain JSON.
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('has a row for every policy, set or not', () => {
    const report = reportOn({});
    expect(report.policies.map(({ key }) => key)).toEqual(policyNames);
    for (const row of report.policies) {
      expect(row).toMatchObject({ status: 'notSet', value: null, source: null, layers: [] });
      expect(row.effect).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('holds no token, no key and no e-mail address', () => {
    for (const credential of [inWs1, storedApiKey()]) {
      const text = JSON.stringify(
        reportOn({ user: 'forced_login_method = "api"' }, { credential }),
      );
      expect(text).not.toContain(testApiKey);
      expect(text).not.toContain('@');
      expect(text).not.toMatch(/eyJ|refresh-1/);
    }
  });

  it('never quotes a value that it does not understand', () => {
    const text = JSON.stringify(
      reportOn({
        managed: [
          'forced_login_method = "sk-secret"',
          'chatgpt_base_url = "https://ada:sk-secret@chatgpt.example"',
          '[gatehouse]',
          'unknown = "sk-secret"',
          'allow_export = "sk-secret"',
        ].join('\n'),
        user: 'forced_login_method = sk-secret',
      }),
    );
    expect(text).not.toContain('sk-secret');
  });
});

describe('which value holds', () => {
  it('is that of the strongest place; the others are told with their lines', () => {
    expect(
      policy('forced_chatgpt_workspace_id', {
        managed: '# Set by IT\nforced_chatgpt_workspace_id = ["ws-1", "ws-2"]',
        user: 'model = "m"\n\n  forced_chatgpt_workspace_id = "ws-9"',
        system: 'forced_chatgpt_workspace_id = "ws-8"',
      }),
    ).toMatchObject({
      value: ['ws-1', 'ws-2'],
      source: places.managed,
      level: 'enforced',
      scope: 'machine',
      // The one that wins is not called by what it does to others; its effect names them.
      status: 'enforced',
      layers: [
        { source: places.managed, line: 2, column: 1, outcome: 'applied', value: ['ws-1', 'ws-2'] },
        {
          source: places.user,
          level: 'user',
          scope: 'user',
          line: 3,
          column: 3,
          outcome: 'superseded',
          value: 'ws-9',
        },
        { source: places.system, level: 'default', outcome: 'superseded', value: 'ws-8' },
      ],
    });
  });

  it('is that of the requirements, before any config, for the store', () => {
    expect(
      policy('cli_auth_credentials_store', {
        requirements: 'cli_auth_credentials_store = "keyring"',
        user: 'cli_auth_credentials_store = "keyring"',
      }),
    ).toMatchObject({ value: 'keyring', source: places.requirements, status: 'enforced' });
  });

  it('is none where the strongest place says it with a blank', () => {
    const blank = policy('forced_chatgpt_workspace_id', {
      managed: 'forced_chatgpt_workspace_id = " "',
      system: 'forced_chatgpt_workspace_id = "ws-8"',
    });
    expect(blank).toMatchObject({ value: null, source: places.managed, status: 'notSet' });
    expect(blank.layers.map(({ outcome }) => outcome)).toEqual(['applied', 'superseded']);
  });
});

describe('a blank in a stronger place', () => {
  const key = 'forced_chatgpt_workspace_id';
  const blank = 'forced_chatgpt_workspace_id = ""';

  it('beats what the user says, and is told as what decides', () => {
    const row = policy(key, { managed: blank, user: 'forced_chatgpt_workspace_id = "ws-9"' });
    expect(row).toMatchObject({
      value: null,
      source: places.managed,
      level: 'enforced',
      status: 'enforced',
      layers: [
        { source: places.managed, outcome: 'applied', value: null },
        { source: places.user, outcome: 'superseded', value: 'ws-9' },
      ],
    });
  });

  it.each(['forced_chatgpt_workspace_id = []', 'forced_chatgpt_workspace_id = " "'])(
    'does nothing where the user says the same: %s',
    (user) => {
      expect(policy(key, { managed: blank, user }).status).toBe('notSet');
    },
  );

  it('beats what cannot be understood', () => {
    const user = 'forced_chatgpt_workspace_id = 5';
    expect(policy(key, { managed: blank, user }).status).toBe('enforced');
  });
});

describe('the status of a policy', () => {
  it.each<[string, string, Files, Credential | undefined, Policy['status']]>([
    [
      'set by an administrator, nobody signed in',
      'forced_login_method',
      { managed: 'forced_login_method = "api"' },
      undefined,
      'enforced',
    ],
    [
      'met by the account',
      'forced_login_method',
      { managed: 'forced_login_method = "api"' },
      storedApiKey(),
      'satisfied',
    ],
    [
      'met by an account whose tokens are gone, which is one of ChatGPT all the same',
      'forced_login_method',
      { managed: 'forced_login_method = "chatgpt"' },
      withoutTokens,
      'satisfied',
    ],
    [
      'set by an administrator, and the sign-in cannot be read',
      'forced_login_method',
      { managed: 'forced_login_method = "chatgpt"' },
      broken,
      'enforced',
    ],
    [
      'not met by the account',
      'forced_login_method',
      { managed: 'forced_login_method = "api"' },
      inWs1,
      'violated',
    ],
    [
      'a requirement not met',
      'allowed_chatgpt_workspaces',
      { requirements: 'allowed_chatgpt_workspaces = ["ws-2"]' },
      inWs1,
      'violated',
    ],
    [
      'a workspace that nobody could verify yet',
      'gatehouse.require_verified_workspace',
      { managed: '[gatehouse]\nrequire_verified_workspace = true' },
      inWs1,
      'enforced',
    ],
    [
      'of the user alone',
      'cli_auth_credentials_store',
      { user: 'cli_auth_credentials_store = "file"' },
      undefined,
      'satisfied',
    ],
    [
      'the user says otherwise',
      'chatgpt_base_url',
      {
        managed: 'chatgpt_base_url = "https://a.example"',
        user: 'chatgpt_base_url = "https://b.example"',
      },
      undefined,
      'enforced',
    ],
    [
      'the user says the same',
      'chatgpt_base_url',
      {
        managed: 'chatgpt_base_url = "https://a.example"',
        user: 'chatgpt_base_url = "https://a.example"',
      },
      undefined,
      'enforced',
    ],
    [
      'two managed places say different things',
      'cli_auth_credentials_store',
      {
        requirements: 'cli_auth_credentials_store = "keyring"',
        managed: 'cli_auth_credentials_store = "auto"',
      },
      undefined,
      'enforced',
    ],
    [
      'a method is forced that is not allowed',
      'forced_login_method',
      {
        managed: 'forced_login_method = "api"',
        requirements: 'allowed_login_methods = ["chatgpt"]',
      },
      undefined,
      'conflict',
    ],
    [
      'no method is allowed',
      'allowed_login_methods',
      { requirements: 'allowed_login_methods = []' },
      undefined,
      'conflict',
    ],
    [
      'only ChatGPT is allowed, and no workspace',
      'allowed_chatgpt_workspaces',
      { requirements: 'allowed_login_methods = ["chatgpt"]\nallowed_chatgpt_workspaces = []' },
      undefined,
      'conflict',
    ],
    [
      'ChatGPT is forced, and no workspace allowed',
      'forced_login_method',
      {
        managed: 'forced_login_method = "chatgpt"',
        requirements: 'allowed_chatgpt_workspaces = []',
      },
      undefined,
      'conflict',
    ],
    [
      'no workspace is allowed, and API keys are',
      'allowed_chatgpt_workspaces',
      { requirements: 'allowed_chatgpt_workspaces = []' },
      undefined,
      'enforced',
    ],
    [
      'no workspace in common',
      'allowed_chatgpt_workspaces',
      {
        user: 'forced_chatgpt_workspace_id = "a"',
        requirements: 'allowed_chatgpt_workspaces = ["b"]',
      },
      undefined,
      'conflict',
    ],
    [
      'files forbidden, and the store is one',
      'gatehouse.allow_file_storage',
      { managed: '[gatehouse]\nallow_file_storage = false' },
      undefined,
      'conflict',
    ],
    [
      'files forbidden, and the store is none',
      'gatehouse.allow_file_storage',
      {
        managed: 'cli_auth_credentials_store = "keyring"\n[gatehouse]\nallow_file_storage = false',
      },
      undefined,
      'enforced',
    ],
    [
      'files forbidden, and somebody is signed in',
      'gatehouse.allow_file_storage',
      {
        managed: 'cli_auth_credentials_store = "keyring"\n[gatehouse]\nallow_file_storage = false',
      },
      inWs1,
      'enforced',
    ],
    [
      'a wrong value',
      'forced_login_method',
      { managed: 'forced_login_method = "both"', user: 'forced_login_method = "api"' },
      undefined,
      'invalid',
    ],
    ['a file that may say anything', 'forced_login_method', { managed: '[' }, undefined, 'invalid'],
    [
      'unknown',
      'gatehouse.allow_fun',
      { requirements: 'gatehouse = { allow_fun = false }' },
      undefined,
      'unknownKey',
    ],
    [
      'a key of Gatehouse in a file of the user',
      'gatehouse.allow_export',
      { user: '[gatehouse]\nallow_export = false' },
      undefined,
      'notSet',
    ],
  ])('%s: %s', (_, key, files, credential, status) => {
    expect(policy(key, files, credential && { credential }).status).toBe(status);
  });

  it.each([
    ['allowed_login_methods', { managed: 'forced_login_method = "api"' }],
    ['forced_login_method', { requirements: 'allowed_login_methods = ["api"]' }],
    ['allowed_login_methods', { requirements: 'allowed_login_methods = ["api", "chatgpt"]' }],
    ['allowed_chatgpt_workspaces', { managed: 'forced_chatgpt_workspace_id = "ws-1"' }],
    ['forced_chatgpt_workspace_id', { requirements: 'allowed_chatgpt_workspaces = ["ws-1"]' }],
  ])('says of %s nothing that another rule makes untrue: %j', (key, files) => {
    expect(policy(key, files).effect).toBe('It sets no limit of its own.');
  });

  it.each([{ kind: 'signedOut' } as const, inWs1])(
    'names both places of rules that leave no usable method, whoever is signed in: $kind',
    (credential) => {
      const files = {
        managed: 'forced_login_method = "chatgpt"',
        requirements: 'allowed_chatgpt_workspaces = []',
      };
      for (const key of ['forced_login_method', 'allowed_chatgpt_workspaces']) {
        expect(policy(key, files, { credential }).effect).toContain(
          `Two rules contradict each other, so nobody can sign in: forced_login_method in ${places.managed} and allowed_chatgpt_workspaces in ${places.requirements}. What is stored is kept and not used.`,
        );
      }
    },
  );

  it('says of several conflicts the gravest', () => {
    const { effect } = policy('allowed_chatgpt_workspaces', {
      managed: 'forced_login_method = "chatgpt"\nforced_chatgpt_workspace_id = "a"',
      requirements: 'allowed_login_methods = ["api"]\nallowed_chatgpt_workspaces = ["b"]',
    });
    expect(effect).toContain('so nobody can sign in');
  });

  it.each<[string, string, string]>([
    ['in another order', '["b", "a"]', '["a", "b"]'],
    ['with one of them twice', '["a", "b", "a"]', '["a", "b"]'],
    ['as one id instead of a list', '["a"]', '"a"'],
    ['with blanks around it', '" a "', '["a", ""]'],
  ])('is not that another place lost which says the same %s', (_, managed, user) => {
    const row = policy('forced_chatgpt_workspace_id', {
      managed: `forced_chatgpt_workspace_id = ${managed}`,
      user: `forced_chatgpt_workspace_id = ${user}`,
    });
    expect(row.status).toBe('enforced');
    expect(row.effect).not.toContain('otherwise');
  });

  it('is that another place lost which has one id more', () => {
    const { effect } = policy('forced_chatgpt_workspace_id', {
      managed: 'forced_chatgpt_workspace_id = ["a"]',
      user: 'forced_chatgpt_workspace_id = ["a", "b"]',
    });
    expect(effect).toContain(`decides against ${places.user}`);
  });

  it('describes a list as a set', () => {
    const methods = policy('allowed_login_methods', {
      requirements: 'allowed_login_methods = ["api", "api"]',
    });
    expect(methods.effect).toContain('Only API keys may be used');
    const workspaces = policy('allowed_chatgpt_workspaces', {
      requirements: 'allowed_chatgpt_workspaces = ["a", "b", "a"]',
    });
    expect(workspaces.effect).toContain('any workspace but a, b is kept');
  });

  it('names the file of the user that lost to a managed one', () => {
    const { effect } = policy('forced_login_method', {
      managed: 'forced_login_method = "api"',
      user: 'forced_login_method = "chatgpt"',
    });
    expect(effect).toContain(
      `${places.managed} decides against ${places.user}, which says otherwise.`,
    );
  });

  it('names the managed place that lost', () => {
    const { effect } = policy('cli_auth_credentials_store', {
      requirements: 'cli_auth_credentials_store = "keyring"',
      managed: 'cli_auth_credentials_store = "auto"',
    });
    expect(effect).toContain(
      `${places.requirements} decides against ${places.managed}, which says otherwise.`,
    );
  });
});

describe('the state of the machine', () => {
  it.each<[string, Files, Credential | undefined, string, readonly string[]]>([
    [
      'nobody manages it',
      { user: 'forced_login_method = "api"' },
      storedApiKey(),
      'notManaged',
      [],
    ],
    [
      'a managed file without a word on sign-ins',
      { managed: 'model = "m"' },
      inWs1,
      'notManaged',
      [places.managed],
    ],
    [
      'a managed file whose values ask nothing',
      { managed: 'forced_chatgpt_workspace_id = []\n[gatehouse]\norganization = "Example Ltd"' },
      inWs1,
      'notManaged',
      [places.managed],
    ],
    [
      'a rule in a managed file where it does nothing, beside one that holds',
      { managed: 'forced_login_method = "chatgpt"\nallowed_login_methods = ["chatgpt"]' },
      inWs1,
      'attention',
      [places.managed],
    ],
    [
      'a rule that the last table of a managed file has swallowed',
      { managed: '[mcp_servers.docs]\nurl = "https://a.example"\nforced_login_method = "api"' },
      inWs1,
      'attention',
      [places.managed],
    ],
    [
      'a key of a managed file that only seems to be a rule, beside one that holds',
      { managed: 'forced_login_method = "chatgpt"\nchatgpt_workspace_id = "x"' },
      inWs1,
      'attention',
      [places.managed],
    ],
    [
      'keys of a managed file that are of Codex, and sound alike',
      {
        managed:
          'forced_login_method = "chatgpt"\nallow_login_shell = true\nmcp_oauth_credentials_store = "auto"\n[sandbox_workspace_write]\nnetwork_access = true',
      },
      inWs1,
      'compliant',
      [places.managed],
    ],
    [
      'a managed rule about a workspace that nobody has',
      { managed: 'forced_chatgpt_workspace_id = "YOUR-WORKSPACE-ID"' },
      undefined,
      'attention',
      [places.managed],
    ],
    [
      'a managed file that its user can change',
      {
        managed: {
          kind: 'text',
          text: 'forced_login_method = "chatgpt"',
          facts: { ownerId: 1000, mode: 0o644, readFrom: null, folders: [] },
        },
      },
      inWs1,
      'attention',
      [places.managed],
    ],
    [
      'a mistake in a file of the user, beside a rule that holds',
      { managed: 'forced_login_method = "chatgpt"', user: 'forced_login_methods = "chatgpt"' },
      inWs1,
      'compliant',
      [places.managed],
    ],
    [
      'a managed file whose keys are all misspelt',
      { requirements: '[gatehous]\nallow_export = false' },
      inWs1,
      'attention',
      [places.requirements],
    ],
    [
      'managed',
      { managed: 'forced_login_method = "chatgpt"' },
      inWs1,
      'compliant',
      [places.managed],
    ],
    [
      'violated',
      { managed: 'forced_login_method = "api"' },
      inWs1,
      'actionNeeded',
      [places.managed],
    ],
    [
      'violated by a rule of the user',
      { user: 'forced_login_method = "api"' },
      inWs1,
      'actionNeeded',
      [],
    ],
    [
      'managed twice, and one place loses to the other',
      {
        requirements: 'cli_auth_credentials_store = "keyring"',
        managed: 'cli_auth_credentials_store = "auto"',
      },
      undefined,
      'compliant',
      [places.requirements, places.managed],
    ],
    [
      'rules that nobody could comply with',
      {
        managed: 'forced_login_method = "api"',
        requirements: 'allowed_login_methods = ["chatgpt"]',
      },
      undefined,
      'actionNeeded',
      [places.requirements, places.managed],
    ],
    [
      'rules that leave no method, though they contradict nowhere',
      { requirements: 'allowed_login_methods = ["chatgpt"]\nallowed_chatgpt_workspaces = []' },
      undefined,
      'actionNeeded',
      [places.requirements],
    ],
    [
      'a managed file that cannot be read',
      { requirements: { kind: 'unreadable', message: 'EACCES' } },
      inWs1,
      'error',
      [places.requirements],
    ],
    ['a file of the user that is no TOML', { user: '[' }, inWs1, 'error', []],
    [
      'a workspace that nobody could verify yet',
      { managed: demand },
      inWs1,
      'error',
      [places.managed],
    ],
    [
      'the same, and another rule is violated in any case',
      { managed: `forced_login_method = "api"\n${demand}` },
      inWs1,
      'actionNeeded',
      [places.managed],
    ],
    [
      'a sign-in that cannot be read, and so not be judged',
      { managed: 'forced_login_method = "chatgpt"' },
      broken,
      'error',
      [places.managed],
    ],
    [
      'a sign-in that cannot be read, and no rule asks for anything',
      { managed: 'cli_auth_credentials_store = "keyring"' },
      broken,
      'compliant',
      [places.managed],
    ],
    [
      'a wrong value',
      { managed: '[gatehouse]\nallow_export = 1' },
      undefined,
      'error',
      [places.managed],
    ],
  ])('%s', (_, files, credential, state, managedBy) => {
    expect(reportOn(files, credential && { credential })).toMatchObject({ state, managedBy });
  });
});

describe('the places', () => {
  it('are told with what stands in the way, and whose they are', () => {
    const facts = { ownerId: 1000, mode: 0o664, readFrom: '/srv/managed.toml', folders: [] };
    const report = reportOn({
      managed: { kind: 'text', text: 'a = 1', facts },
      user: 'model = "m"\n[broken',
      system: { kind: 'unreadable', message: 'EACCES' },
    });
    const where = { line: null, column: null, owner: null, mode: null, readFrom: null };
    const read = report.sources.filter(({ status }) => status !== 'notLookedAt');
    expect(read).toMatchObject([
      {
        ...where,
        place: places.requirements,
        kind: 'requirements',
        status: 'absent',
        message: null,
      },
      {
        ...where,
        place: places.managed,
        status: 'read',
        owner: '1000',
        mode: '0664',
        readFrom: '/srv/managed.toml',
      },
      {
        ...where,
        place: places.user,
        status: 'unreadable',
        message: 'line 2, column 2 is not valid TOML: a key has to be followed by "=" or "]"',
        line: 2,
        column: 2,
      },
      { ...where, place: places.system, status: 'unreadable', message: 'EACCES' },
    ]);
  });

  it.each([
    ['belongs to a user', { ownerId: 1000, mode: 0o644 }, /belongs to user 1000/],
    ['can be changed by a group', { ownerId: 0, mode: 0o664 }, /Others than root can change it/],
    ['can be changed by all', { ownerId: 0, mode: 0o646 }, /Others than root can change it/],
    [
      'can be changed on Windows by who is no administrator',
      { ownerId: null, mode: null, changers: ['You', 'Users'] },
      /^You, Users can change it: rules in it are not an administrator's alone/,
    ],
  ])('are warned of where a managed one %s', (_, facts, message) => {
    const file = {
      kind: 'text',
      text: '',
      facts: { ...facts, readFrom: null, folders: [] },
    } as const;
    expect(reportOn({ managed: file }).warnings).toEqual([
      {
        kind: 'exposedSource',
        source: places.managed,
        key: null,
        line: null,
        column: null,
        message: expect.stringMatching(message) as string,
      },
    ]);
    expect(reportOn({ user: file, system: file }).warnings).toEqual([]);
  });

  const etc = { path: '/etc/codex', ownerId: 0 };
  const root = { path: '/', ownerId: 0, mode: 0o755 };

  it.each([
    [
      'of another user',
      { ...etc, ownerId: 1000, mode: 0o755 },
      'The folder /etc/codex belongs to user 1000 and not to root: ',
    ],
    [
      'of another user, and sticky',
      { ...etc, ownerId: 1000, mode: 0o1755 },
      'The folder /etc/codex belongs to user 1000 and not to root: ',
    ],
    [
      'that all can change',
      { ...etc, mode: 0o777 },
      'Others than root can change the folder /etc/codex: ',
    ],
  ])('are warned of where a managed one is in a folder %s', (_, folder, message) => {
    const facts = { ownerId: 0, mode: 0o644, readFrom: null };
    const text = (...folders: FolderFacts[]) =>
      ({ kind: 'text', text: '', facts: { ...facts, folders } }) as const;
    const warning = {
      kind: 'exposedSource',
      source: places.managed,
      message: `${message}rules in it are not an administrator's alone.`,
    };
    expect(reportOn({ managed: text(folder, root) }).warnings).toMatchObject([warning]);
    // Above the folder of the file, or of what a link leads to.
    const above = text({ ...etc, path: '/etc/codex/own', mode: 0o755 }, folder, root);
    expect(reportOn({ managed: above }).warnings).toMatchObject([warning]);
  });

  it('are warned of where a link leads to nothing, whoever made it', () => {
    const file = { kind: 'absent', deadLink: '/srv/gone.toml' } as const;
    const { warnings, sources } = reportOn({ managed: file, user: file });
    const message =
      'It is a link to /srv/gone.toml, where there is no file: nothing in it applies.';
    expect(warnings).toMatchObject([
      { kind: 'deadLink', source: places.managed, key: null, message },
      { kind: 'deadLink', source: places.user, key: null, message },
    ]);
    expect(sources.map(({ status }) => status)).not.toContain('read');
  });

  it('are not warned of where they are as they should be, or have no rights', () => {
    for (const facts of [
      { ownerId: 0, mode: 0o644, readFrom: null, folders: [{ ...etc, mode: 0o755 }] },
      { ownerId: 0, mode: 0o644, readFrom: '/tmp/a', folders: [{ ...etc, mode: 0o1777 }] },
      { ownerId: null, mode: null, readFrom: null, folders: [] },
      { ownerId: null, mode: null, readFrom: null, folders: [], changers: [] },
    ]) {
      expect(reportOn({ managed: { kind: 'text', text: '', facts } }).warnings).toEqual([]);
    }
  });
});

describe('what is no table of Gatehouse in a managed place', () => {
  it.each([
    ['gatehouse = 5', 1, 1],
    ['gatehouse = 2026-01-01', 1, 1],
    ['model = "m"\n[[gatehouse]]\nallow_export = false', 2, 3],
  ])('is an error of every rule that may have been meant: %j', (managed, line, column) => {
    const report = reportOn({ managed }, { credential: inWs1 });
    const own = report.policies.filter(({ key }) => key.startsWith('gatehouse.'));
    expect(own).toHaveLength(policyNames.filter((key) => key.startsWith('gatehouse.')).length);
    for (const row of own) {
      expect(row).toMatchObject({ status: 'invalid', source: places.managed });
      expect(row.effect).toContain('gatehouse must be a table, [gatehouse]');
      expect(row.layers).toMatchObject([{ outcome: 'invalid', line, column }]);
    }
    expect(report).toMatchObject({ state: 'error', warnings: [] });
    expect(report.accounts).toMatchObject([{ result: 'unknown' }]);
  });

  it('is superseded by a stronger place', () => {
    const row = policy('gatehouse.allow_export', {
      requirements: 'gatehouse.allow_export = true',
      managed: 'gatehouse = 5',
    });
    expect(row).toMatchObject({
      value: true,
      layers: [{ outcome: 'applied' }, { outcome: 'superseded' }],
    });
  });
});

describe('keys that do nothing are told', () => {
  it.each<[string, Files, object]>([
    [
      'a rule that is misspelt',
      { user: '\nforced_login_methods = "api"' },
      { kind: 'unknownKey', key: 'forced_login_methods', line: 2, column: 1 },
    ],
    [
      'an unknown key of Gatehouse',
      { managed: '[gatehouse]\nallow_fun = 1' },
      { kind: 'unknownKey', key: 'gatehouse.allow_fun', line: 2, column: 1 },
    ],
    [
      'no table of Gatehouse where the user can write',
      { user: 'gatehouse = 5' },
      { kind: 'unknownKey', key: 'gatehouse', line: 1 },
    ],
    [
      'a config rule in the requirements',
      { requirements: 'forced_login_method = "api"' },
      { kind: 'misplacedKey', key: 'forced_login_method', line: 1 },
    ],
    [
      'a requirement in a config',
      { user: 'allowed_login_methods = []' },
      { kind: 'misplacedKey', key: 'allowed_login_methods', line: 1 },
    ],
    [
      'a key of Gatehouse where the user can write',
      { user: 'gatehouse.allow_export = false' },
      { kind: 'misplacedKey', key: 'gatehouse.allow_export', line: 1 },
    ],
  ])('%s', (_, files, warning) => {
    expect(reportOn(files).warnings).toMatchObject([warning]);
  });

  it('but not what belongs to the Codex CLI', () => {
    const requirements =
      'allowed_sandbox_modes = ["read-only"]\nallowed_approval_policies = ["never"]';
    const user = [
      'mcp_oauth_credentials_store = "keyring"',
      'openai_base_url = "https://a.example"',
      '[tools]\nweb_search = true',
      '[features]\nweb_search_request = true\nsecret_auth_storage = true',
    ].join('\n');
    expect(reportOn({ requirements, user }).warnings).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['forced_login_methods = "api"', 'forced_login_methods', 'forced_login_method'],
    [
      'cli_auth_credential_store = "file"',
      'cli_auth_credential_store',
      'cli_auth_credentials_store',
    ],
    ['chatgpt_baseurl = "https://a.example"', 'chatgpt_baseurl', 'chatgpt_base_url'],
    ['[gatehous]\nallow_export = false', 'gatehous', 'gatehouse'],
    ['[feature]\nsecret_auth_storage = true', 'feature', 'features'],
    [
      '[features]\nsecret_auth_store = true',
      'features.secret_auth_store',
      'features.secret_auth_storage',
    ],
    ['[gatehouse]\norganisation = "IT"', 'gatehouse.organisation', 'gatehouse.organization'],
    ['allow_export = false', 'allow_export', 'gatehouse.allow_export'],
    ['gatehouse_allow_export = false', 'gatehouse_allow_export', 'gatehouse.allow_export'],
    ['"gatehouse.allow_exports" = false', '"gatehouse.allow_exports"', 'gatehouse.allow_export'],
    [
      '[gatehouse]\nforced_login_method = "api"',
      'gatehouse.forced_login_method',
      'forced_login_method, above the first table',
    ],
  ])('with what was probably meant: %j', (managed, key, meant) => {
    expect(reportOn({ managed }).warnings).toMatchObject([
      {
        kind: 'unknownKey',
        key,
        message: expect.stringMatching(`Did you mean ${meant}\\?$`) as string,
      },
    ]);
  });
});

describe('a policy in a table of something else is told', () => {
  const above = 'Did you mean forced_login_method, above the first table?';
  const inOwn = 'Did you mean allow_export in [gatehouse]?';

  it.each<[string, string, string, number, string]>([
    ['one deep', '[tui]\n%', 'tui.forced_login_method', 2, above],
    ['two deep', '[mcp_servers.docs]\n\n%', 'mcp_servers.docs.forced_login_method', 3, above],
    ['three', '[mcp_servers.docs.env]\n%', 'mcp_servers.docs.env.forced_login_method', 2, above],
    ['of a path', '[projects."/srv/a"]\n%', 'projects."/srv/a".forced_login_method', 2, above],
    ['in a list', '[[hooks]]\na = 1\n[[hooks]]\n%', 'hooks.forced_login_method', 4, above],
    ['of features', '[features]\n%', 'features.forced_login_method', 2, above],
    ['of Gatehouse', '[gatehouse]\n%', 'gatehouse.forced_login_method', 2, above],
    ['of a profile', '[profiles.work]\n%', 'profiles.work.forced_login_method', 2, above],
    ['dotted', '[tui]\ngatehouse.allow_export = false', 'tui.gatehouse.allow_export', 2, inOwn],
    ['a table', '[tui.gatehouse]\nallow_export = false', 'tui.gatehouse.allow_export', 2, inOwn],
    ['quoted', '[tui]\n"gatehouse.allow_export" = 1', 'tui."gatehouse.allow_export"', 2, inOwn],
  ])('%s', (_, toml, key, line, advice) => {
    const managed = toml.replace('%', 'forced_login_method = "chatgpt"');
    // Some of these tables cannot hold it, and stop Codex besides.
    const told = reportOn({ managed }).warnings.filter(({ kind }) => kind !== 'stopsCodex');
    expect(told).toEqual([
      {
        kind: 'unknownKey',
        source: places.managed,
        key,
        line,
        column: 1,
        message: expect.stringMatching(/does nothing\. Did you mean/) as string,
      },
    ]);
    expect(told[0]?.message.endsWith(advice)).toBe(true);
  });

  it('in the file of a user, too', () => {
    const user = '[gatehouse]\nforced_login_method = "chatgpt"';
    expect(reportOn({ user }).warnings).toMatchObject([{ key: 'gatehouse.forced_login_method' }]);
  });

  it('but not what a profile may choose for itself', () => {
    const user =
      '[profiles.work]\nchatgpt_base_url = "https://a.example"\nfeatures.secret_auth_storage = true';
    expect(reportOn({ user }).warnings).toEqual([]);
  });
});

describe('the path of a policy in quotes is one name, and told', () => {
  it.each([
    ['gatehouse.allow_export', ' Write it without quotes, or in [gatehouse].'],
    ['features.secret_auth_storage', ' Write it without quotes, or in [features].'],
  ])('%s', (name, advice) => {
    const managed = `\n"${name}" = false`;
    expect(reportOn({ managed }).warnings).toEqual([
      {
        kind: 'unknownKey',
        source: places.managed,
        key: `"${name}"`,
        line: 2,
        column: 1,
        message: `"${name}" is no policy and does nothing.${advice}`,
      },
    ]);
    expect(policy(name, { managed }).status).toBe('notSet');
  });

  it('also within the table, where it is no path either', () => {
    const managed = '[gatehouse]\n"gatehouse.allow_export" = false';
    expect(policy('gatehouse."gatehouse.allow_export"', { managed })).toMatchObject({
      status: 'unknownKey',
      layers: [{ line: 2, column: 1 }],
    });
    expect(reportOn({ managed }).warnings).toMatchObject([
      { message: expect.stringMatching(/Did you mean allow_export in \[gatehouse\]\?$/) as string },
    ]);
  });
});

it('names a key so that it does not steer a terminal, nor turn its line around', () => {
  const managed = '[gatehouse]\n"\\u001b\\u202eallow" = 1';
  const key = 'gatehouse."\\u001b\\u202eallow"';
  expect(reportOn({ managed }).warnings).toMatchObject([{ key, line: 2, column: 1 }]);
});

describe('a demand for a verified workspace', () => {
  it.each<[Evidence, string, object]>([
    [
      { kind: 'verified' },
      'satisfied',
      { state: 'compliant', accounts: [{ workspaceCheck: 'allowed', result: 'allowed' }] },
    ],
    [
      unread,
      'violated',
      {
        state: 'actionNeeded',
        accounts: [
          {
            workspaceCheck: 'forbidden',
            result: 'hidden',
            rule: 'gatehouse.require_verified_workspace',
            evidence: 'readOnly',
            evidenceMessage: unread.message,
          },
        ],
      },
    ],
    [
      pending,
      'enforced',
      {
        state: 'error',
        accounts: [
          {
            methodCheck: 'notApplicable',
            workspaceCheck: 'unknown',
            result: 'unknown',
            rule: null,
            reason: `A verified workspace is required, which cannot be judged yet: ${pending.message}.`,
            evidence: 'pending',
            evidenceMessage: pending.message,
          },
        ],
      },
    ],
  ])('%j: %s', (evidence, status, expected) => {
    const report = reportOn({ managed: demand }, { credential: inWs1, evidence });
    expect(policyReportSchema.parse(report)).toMatchObject(expected);
    const key = 'gatehouse.require_verified_workspace';
    expect(report.policies.find((found) => found.key === key)?.status).toBe(status);
    expect(isUnjudged(report) && isPending(report)).toBe(evidence === pending);
  });

  it('is no reason to call a sign-in pending that another rule forbids', () => {
    const files = { managed: demand, requirements: 'allowed_chatgpt_workspaces = ["ws-2"]' };
    const report = reportOn(files, { credential: inWs1, evidence: pending });
    expect(report).toMatchObject({
      state: 'actionNeeded',
      accounts: [{ workspaceCheck: 'forbidden', result: 'hidden' }],
    });
    expect(isPending(report)).toBe(false);
  });

  it('has nothing open for an API key', () => {
    const report = reportOn({ managed: demand }, { credential: storedApiKey() });
    expect(report).toMatchObject({ state: 'compliant', accounts: [{ result: 'allowed' }] });
  });
});

describe('ids that no workspace has are told, and stop nothing', () => {
  const id = '0a1b2c3d-0000-4000-8000-000000000001';
  const warnings = (files: Files, situation?: Situation) => reportOn(files, situation).warnings;

  it.each<[string, Files, string, string]>([
    [
      'forced, alone',
      { managed: `\nforced_chatgpt_workspace_id = "${id.toUpperCase()}"` },
      `"${id.toUpperCase()}" in forced_chatgpt_workspace_id`,
      ` Did you mean ${id}?`,
    ],
    [
      'forced, in a list',
      { user: `\nforced_chatgpt_workspace_id = ["${id}", "${id.slice(1)}"]` },
      `"${id.slice(1)}" in forced_chatgpt_workspace_id`,
      '',
    ],
    [
      'allowed',
      { requirements: `\nallowed_chatgpt_workspaces = ["${id.replace('-', '- ')}"]` },
      `"${id.replace('-', '- ')}" in allowed_chatgpt_workspaces`,
      ` Did you mean ${id}?`,
    ],
  ])('%s', (_, files, start, end) => {
    expect(warnings(files)).toMatchObject([
      {
        kind: 'malformedWorkspaceId',
        line: 2,
        column: 1,
        message: `${start} isn’t a workspace ID (expected e.g. 5f0c2f6e-8a2b-4d57-9f52-0a1c7d3e0001), so no account will match.${end}`,
      },
    ]);
  });

  it('each once, also in a place that decides nothing', () => {
    const managed = 'forced_chatgpt_workspace_id = ["x", "y", "x"]';
    const system = 'forced_chatgpt_workspace_id = "z"';
    expect(
      warnings({ managed, system }).map(({ source, message }) => [source, message.slice(0, 3)]),
    ).toEqual([
      [places.managed, '"x"'],
      [places.managed, '"y"'],
      [places.system, '"z"'],
    ]);
  });

  it.each([`" ${id} "`, `["${id} ", "", " "]`, '""', '[]'])(
    'but not the blanks that are dropped from %s',
    (value) => {
      expect(warnings({ managed: `forced_chatgpt_workspace_id = ${value}` })).toEqual([]);
    },
  );

  it('nor the one that the sign-in has: it matches, and is honoured', () => {
    const managed = 'forced_chatgpt_workspace_id = ["ws-1", "ws-2"]';
    const report = reportOn({ managed }, { credential: inWs1 });
    expect(report).toMatchObject({ state: 'attention', accounts: [{ result: 'allowed' }] });
    expect(report.warnings.map(({ message }) => message.slice(0, 6))).toEqual(['"ws-2"']);
  });

  it('but where they stand in a place without a meaning, only that', () => {
    expect(warnings({ user: 'allowed_chatgpt_workspaces = ["x"]' })).toMatchObject([
      { kind: 'misplacedKey' },
    ]);
  });
});

describe('what the rules mean for the account', () => {
  const account = (files: Files, situation: Situation) => reportOn(files, situation).accounts;

  it('nothing, where nobody is signed in', () => {
    expect(account({ managed: 'forced_login_method = "api"' }, {})).toEqual([]);
  });

  it('both ids are told, and which of them decides', () => {
    const credential = chatgptCredential({
      person: { ...ada, workspaceId: 'ws-of-the-claim' },
      tokens: { account_id: 'ws-of-the-record' },
    });
    const user = 'forced_chatgpt_workspace_id = "ws-of-the-record"';
    expect(account({ user }, { credential, evidence: { kind: 'verified' } })).toEqual([
      {
        shortId: 'ws-of-th',
        method: 'chatgpt',
        methodCheck: 'notApplicable',
        workspaceCheck: 'forbidden',
        result: 'toBeSignedOut',
        withheld: null,
        reason:
          'Login is restricted to workspace ws-of-the-record, but current credentials belong to ws-of-the-claim. Logging out.',
        rule: 'forced_chatgpt_workspace_id',
        evidence: 'verified',
        evidenceMessage: null,
        workspaceId: 'ws-of-the-claim',
        recordAccountId: 'ws-of-the-record',
      },
    ]);
  });

  it.each<[string, Files, Credential, object]>([
    [
      'no rule',
      {},
      inWs1,
      {
        methodCheck: 'notApplicable',
        workspaceCheck: 'notApplicable',
        result: 'allowed',
        rule: null,
        evidence: 'pending',
      },
    ],
    [
      'met',
      { managed: 'forced_login_method = "chatgpt"\nforced_chatgpt_workspace_id = "ws-1"' },
      inWs1,
      { methodCheck: 'allowed', workspaceCheck: 'allowed', result: 'allowed' },
    ],
    [
      'an empty list asks for nothing',
      { managed: 'forced_chatgpt_workspace_id = []' },
      inWs1,
      { workspaceCheck: 'notApplicable', result: 'allowed' },
    ],
    [
      'both violated: the method decides',
      { managed: 'forced_login_method = "api"\nforced_chatgpt_workspace_id = "x"' },
      inWs1,
      {
        methodCheck: 'forbidden',
        workspaceCheck: 'forbidden',
        result: 'toBeSignedOut',
        rule: 'forced_login_method',
      },
    ],
    [
      'a requirement hides',
      { requirements: 'allowed_login_methods = ["api"]' },
      inWs1,
      { methodCheck: 'forbidden', result: 'hidden', rule: 'allowed_login_methods' },
    ],
    [
      'an API key has no workspace',
      { managed: 'forced_chatgpt_workspace_id = "x"' },
      storedApiKey(),
      {
        shortId: 'api-key',
        method: 'api',
        workspaceCheck: 'notApplicable',
        result: 'allowed',
        evidence: 'none',
      },
    ],
    [
      'rules that are not known',
      { managed: '[' },
      inWs1,
      { methodCheck: 'unknown', workspaceCheck: 'unknown', result: 'unknown' },
    ],
    [
      'a credential that is not known',
      { managed: 'forced_login_method = "api"' },
      broken,
      {
        method: 'unknown',
        methodCheck: 'unknown',
        workspaceCheck: 'notApplicable',
        result: 'unknown',
        reason: 'It is not valid JSON.',
      },
    ],
    [
      'the same without rules',
      {},
      broken,
      { methodCheck: 'notApplicable', result: 'unknown', reason: 'It is not valid JSON.' },
    ],
  ])('%s', (_, files, credential, expected) => {
    expect(account(files, { credential })).toMatchObject([expected]);
  });

  it.each([
    ['managed', 'forced_login_method = "chatgpt"', 'forced_login_method', 'Unset CODEX_API_KEY.'],
    ['requirements', 'allowed_login_methods = ["chatgpt"]', 'allowed_login_methods', 'unset it.'],
  ])('a key of the environment is named by a rule in %s', (place, toml, rule, advice) => {
    const reason = expect.stringContaining(advice) as string;
    const named = { shortId: 'CODEX_API_KEY', method: 'api', result: 'toBeUnset', rule, reason };
    expect(account({ [place]: toml }, { environment: [environmentKey] })).toMatchObject([named]);
  });
});

describe('the removal that a rule demands', () => {
  const managed = 'forced_login_method = "api"';
  const removalOf = (
    state: PolicyRemoval['state'],
    situation: Situation,
    toml = managed,
  ): unknown => {
    const at = '2026-01-22T16:49:43.000Z';
    const removal = { state, at, rule: 'forced_login_method', source: null, line: null };
    return reportOn({ managed: toml }, { ...situation, removal }).removal?.state ?? null;
  };
  const signedIn = { credential: chatgptCredential() };

  it('is told for as long as it is about the sign-in here', () => {
    expect(removalOf('announced', signedIn)).toBe('announced');
    expect(removalOf('failed', signedIn)).toBe('failed');
    expect(removalOf('done', {})).toBe('done');
  });

  it('is over where somebody is signed in again, or the rule is met', () => {
    expect(removalOf('done', signedIn)).toBeNull();
    expect(removalOf('announced', signedIn, '')).toBeNull();
    expect(removalOf('failed', {})).toBeNull();
  });

  it('is not what a preview is about', () => {
    expect(removalOf('announced', { ...signedIn, previewOf: places.managed })).toBeNull();
  });
});

describe('a configuration that Codex does not load', () => {
  const forced = 'forced_login_method = "chatgpt"';
  it.each<[string, Files, string, number | null]>([
    ['the person\u2019s model', { managed: forced, user: '\nmodel = 5' }, places.user, 2],
    ['the person\u2019s own file alone', { user: 'approval_policy = "sometimes"' }, places.user, 1],
    ['a managed value', { managed: `${forced}\nmodel = []` }, places.managed, 2],
    ['a value of the system', { managed: forced, system: 'notify = [5]' }, places.system, 1],
    ['a requirement', { requirements: 'allowed_login_methods = ["nope"]' }, places.requirements, 1],
    ['a server', { managed: forced, user: '[mcp_servers.x]' }, places.user, 1],
    [
      'a provider',
      { managed: forced, user: '[model_providers.x]\nbase_url = "http://a"' },
      places.user,
      1,
    ],
    ['an old profile', { managed: forced, user: 'profile = "work"' }, places.user, 1],
  ])(
    'is an error, with the line that stops it, and never compliance: %s',
    (_, files, source, line) => {
      const report = reportOn(files);
      expect(report.state).toBe('error');
      expect(report.warnings).toContainEqual(
        expect.objectContaining({ kind: 'stopsCodex', source, line }),
      );
    },
  );

  it('is told with its strongest file where no place is known', () => {
    const doubt = { because: 'config', message: 'it has a value', place: null } as const;
    const report = reportOn({ managed: forced, user: 'model = "m"' }, { doubt });
    expect(report).toMatchObject({
      state: 'error',
      warnings: [{ kind: 'stopsCodex', source: places.managed, line: null }],
    });
  });

  it('is none where it is only not known here', () => {
    expect(reportOn({ managed: forced, user: 'zzz = 5' }).state).toBe('compliant');
  });
});
