import type {
  AppState,
  KeyringEntryView,
  StoragePlace,
  StorageReport,
} from '../../shared/app-state.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { storageCardTexts as texts } from '../../shared/texts/storage-card.ts';
import { momentText } from './account-phrases.ts';

export type PlaceKind = StoragePlace['kind'];
export type StorePlace = StorageReport['movableTo'][number];

export interface StorageSummary {
  readonly line: string;
  /** Whether others can read the place, so that the line is a warning. */
  readonly isExposed: boolean;
  /** Which tell how long ago something was; `now` is in milliseconds since the epoch. */
  readonly factsAt: (
    now: number,
    locale: string,
  ) => readonly { readonly name: string; readonly value: string }[];
}

/** Who can read what is in a place. */
export function protectionText({ protection, kind, sharedWith }: StoragePlace): string {
  if (sharedWith !== undefined) return texts.readableBy({ others: sharedWith });
  const isLocked = protection === 'noKeyring' && kind === 'encryptedFile';
  return isLocked ? texts.protections.noKeyringToOpen() : texts.protections[protection]();
}

/** Why the credential is kept where it is; null where that is not known. */
export function reasonText({ reason, source, mode }: StorageReport): string | null {
  const { reasons } = texts;
  switch (reason) {
    case 'default':
      return reasons.default();
    case 'setting':
      return source === null ? null : reasons.setting({ source });
    case 'managed':
      return source === null ? reasons.organisation() : reasons.organisationIn({ source });
    case 'fallBack':
      return source === null ? reasons.fallBack({ mode }) : reasons.fallBackIn({ mode, source });
  }
}

/** Whether a location is a path: from the root, a drive, a server or `~`. */
export function isPath(location: string): boolean {
  return /^(~?\/|~\\|[A-Za-z]:[\\/]|\\\\)/.test(location);
}

/** Where the credential is kept, in words. */
export function storageSummary({
  account,
  store,
}: Pick<AppState, 'account' | 'store'>): StorageSummary {
  const { report } = store;
  if (account.kind === 'unusable' && account.problem.code === 'store-unknown') {
    return plain(texts.line.unknown());
  }
  const why: FactOrNone = [texts.facts.reason(), report === null ? null : reasonText(report)];
  if ((report?.mode ?? store.mode) === 'ephemeral') {
    const protection = texts.line.othersDoNotSeeIt();
    return plain(texts.line.inMemory(), [texts.facts.protection(), protection], why);
  }
  if (report?.active) return placeSummary(report.active, why);
  if (account.kind === 'signedOut') {
    return plain(texts.line.nothing(), [texts.facts.newSignIns(), store.location], why);
  }
  return plain(assumedName(store), [texts.facts.place(), store.location], why);
}

/** Facts of a place that is not in use. */
export function copyFacts(place: StoragePlace, now: number, locale: string): readonly string[] {
  const { holds, problem, writtenAt } = place;
  return [
    holds === 'unreadable' ? (problem?.message ?? texts.copies.unreadable()) : null,
    protectionText(place),
    writtenAt === null
      ? null
      : texts.copies.written({ moment: momentText(writtenAt, now, locale) }),
  ].filter((text) => text !== null);
}

/** When an entry of the keyring was written, as a sentence. */
export function entryFacts(
  { createdAt, modifiedAt }: KeyringEntryView,
  now: number,
  locale: string,
): string {
  const changed = modifiedAt ?? createdAt;
  if (changed === null) return texts.entries.undated();
  const moment = momentText(changed, now, locale);
  if (createdAt === null || createdAt === changed) return texts.entries.changed({ moment });
  const created = momentText(createdAt, now, locale);
  return texts.entries.changedAndCreated({ moment, created });
}

export function copiesLine({ copies }: StorageReport): string | null {
  return copies.length === 0 ? null : texts.copies.elsewhere({ count: copies.length });
}

/** The button that looks into the keyring, or whether one has been started; null for none. */
export function lookOffer(
  keyring: StorageReport['keyring'],
): { readonly label: string; readonly mayPrompt: boolean } | null {
  switch (keyring) {
    case 'asked':
      return null;
    case 'absent':
      return { label: buttonTexts.checkAgain(), mayPrompt: false };
    case 'notAsked':
      return { label: texts.look(), mayPrompt: true };
    case 'unanswered':
      return { label: texts.lookAgain(), mayPrompt: true };
  }
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

function placeSummary(place: StoragePlace, why: FactOrNone): StorageSummary {
  const { holds, location, protection, writtenAt } = place;
  return {
    line: holds === 'unreadable' ? unreadableLine(place) : placeLine(place),
    isExposed: protection === 'readableByOthers',
    factsAt: (now, locale) =>
      known(
        [texts.facts.place(), location],
        [texts.facts.protection(), protectionText(place)],
        [texts.facts.written(), writtenAt === null ? null : momentText(writtenAt, now, locale)],
        why,
      ),
  };
}

function unreadableLine({ kind, protection }: StoragePlace): string {
  const place = texts.places[kind]();
  if (protection !== 'noKeyring') return texts.line.unreadable({ place });
  return kind === 'keyringItem' ? texts.line.noKeyring() : texts.line.noKeyringToOpen({ place });
}

function placeLine({ kind, protection }: StoragePlace): string {
  const place = texts.places[kind]();
  switch (protection) {
    case 'readableByOthers':
      return texts.line.readableByOthers();
    case 'userOnly':
      return texts.line.userOnly();
    case 'unknown':
      return texts.line.unencrypted();
    case 'encrypted':
      return texts.line.encrypted({ place });
    case 'keyring':
    case 'noKeyring':
      return place;
  }
}

type FactOrNone = readonly [name: string, value: string | null];

function plain(line: string, ...facts: readonly FactOrNone[]): StorageSummary {
  return { line, isExposed: false, factsAt: () => known(...facts) };
}

function known(...facts: readonly FactOrNone[]): ReturnType<StorageSummary['factsAt']> {
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

function assumedName({ mode, location }: AppState['store']): string {
  if (mode === 'file') return texts.places.file();
  if (!isPath(location)) return texts.places.keyringItem();
  return mode === 'keyring' ? texts.places.encryptedFile() : texts.places.file();
}
