import { describe, expect, it } from 'vitest';

import type { ActivityEntry } from '../activity.ts';
import { activityActionSchema } from '../activity.ts';
import { activityEntry } from '../testing/activity-entry.ts';
import { outcomeText, toneOf, whatText } from './activity-phrases.ts';

const said = (overrides: Partial<ActivityEntry>) => {
  const entry = activityEntry(overrides);
  return [whatText(entry), outcomeText(entry), toneOf(entry)];
};

describe('an entry in words', () => {
  it.each<[Partial<ActivityEntry>, readonly [string, string | null, string]]>([
    [{}, ['Signed in with ChatGPT', null, 'good']],
    [{ detail: 'api-key' }, ['Signed in with an API key', null, 'good']],
    [
      { outcome: 'refused:forbidden-by-rule', detail: null },
      ['Sign-in', 'Refused: a login rule forbids it', 'attention'],
    ],
    [{ outcome: 'failed:timed-out', detail: null }, ['Sign-in', 'Failed: it took too long', 'bad']],
    [{ outcome: 'offline' }, ['Sign-in', 'No connection', 'attention']],
    [{ action: 'switch-account', detail: null }, ['Account switched', null, 'good']],
    [
      { action: 'add-account', outcome: 'refused:forbidden-by-rule', detail: null },
      ['Saving an account', 'Refused: a login rule forbids it', 'attention'],
    ],
    [
      { action: 'renew-account', detail: null },
      ['Signed in again to a saved account', null, 'good'],
    ],
    [
      { action: 'replace-account', actor: 'other-program', detail: null },
      ['Account replaced', 'Its last sign-in is kept and may no longer work', 'attention'],
    ],
    [{ action: 'sign-out' }, ['Signed out', null, 'good']],
    [{ action: 'sign-out', detail: 'everywhere' }, ['Signed out everywhere', null, 'good']],
    [
      { action: 'sign-out', detail: 'everywhere', outcome: 'partly' },
      ['Signed out on this device', 'Not everything could be reached', 'attention'],
    ],
    [{ action: 'sign-out', outcome: 'nothing' }, ['Sign-out', 'There was nothing to do', 'good']],
    [
      { action: 'sign-out', actor: 'policy', detail: 'forcedWorkspaces' },
      ['Signed out', 'The rule about workspaces forbids it', 'attention'],
    ],
    [
      {
        action: 'sign-out',
        actor: 'policy',
        detail: 'forcedMethod',
        place: 'managedConfig:2:1',
      },
      [
        'Signed out',
        'The rule about ways to sign in forbids it (set in managed_config.toml, line 2, column 1)',
        'attention',
      ],
    ],
    [
      {
        action: 'sign-out',
        actor: 'policy',
        outcome: 'announced',
        detail: 'forcedMethod',
        place: 'userConfig',
      },
      [
        'Sign-out',
        "Required by a login rule; you were warned (set in the user's config.toml)",
        'attention',
      ],
    ],
    [
      { action: 'sign-out', actor: 'policy', outcome: 'announced', detail: 'forcedMethod' },
      ['Sign-out', 'Required by a login rule; you were warned', 'attention'],
    ],
    [
      { action: 'sign-out', outcome: 'confirmed', detail: 'forcedMethod' },
      ['Sign-out', 'You signed out early', 'attention'],
    ],
    [
      { action: 'sign-out', actor: 'policy', outcome: 'withdrawn', detail: 'forcedMethod' },
      ['Sign-out', 'No login rule demands it any more, so that nothing was removed', 'attention'],
    ],
    [
      { action: 'sign-out', actor: 'other-program' },
      ['Signed out', 'Gatehouse did not do it', 'attention'],
    ],
    [
      {
        action: 'sign-out',
        actor: 'other-program',
        detail: 'forcedWorkspaces',
        place: 'managedConfig:2:1',
      },
      [
        'Signed out',
        'The rule about workspaces forbids it (set in managed_config.toml, line 2, column 1); codex exec and the Codex terminal interface remove it when they start',
        'attention',
      ],
    ],
    [
      { action: 'sign-out', actor: 'other-program', detail: 'start', place: 'userConfig' },
      [
        'Signed out',
        "A login rule may have had Codex do it where it was started with another credential (set in the user's config.toml)",
        'attention',
      ],
    ],
    [
      { action: 'restart-codex', detail: null },
      ['Background server of Codex restarted', null, 'good'],
    ],
    [
      { action: 'restart-codex', detail: null, outcome: 'begun' },
      [
        'Restart of the background server of Codex',
        'It was still under way when Gatehouse stopped waiting',
        'attention',
      ],
    ],
    [
      { action: 'restart-codex', detail: null, outcome: 'failed:codex-unknown' },
      [
        'Restart of the background server of Codex',
        'Failed: Gatehouse does not know this version of Codex',
        'bad',
      ],
    ],
    [{ action: 'refresh', detail: null }, ['Token refreshed', null, 'good']],
    [
      { action: 'refresh', detail: null, outcome: 'adopted' },
      ['Token refreshed', 'Already refreshed by another program', 'good'],
    ],
    [
      { action: 'refresh', detail: null, outcome: 'failed:reused' },
      ['Token refresh', 'Failed: the refresh token was already used', 'bad'],
    ],
    [
      { action: 'refresh', detail: null, outcome: 'unsaved' },
      ['Token refresh', 'Received, but not saved yet', 'attention'],
    ],
    [
      { action: 'change', detail: 'record-invalid' },
      ['The stored sign-in changed', 'It cannot be read any more', 'attention'],
    ],
    [{ action: 'change' }, ['The stored sign-in changed', null, 'good']],
    [{ action: 'choose-store', detail: 'file' }, ['Storage set to the file', null, 'good']],
    [{ action: 'move-store', detail: 'keyring' }, ['Sign-in moved to the keyring', null, 'good']],
    [
      { action: 'move-store', detail: 'keyring', outcome: 'refused:managed' },
      ['Move of the sign-in', 'Refused: an administrator has fixed the setting', 'attention'],
    ],
  ])('%j', (overrides, words) => {
    expect(said(overrides)).toEqual(words);
  });

  it.each(activityActionSchema.options)('has words for %s that tell done from tried', (action) => {
    const done = whatText(activityEntry({ action }));
    expect(done).not.toBe('');
    if (action !== 'change') {
      expect(whatText(activityEntry({ action, outcome: 'failed:internal' }))).not.toBe(done);
    }
  });

  it('shows a code that it does not know as it is', () => {
    expect(outcomeText(activityEntry({ outcome: 'failed:from_the_future' }))).toBe(
      'Failed: from_the_future',
    );
    expect(outcomeText(activityEntry({ outcome: 'failed:constructor' }))).toBe(
      'Failed: constructor',
    );
  });
});
