import type {
  AppState,
  KeyringEntryView,
  StoragePlace,
  StorageReport,
} from '../../shared/app-state.ts';
import { momentText } from './account-phrases.ts';

export type PlaceKind = StoragePlace['kind'];
export type StorePlace = StorageReport['movableTo'][number];

export interface StorageSummary {
  readonly line: string;
  /** Whether others can read the place, so that the line is a warning. */
  readonly isExposed: boolean;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** What kind of place it is. A file is never called a keyring. */
export function placeName(kind: PlaceKind): string {
  const names: Readonly<Record<PlaceKind, string>> = {
    file: 'File',
    keyringItem: 'Keyring',
    encryptedFile: 'Encrypted file',
  };
  return names[kind];
}

/** Who can read what is in a place. */
export function protectionText({ protection, kind }: StoragePlace): string {
  const texts: Readonly<Record<StoragePlace['protection'], string>> = {
    readableByOthers: 'Not encrypted; other users of this computer may read it.',
    userOnly: 'Not encrypted; only your user account can read it.',
    unknown: 'Not encrypted; Gatehouse cannot tell who may read it here.',
    encrypted: 'Its passphrase is in the keyring of this machine.',
    keyring: 'Protected by the keyring.',
    noKeyring:
      kind === 'encryptedFile'
        ? 'Encrypted; its passphrase is in a keyring, and none is running.'
        : 'None: no keyring is running on this machine.',
  };
  return texts[protection];
}

/** Why the credential is kept where it is; null where that is not known. */
export function reasonText({ reason, source, mode }: StorageReport): string | null {
  switch (reason) {
    case 'default':
      return 'Default location.';
    case 'setting':
      return source === null ? null : `Set in ${source}.`;
    case 'managed':
      return source === null
        ? 'Set by your organisation.'
        : `Set by your organisation in ${source}.`;
    case 'fallBack': {
      const setting = source === null ? `The setting "${mode}"` : `"${mode}", set in ${source},`;
      return `${setting} asks for the keyring first, which does not hold it or does not answer.`;
    }
  }
}

/** Whether a location is a path: from the root, a drive, a server or `~`. */
export function isPath(location: string): boolean {
  return /^(~?\/|~\\|[A-Za-z]:[\\/]|\\\\)/.test(location);
}

/** Where the credential is kept, in words. `now` is in milliseconds since the epoch. */
export function storageSummary(
  { account, store }: Pick<AppState, 'account' | 'store'>,
  now: number,
  locale: string,
): StorageSummary {
  const { report } = store;
  if (account.kind === 'unusable' && account.problem.code === 'store-unknown') {
    return plain('It is not known where it is kept');
  }
  const why: FactOrNone = ['Reason', report === null ? null : reasonText(report)];
  if ((report?.mode ?? store.mode) === 'ephemeral') {
    const text = 'Other programs do not see it.';
    return plain('Memory of Gatehouse, gone when it quits', ['Protection', text], why);
  }
  if (report?.active) return placeSummary(report.active, why, now, locale);
  if (account.kind === 'signedOut') {
    return plain('Nothing is stored', ['New sign-ins', store.location], why);
  }
  return plain(assumedName(store), ['Place', store.location], why);
}

/** Facts of a place that is not in use. */
export function copyFacts(place: StoragePlace, now: number, locale: string): readonly string[] {
  const { holds, problem, writtenAt } = place;
  return [
    holds === 'unreadable' ? (problem?.message ?? 'It cannot be read.') : null,
    protectionText(place),
    writtenAt === null ? null : `Written ${momentText(writtenAt, now, locale)}.`,
  ].filter((text) => text !== null);
}

/** When an entry of the keyring was written, as a sentence. */
export function entryFacts(
  { createdAt, modifiedAt }: KeyringEntryView,
  now: number,
  locale: string,
): string {
  const changed = modifiedAt ?? createdAt;
  if (changed === null) return 'The keyring does not say when it was changed.';
  const isAsMade = createdAt === null || createdAt === changed;
  const made = isAsMade ? '' : `, created ${momentText(createdAt, now, locale)}`;
  return `Changed ${momentText(changed, now, locale)}${made}.`;
}

export function copiesLine({ copies }: StorageReport): string | null {
  if (copies.length === 0) return null;
  return copies.length === 1
    ? 'A copy that is not in use lies elsewhere'
    : `${copies.length} copies that are not in use lie elsewhere`;
}

/** Label of the button that looks into the keyring; null where it was looked into. */
export function lookLabel(keyring: StorageReport['keyring']): string | null {
  if (keyring === 'asked') return null;
  return keyring === 'notAsked' ? 'Look for copies' : 'Look for copies again';
}

/** What happens when the credential is moved; `stored` is false where there is none yet. */
export function moveText(to: StorePlace, stored: boolean): string {
  const place = to === 'keyring' ? 'the keyring' : 'a file';
  if (!stored) {
    return `Nothing is stored at present. The setting in config.toml is switched, so that the next sign-in is kept in ${place}.`;
  }
  const steps = `Gatehouse copies your sign-in to ${place}, verifies it, updates config.toml, then deletes the old copy.`;
  return to === 'keyring'
    ? `${steps} The keyring may ask for its password.`
    : `${steps} The file is not encrypted; only your user account can read it.`;
}

export function moveLabel(to: StorePlace): string {
  return to === 'keyring' ? 'Move to the keyring' : 'Move to a file';
}

export interface Move {
  readonly to: StorePlace;
  /** Why it cannot be moved there; null where it can. */
  readonly lockedBecause: string | null;
}

/** The buttons to show: where it can be moved, and those that are off and say why. */
export function movesOf(report: StorageReport): readonly Move[] {
  const { fixedBecause, noFileBecause, noKeyringBecause, active, movableTo } = report;
  if (fixedBecause !== null) {
    return [{ to: active?.kind === 'file' ? 'keyring' : 'file', lockedBecause: fixedBecause }];
  }
  const locked = (to: StorePlace, lockedBecause: string | null): readonly Move[] =>
    lockedBecause === null ? [] : [{ to, lockedBecause }];
  return [
    ...movableTo.map((to) => ({ to, lockedBecause: null })),
    ...locked('file', noFileBecause),
    ...locked('keyring', noKeyringBecause),
  ];
}

function placeSummary(
  place: StoragePlace,
  why: FactOrNone,
  now: number,
  locale: string,
): StorageSummary {
  const { holds, location, protection, writtenAt } = place;
  const summary = plain(
    holds === 'unreadable' ? unreadableLine(place) : placeLine(place),
    ['Place', location],
    ['Protection', protectionText(place)],
    ['Written', writtenAt === null ? null : momentText(writtenAt, now, locale)],
    why,
  );
  return { ...summary, isExposed: protection === 'readableByOthers' };
}

function unreadableLine({ kind, protection }: StoragePlace): string {
  if (protection !== 'noKeyring') return `${placeName(kind)} (can\u2019t be read)`;
  return kind === 'keyringItem'
    ? 'A keyring, but none is running on this machine'
    : `${placeName(kind)}, but no keyring is running to open it`;
}

function placeLine({ kind, protection }: StoragePlace): string {
  const name = placeName(kind);
  const lines: Readonly<Record<StoragePlace['protection'], string>> = {
    readableByOthers: 'Unencrypted file, others can read it',
    userOnly: 'Unencrypted file, only you can read it',
    unknown: 'Unencrypted file',
    encrypted: `${name}, with its passphrase in the keyring`,
    keyring: name,
    noKeyring: name,
  };
  return lines[protection];
}

type FactOrNone = readonly [name: string, value: string | null];

function plain(line: string, ...facts: readonly FactOrNone[]): StorageSummary {
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  return { line, isExposed: false, facts: known };
}

function assumedName({ mode, location }: AppState['store']): string {
  if (mode === 'file') return placeName('file');
  if (!isPath(location)) return placeName('keyringItem');
  return placeName(mode === 'keyring' ? 'encryptedFile' : 'file');
}
