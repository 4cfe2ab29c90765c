import { describe, expect, it, vi } from 'vitest';

import { everything } from '../../shared/activity.ts';
import { Activity } from '../activity/activity.ts';
import { activityEntry } from '../../shared/testing/activity-entry.ts';
import { testNow } from '../testing/credentials.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { activityRequests } from './activity-requests.ts';

/** Two entries are recorded, and the person chooses this file. */
function requests(file: string | null, writeFile = vi.fn(() => Promise.resolve())) {
  const log = memoryActivity();
  log.record(activityEntry({ action: 'sign-in' }));
  log.record(activityEntry({ action: 'sign-out' }));
  const chooseFile = vi.fn(() => Promise.resolve(file));
  const now = () => testNow;
  const activity = new Activity({ log, now, person: 'user' });
  return {
    asked: activityRequests({
      activity,
      exporting: { chooseFile, writeFile },
      now,
      userHome: '/home/ada',
    }),
    chooseFile,
    writeFile,
  };
}

it('reads as much as is asked for', async () => {
  const { asked } = requests(null);
  expect((await asked.read(1)).entries).toMatchObject([{ action: 'sign-out' }]);
});

it('is read and exported only as what it is where it cannot be read whole', async () => {
  const unreadable = '/home/ada/x/activity.1.jsonl cannot be read: permission is denied.';
  const writeFile = vi.fn(() => Promise.resolve());
  const asked = activityRequests({
    activity: { read: () => Promise.resolve({ entries: [], skipped: 0, unreadable }) },
    exporting: {
      chooseFile: () => Promise.resolve('/tmp/a.csv'),
      writeFile,
    },
    now: () => testNow,
    userHome: '/home/ada',
  });
  const message = '~/x/activity.1.jsonl cannot be read: permission is denied.';
  expect(await asked.read(1)).toMatchObject({ entries: [], unreadable: message });
  await expect(asked.export(everything, [])).rejects.toMatchObject({
    code: 'file-unreadable',
    message,
  });
  expect(writeFile).not.toHaveBeenCalled();
});

describe('an export', () => {
  it('suggests a name with the day in it', async () => {
    const { asked, chooseFile } = requests(null);
    await asked.export(everything, []);
    expect(chooseFile).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'gatehouse-activity-2026-01-22.jsonl' }),
    );
  });

  it('writes nothing where the person changes their mind', async () => {
    const { asked, writeFile } = requests(null);
    expect(await asked.export(everything, [])).toBe('cancelled');
    expect(writeFile).not.toHaveBeenCalled();
  });

  it.each([
    ['/tmp/a.csv', /sign-in,done[^]*sign-out,done/],
    ['/tmp/a.CSV', /sign-in,done[^]*sign-out,done/],
    ['/tmp/a.jsonl', /"sign-in"[^]*\n[^]*"sign-out"/],
    ['/tmp/a', /"sign-in"[^]*\n[^]*"sign-out"/],
  ])('to %s writes all, oldest first, without ids', async (file, text) => {
    const { asked, writeFile } = requests(file);
    expect(await asked.export(everything, [])).toBe('saved');
    expect(writeFile).toHaveBeenCalledWith(file, expect.stringMatching(text));
    expect(writeFile).not.toHaveBeenCalledWith(file, expect.stringContaining('ws-1'));
  });

  it('writes what fits, as the page that asks shows it', async () => {
    const { asked, writeFile } = requests('/tmp/a.csv');
    expect(await asked.export({ actor: 'user', text: 'signed out' }, [])).toBe('saved');
    expect(writeFile).toHaveBeenCalledWith('/tmp/a.csv', expect.stringContaining('sign-out,done'));
    expect(writeFile).not.toHaveBeenCalledWith('/tmp/a.csv', expect.stringContaining('sign-in'));
  });

  it('that cannot be written says where', async () => {
    const { asked } = requests('/mnt/full/a.csv', vi.fn().mockRejectedValue(new Error('ENOSPC')));
    await expect(asked.export(everything, [])).rejects.toMatchObject({
      code: 'file-unwritable',
      message: 'The export could not be written to /mnt/full/a.csv.',
    });
  });
});
