import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import type { StoredCredential, StoreMode, Unreadable } from '../auth/credential-store.ts';
import type { LocationKind, PlaceKind } from './locations/credential-location.ts';
import type { CodexConfig } from '../policy/codex-config.ts';

/** How "keyring" is done, also within "auto". */
export type KeyringVariant = 'item' | 'encryptedFile';

export const keyringPlaces: Readonly<Record<KeyringVariant, PlaceKind>> = {
  item: 'keyringItem',
  encryptedFile: 'encryptedFile',
};

export interface StorePlan {
  readonly mode: StoreMode;
  /** Read in turn until one holds something. A new sign-in goes to the first that takes it. */
  readonly order: readonly [LocationKind, ...LocationKind[]];
  /** What a save to another location also clears, where it can. */
  readonly leftOvers: readonly LocationKind[];
  /** Removed besides what is in `order`. */
  readonly alsoRemoved: readonly LocationKind[];
}

/**
 * The rule for where a credential lies. Codex CLI 0.171.0, seen with GNOME Keyring: `file` uses
 * auth.json alone. `keyring` reads its own location alone; a save removes auth.json, and one into
 * the encrypted file leaves the item; a logout takes the location and auth.json, that of the
 * encrypted file the item too, that of the item not the file. `auto` reads the keyring, and
 * auth.json where that holds no record or fails in any way; a save that the keyring refuses goes to
 * auth.json; a logout fails with the keyring and leaves auth.json. `ephemeral` is the memory of one
 * program. Ours differs in `auto`: nothing new goes to auth.json while the keyring may hold a
 * sign-in, which would be used again as soon as it answers; an item that is no record is reported;
 * a logout takes every location that it reaches.
 */
const plans: Record<StoreMode, Record<KeyringVariant, Omit<StorePlan, 'mode'>>> = {
  file: {
    item: { order: ['file'], leftOvers: [], alsoRemoved: [] },
    encryptedFile: { order: ['file'], leftOvers: [], alsoRemoved: [] },
  },
  keyring: {
    item: { order: ['keyringItem'], leftOvers: ['file'], alsoRemoved: ['file'] },
    encryptedFile: {
      order: ['encryptedFile'],
      leftOvers: ['file'],
      alsoRemoved: ['file', 'keyringItem'],
    },
  },
  auto: {
    item: { order: ['keyringItem', 'file'], leftOvers: ['file'], alsoRemoved: [] },
    encryptedFile: {
      order: ['encryptedFile', 'file'],
      leftOvers: ['file'],
      alsoRemoved: ['keyringItem'],
    },
  },
  ephemeral: {
    item: { order: ['memory'], leftOvers: [], alsoRemoved: [] },
    encryptedFile: { order: ['memory'], leftOvers: [], alsoRemoved: [] },
  },
};

export function storePlan(mode: StoreMode, keyring: KeyringVariant): StorePlan {
  return { mode, ...plans[mode][keyring] };
}

export type Meaning =
  /** Content, usable or not. */
  | 'holds'
  | 'empty'
  /** It cannot be seen, and may be a sign-in. */
  | 'mayHold';

export interface Reading {
  readonly kind: LocationKind;
  readonly stored: StoredCredential;
  readonly meaning: Meaning;
}

/**
 * Absence is never concluded from an error, but for one case: without a keyring service there is no
 * item, unless it is known to have held one (`heldItem`; the service may be out of reach, as over
 * SSH). Where the keyring is the only location, the error itself counts.
 */
export function meaningOf(
  { order }: StorePlan,
  kind: LocationKind,
  stored: StoredCredential,
  heldItem: boolean,
): Meaning {
  switch (stored.kind) {
    case 'absent':
      return 'empty';
    case 'present':
    case 'invalid':
      return 'holds';
    case 'unreadable': {
      const hasNoService = kind === 'keyringItem' && stored.reason === 'keyring-unavailable';
      return hasNoService && order.length > 1 && !heldItem ? 'empty' : 'mayHold';
    }
  }
}

/** What holds something; else, as in the CLI, the last that may; null for nothing stored. */
export function inUse(readings: readonly Reading[]): Reading | null {
  return readings.findLast(({ meaning }) => meaning !== 'empty') ?? null;
}

/** The locations to try, the best first, or the one that stands in the way. */
export type Destinations =
  | { readonly kind: 'to'; readonly kinds: readonly LocationKind[] }
  | { readonly kind: 'hidden'; readonly by: Unreadable };

/**
 * A keyring that does not answer is not replaced, nor is anything put where it would be ignored.
 */
export function destinations(readings: readonly Reading[]): Destinations {
  const kinds: LocationKind[] = [];
  for (const { kind, stored, meaning } of readings) {
    if (meaning === 'mayHold' && stored.kind === 'unreadable' && isPassing(stored)) {
      return { kind: 'hidden', by: stored };
    }
    const hasNoService = meaning === 'empty' && stored.kind === 'unreadable';
    if (!hasNoService) kinds.push(kind);
    if (meaning === 'mayHold') break;
  }
  return { kind: 'to', kinds };
}

/** A keyring that hides content for now; an unreadable item can be replaced. */
function isPassing({ reason }: Unreadable): boolean {
  return isKeyringProblem(reason) && reason !== 'keyring-item-unreadable';
}

export type StoreChoice =
  | {
      readonly kind: 'chosen';
      readonly mode: StoreMode;
      readonly keyring: KeyringVariant;
      /** Null for the default. */
      readonly source: string | null;
    }
  | { readonly kind: 'unknown'; readonly message: string };

/** codex-rs/config `AuthKeyringBackendKind`; seen with Codex CLI 0.169.0 on Linux. */
export function chooseStore(
  settings: Pick<CodexConfig, 'storeMode' | 'encryptedStore'>,
  platform: string,
): StoreChoice {
  const { storeMode, encryptedStore } = settings;
  for (const setting of [storeMode, encryptedStore]) {
    if (setting.kind === 'unknown') {
      const { source, message } = setting;
      return {
        kind: 'unknown',
        message: storeTexts.notKnown({ place: source, fault: message }),
      };
    }
  }
  const encrypted = encryptedStore.kind === 'set' ? encryptedStore.value : platform === 'win32';
  return {
    kind: 'chosen',
    mode: storeMode.kind === 'set' ? storeMode.value : 'file',
    keyring: encrypted ? 'encryptedFile' : 'item',
    source: storeMode.kind === 'set' ? storeMode.source : null,
  };
}
