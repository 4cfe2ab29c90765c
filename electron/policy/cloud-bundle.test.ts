import { describe, expect, it } from 'vitest';

import { cacheText, cloudCache, signed, type CloudCacheFile } from '../testing/cloud-cache.ts';
import { testNow } from '../testing/credentials.ts';
import { readCloudCache } from './cloud-bundle.ts';

const config = { Baseline: 'forced_login_method = "chatgpt"' };
const valid = cloudCache(testNow, { config });

const read = (file: unknown) => readCloudCache({ kind: 'text', text: cacheText(file) });

/** The same file with other members in the payload, which are signed. */
const resigned = (members: object): CloudCacheFile =>
  signed({ ...valid.signed_payload, ...members });
/** The same without a signature for them. */
const changed = (members: object): CloudCacheFile => ({
  ...valid,
  signed_payload: { ...valid.signed_payload, ...members },
});

const bundleOf = (member: string, contents: string) => ({
  bundle: {
    config_toml: { enterprise_managed: [] },
    requirements_toml: { enterprise_managed: [] },
    [member]: { enterprise_managed: [{ id: '1', name: 'N', contents }] },
  },
});

it('reads when, for whom and what', () => {
  expect(read(valid)).toMatchObject({
    kind: 'read',
    bundle: {
      fetchedAt: testNow,
      expiresAt: testNow + 3_600_000,
      userId: 'user-ada',
      workspaceId: 'ws-ada',
      fragments: [
        {
          place: 'cloud rules: Baseline',
          kind: 'cloud',
          level: 'default',
          contents: config.Baseline,
        },
      ],
    },
  });
});

it('tells fragments of one name apart, and escapes what could steer a terminal', () => {
  const twice = [1, 2].map((id) => ({ id: String(id), name: 'A\u001b[2J', contents: '' }));
  const bundle = {
    config_toml: { enterprise_managed: twice },
    requirements_toml: { enterprise_managed: [] },
  };
  const found = read(resigned({ bundle }));
  expect(found.kind === 'read' && found.bundle.fragments.map(({ place }) => place)).toEqual([
    'cloud rules: A\\u001b[2J',
    'cloud rules: A\\u001b[2J (2)',
  ]);
});

describe('a cache that Codex takes', () => {
  it.each([
    ['a member more beside the payload', { ...valid, note: 1 }],
    ['a member more in the payload that is not signed', changed({ note: 1 })],
    ['a time without a fraction', resigned({ cached_at: '2026-01-22T16:48:43Z' })],
    ['a time in microseconds', resigned({ cached_at: '2026-01-22T16:48:43.123456Z' })],
    ['no ids', resigned({ chatgpt_user_id: null, account_id: null })],
    ['a config of a wrong type', resigned(bundleOf('config_toml', 'model = 5'))],
    [
      'login keys in its requirements',
      resigned(bundleOf('requirements_toml', 'allowed_login_methods = 5')),
    ],
    ['an empty fragment', resigned(bundleOf('config_toml', ''))],
  ])('%s', (_, file) => {
    expect(read(file).kind).toBe('read');
  });
});

describe('a cache that Codex does not use, whoever is signed in', () => {
  it.each([
    ['damaged', 'text that is no JSON', '{'],
    ['damaged', 'an empty file', ''],
    ['damaged', 'JSON that is no object', '[]'],
  ] as const)('%s: %s', (because, _, text) => {
    expect(readCloudCache({ kind: 'text', text })).toMatchObject({ kind: 'unusable', because });
  });

  it.each([
    ['damaged', 'no signature', { signed_payload: valid.signed_payload }],
    ['damaged', 'no bundle', resigned({ bundle: undefined })],
    [
      'damaged',
      'a time with zeros at its end',
      resigned({ cached_at: '2026-01-22T16:48:43.120000000Z' }),
    ],
    ['damaged', 'a time with two digits', resigned({ cached_at: '2026-01-22T16:48:43.12Z' })],
    ['damaged', 'a time with an offset', resigned({ expires_at: '2026-01-22T17:48:43+00:00' })],
    ['damaged', 'a day that there is not', resigned({ expires_at: '2026-02-30T17:48:43Z' })],
    ['signature', 'another time than was signed', changed({ expires_at: '2027-01-22T16:48:43Z' })],
    ['signature', 'a member more that is signed', resigned({ note: 1 })],
    ['signature', 'a signature that is none', { ...valid, signature: 'no' }],
    ['contents', 'a config that is no TOML', resigned(bundleOf('config_toml', 'x = = 1'))],
    ['contents', 'requirements that are no TOML', resigned(bundleOf('requirements_toml', 'x ='))],
    [
      'contents',
      'requirements of a wrong value',
      resigned(bundleOf('requirements_toml', 'allowed_sandbox_modes = ["nope"]')),
    ],
  ] as const)('%s: %s', (because, _, file) => {
    expect(read(file)).toMatchObject({ kind: 'unusable', because });
  });

  it('unreadable: a folder', () => {
    const folder = { kind: 'unreadable', message: 'it is no regular file' } as const;
    expect(readCloudCache(folder)).toMatchObject({ kind: 'unusable', because: 'unreadable' });
  });
});

it.each([
  ['signed', resigned({ version: 2 })],
  ['of another shape', { signed_payload: { version: 7 } }],
])('a version that is not known is told as such: %s', (_, file) => {
  expect(read(file).kind).toBe('otherVersion');
});

it('a missing file is none', () => {
  expect(readCloudCache({ kind: 'absent' })).toEqual({ kind: 'absent' });
});
