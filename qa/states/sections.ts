import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { activityFileOf } from '../activity.ts';
import { all, configured, signedInAs, type State } from './state.ts';

/** Lines of the log, an hour apart; the last of them at `now`, in milliseconds since the epoch. */
function entries(count: number, now: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(now - (count - 1 - index) * 3_600_000).toISOString();
    const entry = { v: 1, at, actor: 'background', action: 'refresh', account: null };
    return `${JSON.stringify({ ...entry, outcome: 'done', detail: null })}\n`;
  });
}

/** The other sections of the window. */
export const sections = {
  'activity-empty': {
    title: 'Nothing was done yet',
    reach: ({ click }) => click('nav-activity'),
    shows: [['activity', 'empty']],
  },
  activity: {
    title: 'What was done, by whom',
    prepare: all(
      signedInAs(ada),
      (world) => world.run(['refresh', '--force']),
      (world) => world.run(['logout']),
      (world) => world.run(['login', '--with-api-key'], { stdin: 'sk-test-0123456789abcdef' }),
    ),
    reach: ({ click }) => click('nav-activity'),
    shows: [['activity-row']],
  },
  'activity-long': {
    title: 'More was done than a page of the activity has',
    prepare: all(signedInAs(ada), async ({ desktop }) => {
      const file = activityFileOf(desktop.dataFolder);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, entries(120, Date.now()).join(''));
    }),
    reach: ({ click }) => click('nav-activity'),
    shows: [['activity-more']],
  },
  'activity-removal': {
    title: 'A rule has signed out, in the activity',
    prepare: all(signedInAs(ada), configured('forced_chatgpt_workspace_id = "ws-other"\n')),
    reach: async ({ click }) => {
      await click('removal-confirm');
      await click('nav-activity');
    },
    shows: [['activity-row', 'done', /rule/i]],
  },
  'activity-unreadable': {
    title: 'The activity cannot be read',
    prepare: async ({ desktop }) => {
      const folder = path.join(desktop.dataFolder, 'activity');
      await mkdir(path.join(folder, 'activity.jsonl'), { recursive: true });
      await writeFile(path.join(folder, 'activity.jsonl/file'), '');
    },
    reach: ({ click }) => click('nav-activity'),
    shows: [['activity', 'unreadable']],
  },
  diagnostics: {
    title: 'Diagnostics of a machine where all is well',
    prepare: signedInAs(ada),
    reach: ({ click }) => click('nav-diagnostics'),
    shows: [['diagnostics'], ['summary', 'good']],
  },
  'diagnostics-offline': {
    title: 'Diagnostics while the sign-in service cannot be reached',
    prepare: all(signedInAs(ada), ({ issuer }) => issuer.close()),
    reach: ({ click }) => click('nav-diagnostics'),
    shows: [['diagnostics'], ['summary', 'bad']],
  },
  settings: {
    title: 'Settings',
    reach: ({ click }) => click('nav-settings'),
    shows: [['settings']],
  },
} as const satisfies Readonly<Record<string, State>>;
