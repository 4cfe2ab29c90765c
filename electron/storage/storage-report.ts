import type { Problem, StoragePlace, StorageReport } from '../../shared/app-state.ts';
import { systemWords } from '../../shared/wording/system-words.ts';
import { isHiddenByKeyring, isKeyringProblem } from '../../shared/keyring-problem.ts';
import { storageTexts as texts } from '../../shared/texts/storage-moves.ts';
import { reasonAgainst, type RuleAnswer } from '../policy/sign-in-rules.ts';
import type { LocationKind, PlaceKind } from '../store/locations/credential-location.ts';
import { storePlan, type StoreChoice } from '../store/store-plan.ts';

/** Where the store found the credential, so that the keyring need not be asked again. */
export interface InUse {
  readonly kind: PlaceKind;
  readonly location: string;
  readonly problem: Problem | null;
  readonly lastRefresh: number | null;
}

export interface StorageFacts {
  readonly choice: StoreChoice;
  readonly isManaged: boolean;
  /** The config.toml of the person. */
  readonly userConfig: string;
  readonly fileRule: RuleAnswer;
  /** Null where nothing is stored, or in memory. */
  readonly inUse: InUse | null;
  /** As looked at; those of the keyring only where it was asked. */
  readonly places: readonly StoragePlace[];
  readonly keptCopies: readonly string[];
  readonly keyringAsked: boolean;
  /** Whether it is certain, without asking, that there is no keyring. */
  readonly keyringAbsent: boolean;
}

type Chosen = Extract<StoreChoice, { kind: 'chosen' }>;

export function storageReport(facts: StorageFacts): StorageReport {
  const { choice } = facts;
  const keyring = keyringAnswer(facts);
  // The place in use is unknown, so none is called a copy.
  if (choice.kind === 'unknown') {
    return {
      mode: 'file',
      source: null,
      reason: 'setting',
      active: null,
      copies: [],
      keptCopies: [...facts.keptCopies],
      keyring,
      movableTo: [],
      fixedBecause: choice.message,
      noFileBecause: null,
      noKeyringBecause: null,
      fileSettingIn: null,
    };
  }
  const active = activePlace(choice, facts);
  const fixedBecause = whyFixed(choice, facts.isManaged);
  const destinations = fixedBecause === null ? destinationsOf(choice) : [];
  const stuckBecause = whyStuck(active);
  const noFileBecause = destinations.includes('file')
    ? (reasonAgainst(facts.fileRule) ?? stuckBecause)
    : null;
  const noKeyringBecause = destinations.includes('keyring')
    ? (stuckBecause ?? (isWithoutKeyring(facts) ? noKeyring() : null))
    : null;
  return {
    mode: choice.mode,
    source: choice.source,
    reason: reasonOf(choice, facts.isManaged, active),
    active,
    copies: facts.places
      .filter((place) => place.kind !== active?.kind && isCopy(place))
      .map(asProtected),
    keptCopies: [...facts.keptCopies],
    keyring,
    movableTo: destinations.filter(
      (to) => (to === 'file' ? noFileBecause : noKeyringBecause) === null,
    ),
    fixedBecause,
    noFileBecause,
    noKeyringBecause,
    fileSettingIn: mayChooseFile(active, destinations, facts) ? facts.userConfig : null,
  };
}

/** Whether the setting alone can be changed to the file, and what no keyring gives stays there. */
function mayChooseFile(
  active: StoragePlace | null,
  destinations: StorageReport['movableTo'],
  { fileRule }: StorageFacts,
): boolean {
  const isOutOfReach = active?.holds === 'unreadable' && isUnavailable(active);
  return isOutOfReach && destinations.includes('file') && fileRule.kind === 'allowed';
}

function keyringAnswer(facts: StorageFacts): StorageReport['keyring'] {
  const { keyringAsked, keyringAbsent, inUse, places } = facts;
  const isMissed = inUse?.problem?.code === 'keyring-unavailable';
  if (isMissed || (keyringAbsent && isWithoutKeyring(facts))) return 'absent';
  if (!keyringAsked) return 'notAsked';
  return places.some(isUnanswered) ? 'unanswered' : 'asked';
}

function reasonOf(
  { mode, source }: Chosen,
  isManaged: boolean,
  active: StoragePlace | null,
): StorageReport['reason'] {
  if (isManaged) return 'managed';
  if (mode === 'auto' && active?.kind === 'file') return 'fallBack';
  return source === null ? 'default' : 'setting';
}

function whyFixed({ mode, source }: Chosen, isManaged: boolean): string | null {
  if (isManaged) {
    return texts.fixed.managed({ mode, place: source ?? texts.fixed.settings() });
  }
  return mode === 'ephemeral' ? texts.fixed.memory() : null;
}

/** By the person's own setting, whatever the rules say. */
function destinationsOf({ mode }: Chosen): StorageReport['movableTo'] {
  return (['file', 'keyring'] as const).filter((destination) => destination !== mode);
}

function noKeyring(): string {
  const { none, start } = systemWords(process.platform).keyring;
  return `${none()} ${start()}`;
}

/** Why what is in use can be moved nowhere: a move reads it first, and may unlock a keyring. */
function whyStuck(active: StoragePlace | null): string | null {
  if (active?.holds !== 'unreadable' || isHiddenByKeyring(active.problem?.code ?? '')) return null;
  return active.problem?.code === 'keyring-unavailable'
    ? texts.fixed.noKeyring()
    : texts.fixed.notReadable();
}

/** As far as known: by the answer of keyring or session, else without asking. */
function isWithoutKeyring({ places, keyringAsked, keyringAbsent, inUse }: StorageFacts): boolean {
  if (inUse?.problem?.code === 'keyring-unavailable') return true;
  return keyringAsked ? places.some(isUnavailable) : keyringAbsent;
}

function isUnavailable({ problem }: StoragePlace): boolean {
  return problem?.code === 'keyring-unavailable';
}

function asProtected(place: StoragePlace): StoragePlace {
  return isUnavailable(place) ? { ...place, protection: 'noKeyring' } : place;
}

/**
 * The place that the store found, as seen since; where that is empty by now, another that holds
 * something.
 */
function activePlace(choice: Chosen, { inUse, places }: StorageFacts): StoragePlace | null {
  const lookedAt = (kind: LocationKind) => places.find((place) => place.kind === kind) ?? null;
  const found = inUse && (lookedAt(inUse.kind) ?? assumed(inUse));
  if (found !== null && isNotEmpty(found)) return asProtected(found);
  const { order } = storePlan(choice.mode, choice.keyring);
  const come = order.map(lookedAt).find((place) => place !== null && mayHold(place));
  return come ?? null;
}

function assumed({ kind, location, problem, lastRefresh }: InUse): StoragePlace | null {
  if (kind === 'file') return null;
  return {
    kind,
    location,
    holds: problem === null ? 'credential' : 'unreadable',
    problem,
    writtenAt: lastRefresh,
    protection: kind === 'keyringItem' ? 'keyring' : 'encrypted',
  };
}

function isNotEmpty({ holds }: StoragePlace): boolean {
  return holds !== 'nothing';
}

/** Without a keyring service there is no content. */
function mayHold(place: StoragePlace): boolean {
  return isNotEmpty(place) && !isUnavailable(place);
}

/** The report says of the keyring itself that it does not answer. */
function isCopy(place: StoragePlace): boolean {
  if (place.kind === 'keyringItem' && isUnanswered(place)) return false;
  return isNotEmpty(place);
}

function isUnanswered({ problem }: StoragePlace): boolean {
  return problem !== null && isKeyringProblem(problem.code);
}
