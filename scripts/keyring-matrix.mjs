/**
 * What the matrix of docs/stores.md is made of. It is here for the script that writes the table, as
 * well as for the tests in e2e/keyrings, which run it.
 */

/** The services that keep the sign-in, as Debian has them, and the one that is as odd as it is told. */
export const services = /** @type {const} */ (['GNOME Keyring', 'KeePassXC', 'KWallet', 'odd']);

/** The ways to keep a sign-in with a keyring, as e2e/fixtures/stores.ts names them. */
export const variants = /** @type {const} */ ([
  'keyring',
  'keyring with the encrypted file',
  'auto',
  'auto with the encrypted file',
]);

export const states = /** @type {const} */ ([
  'unlocked',
  'locked',
  'prompt dismissed',
  'prompt unanswered',
  'slow by 3 s',
  'slow by 20 s',
  'vanishing in mid-save',
  'no default collection',
  'duplicates',
  'refused session',
]);

export const operations = /** @type {const} */ ([
  'sign in by key',
  'sign in by device',
  'status',
  'refresh in turns',
  'move to the file',
  'move to the keyring',
  'sign out',
]);

/** What goes wrong, and must not anywhere. */
export const wrongs = /** @type {const} */ ([
  'lost tokens',
  'false "not signed in"',
  'false "signed out"',
  'plain copy',
  'hang',
  'raw text',
  'misnamed',
  'refused without need',
]);

/**
 * @typedef {typeof services[number]} ServiceName
 * @typedef {typeof states[number]} State
 * @typedef {typeof operations[number]} Operation
 * @typedef {typeof wrongs[number]} Wrong
 */

/**
 * One cell of the matrix.
 * @typedef {object} CellResult
 * @property {ServiceName} service
 * @property {string} variant of the store
 * @property {State} state
 * @property {Operation} operation
 * @property {'done' | 'told'} end whether it was done, or refused with a reason
 * @property {readonly Wrong[]} wrongs
 * @property {string} remark exit code, seconds and what was said, without any secret
 */

/** How cells travel in the report of Playwright. */
export const cellAnnotation = 'keyring-cell';

const noMoment = 'nothing tells from outside when it saves';

/** @type {Readonly<Record<ServiceName, Partial<Record<State, string>>>>} */
const notShown = {
  'GNOME Keyring': {
    'prompt dismissed': 'its prompt is a program of the desktop, which is not there',
    'prompt unanswered': 'its prompt is a program of the desktop, which is not there',
    'refused session': 'it refuses none',
  },
  KeePassXC: {
    'prompt dismissed': 'nobody is there to press the button of its window',
    locked: 'it asks by a window: see "prompt unanswered"',
    'no default collection': 'a database that is open is the default one',
    'refused session': 'it refuses none',
  },
  KWallet: {
    'prompt dismissed': 'nobody is there to press the button of its window',
    locked: 'it asks by a window: see "prompt unanswered"',
    'no default collection': 'its first wallet is the default one',
    'vanishing in mid-save': 'what it has saved is on disk some seconds later only',
    'refused session': 'by chance alone, with one key of 255: see the odd service',
    duplicates: 'it keeps one item of a name',
  },
  odd: {},
};

/**
 * Why a service cannot show a state with an operation; null where it can.
 * @param {ServiceName} service
 * @param {State} state
 * @param {Operation} operation
 */
export function whyNotShown(service, state, operation) {
  const reason = notShown[service][state];
  if (reason !== undefined) return reason;
  const isSeen = operation === 'refresh in turns' || operation === 'sign in by device';
  if (service !== 'odd' && state === 'vanishing in mid-save' && !isSeen) return noMoment;
  return null;
}
