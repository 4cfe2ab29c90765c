import { describe, expect, it, vi } from 'vitest';

import type { AuthRecord } from '../auth/auth-record.ts';
import { StoreError, type StoredCredential } from '../auth/credential-store.ts';
import { sameContent } from '../auth/meant-credential.ts';
import { noJournal } from '../auth/refresh-journal.ts';
import { apiKeyRecord, chatgptRecord, grace } from '../testing/credentials.ts';
import type { CredentialPlace } from '../store/locations/credential-location.ts';
import { moveCredential, stepsOfMove, type MoveParts, type MoveStep } from './move.ts';
import { removeContent } from '../testing/removals.ts';

const record = chatgptRecord();
const refreshed = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
const ofGrace = chatgptRecord({ person: grace });

interface FakePlace extends CredentialPlace {
  content: StoredCredential;
  record(): AuthRecord | null;
}

function holding(content: AuthRecord | null): StoredCredential {
  return content === null
    ? { kind: 'absent' }
    : { kind: 'present', record: content, source: 'file' };
}

function place(location: string, content: AuthRecord | null): FakePlace {
  const self: FakePlace = {
    kind: 'file',
    location,
    content: holding(content),
    record: () => (self.content.kind === 'present' ? self.content.record : null),
    load: () => Promise.resolve(self.content),
    prepare: () => Promise.resolve(),
    tryPut: () => Promise.resolve(),
    stillHolds: (seen) => Promise.resolve(sameContent(self.content, seen)),
    put: (next, seen) => {
      const found = self.content;
      if (!sameContent(found, seen)) return Promise.resolve({ kind: 'changed', found });
      self.content = holding(next);
      return Promise.resolve({ kind: 'put' });
    },
    canPut: () => Promise.resolve(),
    canRemove: () => Promise.resolve(),
    remove() {
      const was = self.content;
      self.content = { kind: 'absent' };
      return Promise.resolve(was.kind === 'absent' ? was : { kind: 'removed', was });
    },
    journal: noJournal,
    keepCopy: () => Promise.resolve('/kept'),
    keptCopies: () => Promise.resolve([]),
    removeKeptCopy: () => Promise.resolve(),
  };
  return self;
}

/** A move from "old" to "new"; `at` runs after a step was done. */
function world(
  old: AuthRecord | null,
  fresh: AuthRecord | null = null,
  at: Partial<Record<MoveStep, () => void>> = {},
) {
  const from = place('the old place', old);
  const to = place('the new place', fresh);
  const steps: MoveStep[] = [];
  const setting = { current: 'old' };
  const parts: MoveParts = {
    from,
    to,
    byHand: 'Or put setting = "new" into /c/config.toml.',
    switchSetting() {
      setting.current = 'new';
      return Promise.resolve({
        undo: () => Promise.resolve(void (setting.current = 'old')),
      });
    },
    isChosen: () => Promise.resolve(setting.current === 'new'),
    onStep(step) {
      steps.push(step);
      at[step]?.();
    },
  };
  return { from, to, steps, setting, parts };
}

const full = new StoreError('unwritable', 'The disk is full.');

describe('a move', () => {
  it('writes, switches and removes, in this order', async () => {
    const { from, to, steps, setting, parts } = world(record);
    expect(await moveCredential(parts)).toEqual({ moved: true, leftOver: null });
    expect(steps).toEqual(['write', 'switch', 'confirm', 'catchUp', 'remove']);
    expect([from.record(), to.record(), setting.current]).toEqual([null, record, 'new']);
  });

  it('switches the setting alone where nobody is signed in, or it is there already', async () => {
    expect(stepsOfMove('absent', false)).toEqual(['switch', 'confirm']);
    expect(stepsOfMove('present', true)).toEqual(['switch', 'confirm']);
    const { setting, parts } = world(null);
    expect(await moveCredential(parts)).toEqual({ moved: false, leftOver: null });
    expect(setting.current).toBe('new');
  });

  it('keeps beside it what the new place held and nobody can read', async () => {
    const { to, parts } = world(record);
    to.content = { kind: 'invalid', message: 'it is not valid JSON' };
    const keepCopy = vi.spyOn(to, 'keepCopy');
    await moveCredential(parts);
    expect(keepCopy).toHaveBeenCalledOnce();
    expect(to.record()).toEqual(record);
  });
});

describe('another program', () => {
  it('that refreshes in the old place meanwhile is followed', async () => {
    const { from, to, parts } = world(record, null, {
      confirm: () => (from.content = holding(refreshed)),
    });
    expect(await moveCredential(parts)).toEqual({ moved: true, leftOver: null });
    expect([from.record(), to.record()]).toEqual([null, refreshed]);
  });

  it('that never stops is given up on, and all is as it was', async () => {
    let round = 0;
    const { from, to, setting, parts } = world(record);
    from.load = () => {
      round += 1;
      return Promise.resolve(
        holding(chatgptRecord({ tokens: { refresh_token: `refresh-${round}` } })),
      );
    };
    await expect(moveCredential(parts)).rejects.toThrow('keeps being changed');
    expect([to.record(), setting.current]).toEqual([null, 'old']);
  });

  it('that signs in at the new place is not overwritten, and the old copy is told', async () => {
    const { from, to, parts } = world(record, null, {
      confirm: () => {
        to.content = holding(ofGrace);
        from.content = holding(refreshed);
      },
    });
    const { leftOver } = await moveCredential(parts);
    expect(leftOver).toContain('the old place');
    expect([from.record(), to.record()]).toEqual([refreshed, ofGrace]);
  });

  it('that refreshes at the last moment keeps its copy', async () => {
    const { from, to, parts } = world(record, null, {
      catchUp: () => (from.content = holding(refreshed)),
    });
    const { leftOver } = await moveCredential(parts);
    expect(leftOver).toContain('the old place');
    expect([from.record(), to.record()]).toEqual([refreshed, record]);
  });
});

describe('a move that fails', () => {
  it.each([
    ['keyring-locked', /^Nothing was moved: the sign-in is in the keyring\. What helps\.$/],
    ['keyring-timed-out', /What helps\.$/],
    ['keyring-several-items', /What helps\.$/],
    [
      'keyring-unavailable',
      /Start the keyring .* Or put setting = "new" into \/c\/config\.toml\.$/,
    ],
  ] as const)('because of the keyring (%s) says what can be done', async (reason, advice) => {
    const { from, setting, parts } = world(record);
    from.content = { kind: 'unreadable', reason, message: 'What helps.' };
    const refused = moveCredential(parts);
    await expect(refused).rejects.toMatchObject({ code: reason });
    await expect(refused).rejects.toThrow(/^Nothing was moved/);
    await expect(refused).rejects.toThrow(advice);
    expect(setting.current).toBe('old');
  });

  it.each([
    ['old', { kind: 'unreadable', reason: 'keyring-locked', message: 'locked' }, 'keyring-locked'],
    ['old', { kind: 'invalid', message: 'it is empty' }, 'unreadable'],
    [
      'new',
      { kind: 'unreadable', reason: 'keyring-unavailable', message: 'none' },
      'keyring-unavailable',
    ],
    ['new', { kind: 'unreadable', reason: 'denied', message: 'no right' }, 'unreadable'],
  ] as const)('over an unreadable %s place (%j) changes nothing', async (which, content, code) => {
    const { from, to, setting, parts } = world(record);
    const put = vi.spyOn(to, 'put');
    if (which === 'old') from.content = content;
    else to.content = content;
    await expect(moveCredential(parts)).rejects.toMatchObject({ name: 'StoreError', code });
    expect(put).not.toHaveBeenCalled();
    expect(setting.current).toBe('old');
  });

  it.each([
    ['keyring-locked', 'keyring-locked'],
    ['keyring-unavailable', 'keyring-unavailable'],
    ['denied', 'unreadable'],
  ] as const)(
    'to a place that does not answer (%s) switches nothing with nobody signed in',
    async (reason, code) => {
      const { to, setting, parts } = world(null);
      to.content = { kind: 'unreadable', reason, message: 'no answer' };
      await expect(moveCredential(parts)).rejects.toMatchObject({ name: 'StoreError', code });
      expect(setting.current).toBe('old');
    },
  );

  it('within a keyring that does not answer advises no setting that is there already', async () => {
    const { from, parts } = world(record);
    from.content = { kind: 'unreadable', reason: 'keyring-unavailable', message: 'no answer' };
    await expect(moveCredential({ ...parts, to: from })).rejects.toThrow(/and try again\.$/);
  });

  it('because the new place cannot be written, changes nothing', async () => {
    const { from, to, setting, parts } = world(record, ofGrace);
    to.put = () => Promise.reject(full);
    await expect(moveCredential(parts)).rejects.toBe(full);
    expect([from.record(), to.record(), setting.current]).toEqual([record, ofGrace, 'old']);
  });

  it('because the new place keeps something else, switches nothing', async () => {
    const { from, to, setting, parts } = world(record);
    to.put = () => {
      to.content = { kind: 'invalid', message: 'it is cut off' };
      return Promise.resolve({ kind: 'put' });
    };
    await expect(moveCredential(parts)).rejects.toThrow('did not keep');
    expect([from.record(), to.content.kind, setting.current]).toEqual([record, 'absent', 'old']);
  });

  it('because the setting cannot be switched, puts back what the new place held', async () => {
    const { from, to, parts } = world(record, ofGrace);
    await expect(
      moveCredential({ ...parts, switchSetting: () => Promise.reject(full) }),
    ).rejects.toBe(full);
    expect([from.record(), to.record()]).toEqual([record, ofGrace]);
  });

  it('because a stronger setting decides, puts everything back', async () => {
    const { from, to, setting, parts } = world(record);
    await expect(
      moveCredential({ ...parts, isChosen: () => Promise.resolve(false) }),
    ).rejects.toMatchObject({ code: 'unwritable' });
    expect([from.record(), to.record(), setting.current]).toEqual([record, null, 'old']);
  });

  it('while it follows another program, leaves the newest record where the setting looks', async () => {
    const { from, to, setting, parts } = world(record, null, {
      confirm: () => {
        from.content = holding(refreshed);
        to.put = () => Promise.reject(full);
      },
    });
    await expect(moveCredential(parts)).rejects.toBe(full);
    expect([from.record(), setting.current]).toEqual([refreshed, 'old']);
  });

  it('keeps the new copy where the old one has gone meanwhile', async () => {
    const { to, parts, from } = world(record, null, {
      switch: () => void removeContent(from),
    });
    await expect(
      moveCredential({ ...parts, isChosen: () => Promise.resolve(false) }),
    ).rejects.toThrow(StoreError);
    expect(to.record()).toEqual(record);
  });

  it('to remove the old copy is a move, with a copy left', async () => {
    const { from, to, setting, parts } = world(apiKeyRecord());
    from.remove = () => Promise.reject(full);
    const { moved, leftOver } = await moveCredential(parts);
    expect(moved).toBe(true);
    expect(leftOver).toContain('The disk is full.');
    expect([to.record(), setting.current]).toEqual([apiKeyRecord(), 'new']);
  });
});
