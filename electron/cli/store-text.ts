import type { StoragePlace, StorageReport } from '../../shared/app-state.ts';
import type { KeyringEntry } from '../store/keyring-entries.ts';
import { copiesText } from '../../shared/wording/copies.ts';
import { zonedTime } from '../../shared/wording/local-time.ts';
import { factLines } from './terminal.ts';

/** Where the sign-in is, in words, one line a fact. */
export function storeText(report: StorageReport): string {
  const { active, copies, keptCopies, movableTo } = report;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Setting', settingText(report)],
    ...(active === null ? [] : factsOf(active)),
    ...copies.map((copy) => ['Copy', copyText(copy)] as const),
    ['Copies', copiesText(report)],
    ...keptCopies.map((copy) => ['Kept', `${copy}; what could not be read earlier`] as const),
    ['Remove', keptCopies.length === 0 ? null : 'gatehouse store remove-copies'],
    ...movableTo.map((to) => ['Move', `gatehouse store move ${to}`] as const),
    ['Fixed', report.fixedBecause],
    ['No file', report.noFileBecause],
    ['No keyring', report.noKeyringBecause],
  ];
  return [headline(report), ...factLines(facts)].join('\n');
}

const purposes = {
  signIn: 'sign-in',
  passphrase: 'passphrase of the encrypted file',
  keptSignIns: 'passphrase of the kept sign-ins',
  journal: 'unfinished refresh',
} as const;

/** The entries in the keyring, one a line. */
export function entriesText(entries: readonly KeyringEntry[]): string {
  if (entries.length === 0) return 'The keyring holds no entry for this folder of Codex.';
  const lines = entries.map(({ id, label, purpose, modifiedAt, createdAt, isOneOfSeveral }) => {
    const time = modifiedAt ?? createdAt;
    const changed = time === null ? '' : `, changed ${zonedTime(time)}`;
    const mark = isOneOfSeveral ? '; one of several' : '';
    return `  ${shortId(id)}  ${purposes[purpose]}, "${label}"${changed}${mark}`;
  });
  if (entries.some(({ isOneOfSeveral }) => isOneOfSeveral)) {
    lines.push('Keep the one that counts, and remove the others: gatehouse store remove-entry ID');
  }
  return ['Entries in the keyring', ...lines].join('\n');
}

/** Collection and number, as a Secret Service names its items. */
function shortId(id: string): string {
  return id.split('/').slice(-2).join('/');
}

function headline({ active, mode }: StorageReport): string {
  if (active === null) {
    return mode === 'ephemeral'
      ? 'The sign-in is kept in the memory of the program that made it'
      : 'No sign-in is stored';
  }
  const place = namesOf[active.kind](active.location);
  return active.holds === 'credential'
    ? `The sign-in is kept in ${place}`
    : `The sign-in cannot be read in ${place}`;
}

const namesOf = {
  file: (location: string) => `the file ${location}`,
  keyringItem: (location: string) => location,
  encryptedFile: (location: string) => `the encrypted file ${location}`,
} as const;

function settingText({ mode, source, reason }: StorageReport): string {
  switch (reason) {
    case 'default':
      return `${mode}, by default`;
    case 'setting':
      return source === null ? 'not known' : `${mode}, set in ${source}`;
    case 'managed':
      return `${mode}, set by an administrator in ${source ?? 'the settings'}`;
    case 'fallBack':
      return `${mode}${source === null ? '' : `, set in ${source}`}; the keyring does not hold it, so that the file is used`;
  }
}

function factsOf(place: StoragePlace): readonly (readonly [string, string])[] {
  return [
    ['Written', place.writtenAt === null ? 'not known' : zonedTime(place.writtenAt)],
    ['Protection', protectionNames[place.protection]],
  ];
}

const protectionNames = {
  keyring: 'kept by the keyring of this machine',
  encrypted: 'encrypted, with its passphrase in the keyring',
  userOnly: 'plain text that only you can read',
  readableByOthers: 'plain text that others may read; see "gatehouse store protect"',
  unknown: 'plain text; who may read it cannot be told here',
  noKeyring: 'none, for no keyring is running',
} as const;

function copyText(place: StoragePlace): string {
  const { holds, location, problem, protection, writtenAt } = place;
  if (holds === 'unreadable') return `${location}: ${problem?.message ?? 'it cannot be read'}`;
  const written = writtenAt === null ? '' : `, written ${zonedTime(writtenAt)}`;
  return `${location}${written}; ${protectionNames[protection]}; not in use`;
}
