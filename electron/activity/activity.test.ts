import { describe, expect, it } from 'vitest';

import { activityEntrySchema } from '../../shared/activity.ts';
import { activityEntry } from '../../shared/testing/activity-entry.ts';
import { ada, chatgptCredential, storedApiKey } from '../testing/credentials.ts';
import { shortAccountOf } from './activity.ts';

const shortIdOf = (workspaceId: string | null) =>
  shortAccountOf(chatgptCredential({ person: { ...ada, workspaceId } }));

describe('the short id of an account', () => {
  it('is the first eight characters', () => {
    expect(shortIdOf('01234567-89ab-cdef-0123-456789abcdef')).toBe('01234567');
    expect(shortIdOf('ws-1')).toBe('ws-1');
  });

  it.each(['ada@example.com', 'a b\nc', 'ééééééééé', '😀😀😀😀😀😀😀😀'])(
    'fits the log whatever an id is made of: %j',
    (id) => {
      const account = shortIdOf(id);
      expect(account).not.toMatch(/[@\s]/);
      expect(activityEntrySchema.safeParse(activityEntry({ account })).success).toBe(true);
    },
  );

  it('is nothing where there is no account', () => {
    expect(shortIdOf(null)).toBeNull();
    expect(shortAccountOf(storedApiKey())).toBeNull();
    expect(shortAccountOf({ kind: 'signedOut' })).toBeNull();
  });
});
