import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import type { StoredCredential, StoreMode, Unreadable } from '../auth/credential-store.ts';
import type { LocationKind, PlaceKind } from './locations/credential-location.ts';
import type { CodexConfig } from '../policy/codex-config.ts';

/** How "keyring" is done, also within "auto". */
export type KeyringVariant = Extract<StoreChoice, { kind: 'chosen' }>['keyring'];

/** Where "keyring" keeps a credential. */
export const keyringPlaces: Readonly<Record<KeyringVariant, PlaceKind>> = {
  item: 'keyringItem',
  encryptedFile: 'encryptedFile',
};

/** Where a credential lies in one mode of the store. */
export interface StorePlan {
  readonly mode: StoreMode;
  /** Read one after the other until one holds something. A new sign-in goes to the first that takes it. */
  readonly order: readonly [LocationKind, ...LocationKind[]];
  /** What a save to another location clears besides it, as well as that can be done. */
  readonly leftOvers: readonly LocationKind[];
  /** What a removal takes besides what is in `order`. */
  readonly alsoRemoved: readonly LocationKind[];
}

/**
 * The rule for where a credential lies: by the setting `cli_auth_credentials_store` and
 * whether the keyring is used by an item of its own or by the encrypted file.
 *
 * What Codex CLI 0.171.0 does, as seen with GNOME Keyring:
 *
 * - `file` reads, writes and removes auth.json, and nothing else.
 * - `keyring` reads its own location alone. A save removes auth.json; one into the
 *   encrypted file leaves the item. A logout takes the location and then auth.json; that
 *   of the encrypted file takes the item too, that of the item leaves the file.
 * - `auto` reads the keyring, and auth.json where that holds nothing, holds no record, or
 *   fails in any way. A save that the keyring refuses goes to auth.json. A logout fails
 *   with the keyring, and leaves auth.json then.
 * - `ephemeral` is the memory of one program.
 *
 * Ours differs in `auto`, where an error is no absence (see {@link meaningOf}): nothing new
 * goes to auth.json while the keyring may hold a sign-in, since that would be used again as
 * soon as the keyring answers. For the same reason a keyring item that is no record is told
 * instead of passed over. A logout takes every location that it reaches.
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

/** What a location that was read means for the question where the credential is. */
export type Meaning =
  /** There is content, usable or not. */
  | 'holds'
  /** Certainly nothing. */
  | 'empty'
  /** It cannot be seen, and may be a sign-in. */
  | 'mayHold';

export interface Reading {
  readonly kind: LocationKind;
  readonly stored: StoredCredential;
  readonly meaning: Meaning;
}

/**
 * What was found in a location means. Absence is never concluded from an error, but for one
 * case: where there is no keyring service at all there is no item in it, unless it is known
 * that it held one earlier (the service may only be out of reach, as over SSH). Where the
 * keyring is the only location the error itself is told. The encrypted file is a file, and
 * not there where it holds nothing.
 *
 * @param heldItem whether the keyring item is known to have held a credential when it was
 * last seen.
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

/**
 * The reading that stands for what is stored: of the location that holds something; else,
 * as for the Codex CLI, of the last one that may; null where nothing is stored.
 *
 * @param readings in the order of the plan, up to the first that holds something.
 */
export function inUse(readings: readonly Reading[]): Reading | null {
  return readings.findLast(({ meaning }) => meaning !== 'empty') ?? null;
}

/** Where a new sign-in goes: the locations to try, the best first, or the one that stands in the way. */
export type Destinations =
  | { readonly kind: 'to'; readonly kinds: readonly LocationKind[] }
  | { readonly kind: 'hidden'; readonly by: Unreadable };

/**
 * Where a new sign-in goes. What is in a keyring that does not answer is not replaced, since
 * it could not be kept, nor is anything put where it would be passed over later.
 *
 * @param readings in the order of the plan, up to the first that holds something.
 */
export function destinations(readings: readonly Reading[]): Destinations {
  const kinds: LocationKind[] = [];
  for (const { kind, stored, meaning } of readings) {
    if (meaning === 'mayHold' && stored.kind === 'unreadable' && isPassing(stored)) {
      return { kind: 'hidden', by: stored };
    }
    const hasNoService = meaning === 'empty' && stored.kind === 'unreadable';
    if (!hasNoService) kinds.push(kind);
    // What comes after it would be passed over.
    if (meaning === 'mayHold') break;
  }
  return { kind: 'to', kinds };
}

/** Whether a keyring keeps content from being seen that may be well. An unreadable item can be replaced. */
function isPassing({ reason }: Unreadable): boolean {
  return isKeyringProblem(reason) && reason !== 'keyring-item-unreadable';
}

/** Which store the settings ask for, and why. */
export type StoreChoice =
  | {
      readonly kind: 'chosen';
      readonly mode: StoreMode;
      /** How "keyring" is done, also within "auto". */
      readonly keyring: 'item' | 'encryptedFile';
      /** The place that sets the mode; null for the default. */
      readonly source: string | null;
    }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * The store that Codex would use here: `file` unless something is set; the
 * encrypted file on Windows, or where its feature is switched on.
 *
 * Source: codex-rs/config `AuthKeyringBackendKind`; seen with Codex CLI 0.169.0 on Linux.
 */
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
        message: `It is not known where the credential is kept: ${source} cannot be used (${message}).`,
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
