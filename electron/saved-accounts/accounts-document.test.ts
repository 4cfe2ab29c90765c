import { describe, expect, it } from 'vitest';

import { parseAccounts, serializeAccounts, type AccountEntry } from './accounts-document.ts';
import { noAccounts } from './no-accounts.ts';

const digest = 'a'.repeat(64);

const entry: AccountEntry = {
  id: '0123456789ab',
  kind: 'chatgpt',
  label: 'Work',
  email: 'ada@example.com',
  userId: 'user-ada',
  workspaceId: 'ws-ada',
  workspaceName: null,
  planRaw: 'pro',
  secretDigest: digest,
  file: 'sealed',
  homes: [{ path: '/home/ada/.codex', secretDigest: digest, isOwn: false }],
  health: { kind: 'maySpent', reason: 'replaced', at: 1 },
  addedAt: 1,
  lastUsedAt: null,
};
const document = { ...noAccounts, recipient: 'age1abc', accounts: [entry] };
const text = serializeAccounts(document);

/** The text with something else in it. */
function changed(changes: object, ofEntry: object = {}): string {
  return JSON.stringify({ ...document, accounts: [{ ...entry, ...ofEntry }], ...changes });
}

describe('the list of accounts', () => {
  it('is read as it was written', () => {
    expect(parseAccounts(text)).toEqual({ kind: 'known', document });
  });

  it('keeps members that this version does not know, of list, account and home', () => {
    const [home] = entry.homes;
    const tomorrow = {
      ...document,
      from_tomorrow: [1],
      accounts: [
        { ...entry, from_tomorrow: { deep: true }, homes: [{ ...home, from_tomorrow: 'x' }] },
      ],
    };
    const read = parseAccounts(JSON.stringify(tomorrow));
    if (read.kind !== 'known') throw new TypeError('it is known');
    expect(JSON.parse(serializeAccounts(read.document))).toEqual(tomorrow);
  });

  it('of a newer version is that, whatever else is in it', () => {
    expect(parseAccounts('{"version":2,"accounts":"elsewhere"}')).toEqual({ kind: 'newer' });
    expect(parseAccounts('{"version":1.5}')).toEqual({ kind: 'newer' });
  });

  it.each([
    ['empty', ''],
    ['cut off', text.slice(0, -10)],
    ['no object', '[]'],
    ['without a version', changed({ version: undefined })],
    ['of a version that never was', changed({ version: 0 })],
    ['with a recipient of another kind', changed({ recipient: 'ssh-ed25519 AAAA' })],
    ['with an id that could be a path', changed({}, { id: '../../auth' })],
    ['with a digest that is none', changed({}, { secretDigest: 'abc' })],
    ['with a state that it does not know', changed({}, { health: { kind: 'odd' } })],
    [
      'with a reason that it does not know',
      changed({}, { health: { ...entry.health, reason: '' } }),
    ],
    ['with a time that is none', changed({}, { addedAt: -1 })],
    ['with a name that is too long', changed({}, { label: 'x'.repeat(201) })],
  ])('is damaged where it is %s', (_, damaged) => {
    expect(parseAccounts(damaged)).toEqual({ kind: 'damaged' });
  });

  it('is empty at first, to be sealed, and without a key', () => {
    expect(noAccounts).toEqual({ version: 1, recipient: null, protection: 'sealed', accounts: [] });
  });
});
