import { describe, expect, it } from 'vitest';

import type { AuthRecord } from '../auth/auth-record.ts';
import type { StoredCredential, StoreMode } from '../auth/credential-store.ts';
import {
  ada,
  apiKeyRecord,
  chatgptRecord,
  grace,
  otherDocuments,
  present,
  recordOf,
} from '../testing/credentials.ts';
import { parseSwitch, serializeSwitch, type SwitchJournal } from './switch-journal.ts';
import { endOfSwitch, isOfParty, partyOf, type SwitchEnd } from './switch-recovery.ts';

const idOfOutgoing = '0123456789ab';
const idOfIncoming = 'ba9876543210';

const chatgpt = (person = ada, refresh = 'refresh-1') =>
  chatgptRecord({ person, tokens: { refresh_token: refresh } });
const token = (text: string) => recordOf({ OPENAI_API_KEY: null, personal_access_token: text });
const bedrock = recordOf(otherDocuments.bedrockApiKey);

interface Kind {
  readonly held: AuthRecord;
  /** The same account, refreshed or signed in again; null where a key is its own account. */
  readonly later: AuthRecord | null;
}

const outgoing: Readonly<Record<string, Kind>> = {
  'a ChatGPT sign-in': { held: chatgpt(), later: chatgpt(ada, 'refresh-2') },
  'an API key': { held: apiKeyRecord('sk-ada'), later: null },
  'a personal access token': { held: token('at-ada'), later: null },
  'keys of Amazon Bedrock': { held: bedrock, later: null },
};

const incoming: Readonly<Record<string, Kind>> = {
  'a ChatGPT sign-in': {
    held: chatgpt(grace, 'refresh-of-grace'),
    later: chatgpt(grace, 'refresh-of-grace-2'),
  },
  'a colleague of the same workspace': {
    held: chatgpt({ ...grace, workspaceId: 'ws-ada' }, 'refresh-of-grace'),
    later: chatgpt({ ...grace, workspaceId: 'ws-ada' }, 'refresh-of-grace-2'),
  },
  'the same person in another workspace': {
    held: chatgpt({ ...ada, workspaceId: 'ws-2' }, 'refresh-of-ws-2'),
    later: chatgpt({ ...ada, workspaceId: 'ws-2' }, 'refresh-of-ws-2-2'),
  },
  'an API key': { held: apiKeyRecord('sk-grace'), later: null },
  'a personal access token': { held: token('at-grace'), later: null },
};

const third = chatgpt({ ...grace, userId: 'user-kate', workspaceId: 'ws-kate' }, 'refresh-of-kate');
const unreadable: StoredCredential = {
  kind: 'unreadable',
  reason: 'keyring-locked',
  message: 'The keyring is locked.',
};
const invalid: StoredCredential = { kind: 'invalid', message: 'it is not valid JSON' };

const modes: readonly StoreMode[] = ['file', 'keyring', 'auto'];
const pairs = modes.flatMap((mode) =>
  Object.keys(outgoing).flatMap((from) => Object.keys(incoming).map((to) => ({ mode, from, to }))),
);

/** A record as the store of this mode would find it. */
function storedIn(mode: StoreMode, record: AuthRecord): StoredCredential {
  return { kind: 'present', record, source: mode === 'file' ? 'file' : 'keyring' };
}

/** A journal that was written to disk and read again. */
function journalOf(mode: StoreMode, from: StoredCredential, to: AuthRecord): SwitchJournal {
  const read = parseSwitch(
    serializeSwitch({
      version: 1,
      home: '/home/ada/.codex',
      mode,
      outgoing: partyOf(from, from.kind === 'present' ? idOfOutgoing : null),
      incoming: partyOf(storedIn(mode, to), idOfIncoming),
      startedAt: 1,
    }),
  );
  if (read === 'unknown') throw new TypeError('a journal can be read');
  return read;
}

describe.each(pairs)('a switch in mode $mode from $from to $to', ({ mode, from, to }) => {
  const [before, after] = [outgoing[from], incoming[to]];
  if (before === undefined || after === undefined) throw new TypeError('both are in the tables');
  const journal = journalOf(mode, storedIn(mode, before.held), after.held);

  const cases: [string, StoredCredential, SwitchEnd][] = [
    ['what it held', storedIn(mode, before.held), 'notSwitched'],
    ['the account that was asked for', storedIn(mode, after.held), 'switched'],
    ['a third account', storedIn(mode, third), 'neither'],
    ['a third key', storedIn(mode, apiKeyRecord('sk-third')), 'neither'],
    ['nothing', { kind: 'absent' }, 'neither'],
    ['something that cannot be read', unreadable, 'unknown'],
    ['something that is no record', invalid, 'unknown'],
  ];
  if (before.later !== null) {
    const found = storedIn(mode, before.later);
    cases.push(['a later token of that person and workspace', found, 'notSwitched']);
  }
  if (after.later !== null) {
    cases.push(['that account, refreshed since', storedIn(mode, after.later), 'switched']);
  }
  it.each(cases)('where the home holds %s', (_, found, expected) => {
    expect(endOfSwitch(journal, found)).toBe(expected);
  });

  it('names no secret in its journal', () => {
    const text = serializeSwitch(journal);
    expect(text).not.toMatch(/refresh|sk-|at-|eyJ|bedrock-secret/);
  });
});

describe('a switch from', () => {
  const to = chatgpt(grace, 'refresh-of-grace');

  it.each<[string, StoredCredential, SwitchEnd]>([
    ['nothing', { kind: 'absent' }, 'notSwitched'],
    ['the account that was asked for', present(to), 'switched'],
    ['a third one', present(third), 'neither'],
  ])('nothing at all, where the home holds %s', (_, found, expected) => {
    expect(endOfSwitch(journalOf('file', { kind: 'absent' }, to), found)).toBe(expected);
  });

  it.each<[string, StoredCredential, SwitchEnd]>([
    ['still no record', invalid, 'notSwitched'],
    ['the account that was asked for', present(to), 'switched'],
    ['nothing', { kind: 'absent' }, 'neither'],
    ['something that cannot be read', unreadable, 'unknown'],
  ])('what was no record, where the home holds %s', (_, found, expected) => {
    expect(endOfSwitch(journalOf('file', invalid, to), found)).toBe(expected);
  });

  it('a sign-in of nobody known, refreshed since, is neither', () => {
    const nobody = { email: null, plan: null, userId: null, workspaceId: null };
    const journal = journalOf('file', present(chatgpt(nobody)), to);
    expect(endOfSwitch(journal, present(chatgpt(nobody)))).toBe('notSwitched');
    expect(endOfSwitch(journal, present(chatgpt(nobody, 'refresh-2')))).toBe('neither');
  });

  it('one sign-in to another of the same account is told apart by what is there exactly', () => {
    const [one, other] = [chatgpt(ada, 'refresh-1'), chatgpt(ada, 'refresh-of-another')];
    const journal = journalOf('file', present(one), other);
    expect(endOfSwitch(journal, present(one))).toBe('notSwitched');
    expect(endOfSwitch(journal, present(other))).toBe('switched');
  });
});

describe('a left-over of a switch', () => {
  const party = partyOf(present(chatgpt()), idOfOutgoing);
  it.each([
    ['the record itself', chatgpt(), true],
    ['what redeems the same', chatgptRecord({ members: { added: true } }), true],
    ['a later token of the account, which another program saved', chatgpt(ada, 'refresh-2'), false],
    ['another account', chatgpt(grace, 'refresh-of-grace'), false],
  ])('is %s', (_, record, expected) => {
    expect(isOfParty(party, record)).toBe(expected);
  });

  it('is nothing where nothing was in use', () => {
    expect(isOfParty(partyOf({ kind: 'absent' }, null), chatgpt())).toBe(false);
  });
});

describe('the journal of a switch', () => {
  const text = serializeSwitch(journalOf('file', present(chatgpt()), chatgpt(grace)));

  it('keeps members that this version does not know', () => {
    const tomorrow = JSON.stringify({ ...(JSON.parse(text) as object), from_tomorrow: 1 });
    expect(parseSwitch(tomorrow)).toMatchObject({ from_tomorrow: 1 });
  });

  it.each([
    ['empty', ''],
    ['cut off', text.slice(0, -5)],
    ['a newer version', text.replace('"version": 1', '"version": 2')],
    ['a mode that it does not know', text.replace('"file"', '"cloud"')],
    ['an id that is none', text.replace(idOfIncoming, '../../auth')],
  ])('is unknown where it is %s', (_, damaged) => {
    expect(parseSwitch(damaged)).toBe('unknown');
  });
});
