import type { AppState, StoragePlace, StorageReport } from '../../shared/app-state.ts';
import { momentText } from './account-phrases.ts';

export type PlaceKind = StoragePlace['kind'];
export type Destination = StorageReport['movableTo'][number];

/** Where the credential is kept, in words. */
export interface StorageSummary {
  readonly title: string;
  /** A path, or the name of a keyring item or a variable; null where there is nothing to name. */
  readonly where: string | null;
  /** Whole sentences, the most important one first. */
  readonly facts: readonly string[];
}

/** What kind of place it is. A file is never called a keyring. */
export function placeName(kind: PlaceKind): string {
  switch (kind) {
    case 'file':
      return 'File';
    case 'keyringItem':
      return 'Keyring of this machine';
    case 'encryptedFile':
      return 'Encrypted file';
  }
}

/** Who can read what is in a place. One that others can read is warned of elsewhere: null. */
export function protectionText({ kind, protection }: StoragePlace): string | null {
  switch (protection) {
    case 'readableByOthers':
      return null;
    case 'userOnly':
      return 'Not encrypted; only your user account can read it.';
    case 'encrypted':
      return 'Its passphrase is in the keyring of this machine.';
    case 'keyring':
      return kind === 'keyringItem' ? 'Protected by the keyring.' : null;
  }
}

/** Why the credential is kept where it is; null where that is not known. */
export function reasonText({ reason, source, mode }: StorageReport): string | null {
  switch (reason) {
    case 'default':
      return 'Here by default.';
    case 'setting':
      return source === null ? null : `Set in ${source}.`;
    case 'managed':
      return source === null
        ? 'Set by your organization.'
        : `Set by your organization in ${source}.`;
    case 'fallBack': {
      const setting = source === null ? `The setting "${mode}"` : `"${mode}", set in ${source},`;
      return `${setting} asks for the keyring first, which does not hold it or does not answer.`;
    }
  }
}

/** Whether a location is a path, to be written as one. POSIX, drive and UNC paths are known. */
export function isPath(location: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(location);
}

/** `now` is in milliseconds since the epoch. */
export function storageSummary(
  { account, store }: Pick<AppState, 'account' | 'store'>,
  now: number,
  locale: string,
): StorageSummary {
  const { report } = store;
  if (isFromEnvironment(account)) {
    const where = account.kind === 'apiKey' ? account.variable : null;
    const besides = report?.active
      ? `What is stored in ${report.active.location} is not used meanwhile.`
      : 'Gatehouse stores nothing of it.';
    return { title: 'Environment variable', where, facts: [besides] };
  }
  if (account.kind === 'unusable' && account.problem.code === 'store-unknown') {
    return { title: 'Not known', where: null, facts: [] };
  }
  const why = report === null ? null : reasonText(report);
  if ((report?.mode ?? store.mode) === 'ephemeral') {
    const text = 'It is gone when Gatehouse quits, and other programs do not see it.';
    return { title: 'Memory of Gatehouse', where: null, facts: sentences(text, why) };
  }
  if (report?.active) return placeSummary(report.active, why, now, locale);
  if (account.kind === 'signedOut') {
    const text = 'A new sign-in is kept here.';
    return { title: 'Nothing is stored', where: store.location, facts: sentences(text, why) };
  }
  return { title: assumedName(store), where: store.location, facts: sentences(why) };
}

/** Facts of a place that is not in use. `now` is in milliseconds since the epoch. */
export function copyFacts(place: StoragePlace, now: number, locale: string): readonly string[] {
  return sentences(
    place.holds === 'unreadable' ? (place.problem?.message ?? 'It cannot be read.') : null,
    writtenText(place, now, locale),
  );
}

/** Says that there are no copies, once every place was looked at. */
export function noCopiesText(report: StorageReport): string | null {
  const { keyringAsked, copies, reason, source } = report;
  // A setting without a place is one that cannot be understood: then no place is called a copy.
  if (reason === 'setting' && source === null) return null;
  return keyringAsked && copies.length === 0 ? 'No other copies were found.' : null;
}

/** What happens when the credential is moved; `stored` tells whether there is one. */
export function moveText(to: Destination, stored: boolean): string {
  const place = to === 'keyring' ? 'the keyring' : 'a file';
  if (!stored) {
    return `Nothing is stored at present. The setting in config.toml is switched, so that the next sign-in is kept in ${place}.`;
  }
  const steps = `The sign-in is written to ${place}, read back and compared. Then the setting in config.toml is switched, and only after that the old copy is removed.`;
  return to === 'keyring'
    ? `${steps} The keyring may ask for its password.`
    : `${steps} The file is not encrypted; only your user account can read it.`;
}

export function moveLabel(to: Destination): string {
  return to === 'keyring' ? 'Move to the keyring' : 'Move to a file';
}

/**
 * The buttons to show: where it can be moved, or the one that is off and says
 * why; none for a key from the environment, which is not ours to move.
 */
export function destinations(
  account: AppState['account'],
  report: StorageReport,
): readonly Destination[] {
  if (isFromEnvironment(account)) return [];
  if (report.fixedBecause === null) return report.movableTo;
  return [report.active?.kind === 'file' ? 'keyring' : 'file'];
}

function placeSummary(
  place: StoragePlace,
  why: string | null,
  now: number,
  locale: string,
): StorageSummary {
  const unreadable = place.holds === 'unreadable' ? 'It cannot be read at present.' : null;
  return {
    title: placeName(place.kind),
    where: place.location,
    facts: sentences(unreadable, protectionText(place), writtenText(place, now, locale), why),
  };
}

function writtenText(place: StoragePlace, now: number, locale: string): string | null {
  return place.writtenAt === null ? null : `Written ${momentText(place.writtenAt, now, locale)}.`;
}

function assumedName({ mode, location }: AppState['store']): string {
  if (mode === 'file') return placeName('file');
  if (!isPath(location)) return placeName('keyringItem');
  return placeName(mode === 'keyring' ? 'encryptedFile' : 'file');
}

function isFromEnvironment(account: AppState['account']): boolean {
  return 'source' in account && account.source === 'environment';
}

function sentences(...texts: readonly (string | null)[]): readonly string[] {
  return texts.filter((text) => text !== null);
}
