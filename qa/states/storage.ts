import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { documentOfTomorrow } from '../../electron/testing/credentials.ts';
import { chatgptRecord } from '../records.ts';
import { recordItem, setting } from '../stored-in-keyring.ts';
import type { World } from '../world.ts';
import { all, configured, signedInAs, type State } from './state.ts';

const keyring = { needs: ['keyring'], world: { keyring: true } } as const;

/** A ChatGPT sign-in in the keyring, as Codex keeps it there. */
const storedInKeyring = async (world: World): Promise<void> => {
  await world.home.configure(setting('keyring'));
  const record = await chatgptRecord(world.issuer, ada);
  await keyringOf(world).store(await recordItem(world.home), JSON.stringify(record));
};

function keyringOf({ keyring: service }: World): NonNullable<World['keyring']> {
  if (service === null) throw new Error('This world has no keyring: see WorldOptions.');
  return service;
}

/** Where the sign-in is kept, and what can be wrong with that. */
export const storage = {
  keyring: {
    title: 'The sign-in is in the keyring',
    ...keyring,
    prepare: storedInKeyring,
    shows: [
      ['account-state', 'signedIn'],
      ['storage-place', 'keyringItem'],
    ],
  },
  'keyring-locked': {
    title: 'The keyring is locked, and nobody unlocks it',
    ...keyring,
    prepare: all(storedInKeyring, (world) => keyringOf(world).lock()),
    shows: [
      ['view', 'unusable'],
      ['account-problem', 'keyring-prompt-dismissed'],
    ],
  },
  'keyring-gone': {
    title: 'The keyring has ended',
    ...keyring,
    prepare: all(storedInKeyring, (world) => keyringOf(world).crash()),
    shows: [
      ['view', 'unusable'],
      ['account-problem', 'keyring-unavailable'],
      ['storage-place', 'keyringItem'],
    ],
  },
  'keyring-missing': {
    title: 'A keyring is asked for where there is none',
    prepare: configured(setting('keyring')),
    shows: [['view', 'unusable'], ['account-problem', 'keyring-unavailable'], ['store-in-file']],
  },
  'keyring-required': {
    title: 'A rule asks for a keyring where there is none',
    needs: ['machine files'],
    world: { machineFiles: { 'requirements.toml': setting('keyring') } },
    shows: [
      ['view', 'unusable'],
      ['account-problem', 'keyring-unavailable', /An administrator sets/],
    ],
  },
  'stale-copy': {
    title: 'In a file, with an older copy in the keyring',
    ...keyring,
    prepare: all(storedInKeyring, configured(setting('file')), signedInAs(ada)),
    reach: async ({ click, find }) => {
      await find('storage').getByRole('button').first().click();
      await click('storage-look');
    },
    shows: [['storage-remove-copy']],
  },
  'readable-by-others': {
    title: 'Other users can read the sign-in',
    prepare: all(signedInAs(ada), ({ home }) => chmod(home.authFile, 0o644)),
    shows: [['notice', 'store-exposed']],
  },
  'damaged-record': {
    title: 'What is stored is damaged',
    prepare: (world) => world.store('{"tokens": {'),
    shows: [['account-problem', 'record-invalid']],
  },
  'unknown-record': {
    title: 'What is stored is of a kind that is not known yet',
    prepare: (world) => world.store(documentOfTomorrow),
    shows: [['account-problem', 'mode-unsupported']],
  },
  'kept-copies': {
    title: 'Copies are kept of what could not be read',
    prepare: all(signedInAs(ada), ({ home }) =>
      writeFile(path.join(home.folder, 'auth.json.kept-20260122T164843.123Z'), '{"to'),
    ),
    reach: ({ find }) => find('storage').getByRole('button').first().click(),
    shows: [['storage-remove-kept-copies']],
  },
  'kept-sign-in': {
    title: 'A sign-in is kept that another one took the place of',
    prepare: all(signedInAs(ada), (world) =>
      world.run(['login', '--with-api-key'], { stdin: 'sk-test-0123456789abcdef' }),
    ),
    shows: [['kept-sign-in', 'usable']],
  },
  'kept-unreadable': {
    title: 'Sign-ins are kept that cannot be read',
    prepare: async (world) => {
      const folder = path.join(world.home.folder, 'kept-sign-ins');
      await mkdir(folder, { mode: 0o700 });
      await writeFile(path.join(folder, 'future.json'), '{"version":2}', { mode: 0o600 });
      await writeFile(path.join(folder, 'damaged.json'), '{"version":', { mode: 0o600 });
    },
    shows: [
      ['kept-sign-in', 'newer'],
      ['kept-sign-in', 'unreadable'],
    ],
  },
} as const satisfies Readonly<Record<string, State>>;
