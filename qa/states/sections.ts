import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { all, signedInAs, type State } from './state.ts';

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
