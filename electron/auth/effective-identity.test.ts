import { describe, expect, it } from 'vitest';

import { chatgptCredential, jwt } from '../testing/credentials.ts';
import { rules } from '../testing/login-rules.ts';
import { restrictionVerdict } from '../policy/restriction-verdict.ts';
import { effectiveIdentityOf, knownId, namedWorkspaceOf } from './effective-identity.ts';

interface Ids {
  readonly user?: string | null;
  readonly workspace?: string | null;
  readonly plan?: unknown;
}

function token({ user = 'user-1', workspace = null, plan = 'pro' }: Ids): string {
  return jwt({
    'https://api.openai.com/auth': {
      chatgpt_account_id: workspace ?? undefined,
      chatgpt_user_id: user ?? undefined,
      chatgpt_plan_type: plan,
    },
  });
}

function credentialOf(id: Ids, access: Ids | string, accountId: string | null) {
  return chatgptCredential({
    tokens: {
      id_token: token(id),
      access_token: typeof access === 'string' ? access : token(access),
      account_id: accountId,
    },
  });
}

type Answer = 'used' | 'hidden' | 'removed';

function answerTo(known: ReturnType<typeof rules>, ...record: Parameters<typeof credentialOf>) {
  const verdict = restrictionVerdict(known, credentialOf(...record));
  if (verdict.kind !== 'violated') return 'used';
  return verdict.remedy === 'signOut' ? 'removed' : 'hidden';
}

const forced = rules({ forcedWorkspaces: { form: 'single', id: 'W' } });
const allowed = rules({ allowedWorkspaces: ['W'] });

/** As Codex CLI 0.171.0 answers; "hidden" is anonymous, with the record kept. */
// prettier-ignore
const table: readonly [id: string | null, access: string | null, account: string | null, forced: Answer, allowed: Answer][] = [
  ['X',  'W',      'W',  'used',    'used'],
  [null, 'W',      'W',  'used',    'used'],
  ['W',  'X',      'X',  'removed', 'hidden'],
  ['W',  'W',      'Y',  'hidden',  'hidden'],
  ['Y',  'Y',      'W',  'removed', 'used'],
  ['W',  'X',      'W',  'used',    'used'],
  [null, null,     'W',  'removed', 'used'],
  ['W',  'opaque', 'W',  'used',    'used'],
  ['X',  'Y',      'W',  'removed', 'used'],
  ['X',  'opaque', 'W',  'removed', 'used'],
  ['W',  'W',      null, 'used',    'used'],
  ['W',  'X',      null, 'used',    'used'],
  ['X',  'W',      null, 'removed', 'hidden'],
  ['W',  null,     null, 'removed', 'hidden'],
  [null, 'W',      null, 'removed', 'hidden'],
  ['W',  'opaque', null, 'used',    'used'],
  // An empty id is an id that no rule names.
  ['',   'W',      'W',  'used',    'used'],
  ['X',  '',       'W',  'removed', 'used'],
  ['',   '',       'W',  'removed', 'used'],
  ['W',  'X',      '',   'hidden',  'hidden'],
  ['W',  '',       '',   'removed', 'hidden'],
  ['X',  'X',      '',   'removed', 'hidden'],
  ['W',  'W ',     'W ', 'removed', 'hidden'],
];

describe('a workspace rule judges as Codex does', () => {
  it.each(table)(
    'ID token: %s, access token: %s, account_id: %s -> forced: %s, allowed: %s',
    (id, access, account, whenForced, whenAllowed) => {
      const accessToken = access === 'opaque' ? access : { workspace: access };
      expect(answerTo(forced, { workspace: id }, accessToken, account)).toBe(whenForced);
      expect(answerTo(allowed, { workspace: id }, accessToken, account)).toBe(whenAllowed);
    },
  );

  // prettier-ignore
  it.each<[string, Ids, Ids | string, Answer]>([
    ['another user',                 {},             { user: 'user-2' },            'removed'],
    ['no user beside one',           {},             { user: null },                'removed'],
    ['a user beside none',           { user: null }, {},                            'removed'],
    ['no user in both',              { user: null }, { user: null },                'used'],
    ['an empty user beside none',    { user: '' },   { user: null },                'removed'],
    ['an empty user in both',        { user: '' },   { user: '' },                  'used'],
    ['an empty plan',                {},             { plan: '' },                  'used'],
    ['a plan that is no text',       {},             { plan: 5 },                   'removed'],
    ['two parts only',               {},             token({ workspace: 'W' }).split('.').slice(0, 2).join('.'), 'removed'],
    ['a fourth part',                {},             `${token({ workspace: 'W' })}.more`, 'used'],
  ])('an access token of W with %s', (_, id, access, expected) => {
    const accessToken = typeof access === 'string' ? access : { workspace: 'W', ...access };
    expect(answerTo(forced, { workspace: 'X', ...id }, accessToken, 'W')).toBe(expected);
  });
});

describe('the plan', () => {
  const planOf = (...record: Parameters<typeof credentialOf>) =>
    effectiveIdentityOf(credentialOf(...record).tokens).planRaw;
  const access = { workspace: 'W', plan: 'business' };

  it('is that of the access token after a switch of the workspace', () => {
    expect(planOf({ workspace: 'X', plan: 'plus' }, access, 'W')).toBe('business');
  });

  it.each([
    ['where that names the workspace as well', 'W', 'W'],
    ['where the access token names another one', 'X', 'Y'],
    ['where nothing names the workspace that is in use', 'X', null],
  ])('is that of the ID token %s', (_, workspace, account) => {
    expect(planOf({ workspace, plan: 'plus' }, access, account)).toBe('plus');
  });
});

it.each([
  ['the effective one', 'X', 'W', 'W', 'W'],
  ['that of the ID token where the requests name another one', 'W', 'W', 'Y', 'W'],
  ['that of the requests where no token names one', null, null, 'W', 'W'],
  ['the same where a token names an empty one', '', '', 'W', 'W'],
  ['none where nothing does', null, null, '', null],
])('the workspace told to people is %s', (_, id, access, account, named) => {
  const { tokens } = credentialOf({ workspace: id }, { workspace: access }, account);
  expect(namedWorkspaceOf(tokens)).toBe(named);
});

it.each([null, '', ' ', '\t'])('an id of %j is not known', (id) => {
  expect(knownId(id)).toBeNull();
});
