import { describe, expect, it } from 'vitest';

import { activityEntrySchema } from '../../shared/activity.ts';
import type { Credential } from '../auth/credential.ts';
import { ada, chatgptCredential, grace, storedApiKey } from '../testing/credentials.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { Activity } from './activity.ts';

async function recordedOf(credential: Credential) {
  const log = memoryActivity();
  const activity = new Activity({ log, now: () => 0, person: 'user' });
  activity.recordForPerson({ action: 'sign-in', outcome: 'done', credential });
  const [entry] = (await log.read()).entries;
  if (entry === undefined) throw new TypeError('nothing was recorded');
  return entry;
}

const idsOf = (person: Partial<typeof ada>) =>
  recordedOf(chatgptCredential({ person: { ...ada, ...person } }));

describe('the short ids of an account', () => {
  it.each([
    ['01234567-89ab-cdef-0123-456789abcdef', '01234567'],
    ['ws-1', 'ws-1'],
  ])('are the first eight characters of a workspace: of %s, %s', async (workspaceId, account) => {
    expect(await idsOf({ workspaceId })).toMatchObject({ account });
  });

  it.each([
    ['user-AbCdEfGhIjKl', 'AbCdEfGh'],
    ['auth0|ada', 'auth0_ad'],
    ['user-', 'user-'],
  ])(
    'are of a person without what all begin with, to tell them apart: of %s, %s',
    async (userId, user) => {
      expect(await idsOf({ userId })).toMatchObject({ user });
    },
  );

  it.each(['ada@example.com', 'a b\nc', 'ééééééééé', '😀😀😀😀😀😀😀😀'])(
    'fit the log whatever an id is made of: %j',
    async (id) => {
      const entry = await idsOf({ workspaceId: id, userId: id });
      expect(entry.account).not.toMatch(/[@\s]/);
      expect(activityEntrySchema.parse(entry)).toEqual(entry);
    },
  );

  it.each([
    ['an API key', storedApiKey()],
    ['nobody', { kind: 'signedOut' } as const],
    [
      'ids that are not known',
      chatgptCredential({ person: { ...ada, workspaceId: null, userId: null } }),
    ],
  ])('are none of %s', async (_, credential) => {
    const entry = await recordedOf(credential);
    expect(entry.account).toBeNull();
    expect(Object.keys(entry)).not.toContain('user');
  });
});

it('tells two persons of one workspace apart', async () => {
  const log = memoryActivity();
  const activity = new Activity({ log, now: () => 0, person: 'user' });
  for (const { userId } of [ada, grace]) {
    const whose = { userId, workspaceId: 'ws-1' };
    activity.recordForPerson({ action: 'switch-account', outcome: 'done', whose });
  }
  const { entries } = await log.read();
  expect(entries.map(({ user }) => user)).toEqual(['grace', 'ada']);
  expect(entries.map(({ account }) => account)).toEqual(['ws-1', 'ws-1']);
});
