import {
  KeyringError,
  type FoundItem,
  type Keyring,
  type KeyringErrorCode,
  type KeyringItem,
  type KeyringState,
} from '../store/keyring.ts';

export interface MemoryKeyring extends Keyring {
  /** Values by {@link nameOf} their item, as another program would see them. */
  readonly items: Map<string, string>;
  /** What was asked so far, such as "get Codex Auth". */
  readonly questions: readonly string[];
  /** From now on every question is refused, as by a real keyring in that state. */
  refuse(code: KeyringErrorCode): void;
  /** From now on nobody needs to ask to know that there is none, as without a session bus. */
  remove(): void;
  /** What the keyring tells of itself from now on, with what is left out as it was. */
  tell(state: Partial<KeyringState>): void;
  /** Questions are answered again. */
  answer(): void;
}

/** Name of an item in {@link MemoryKeyring.items}. */
export function nameOf({ service, account }: KeyringItem): string {
  return `${service} ${account}`;
}

function foundItemOf(item: KeyringItem): FoundItem {
  return { id: nameOf(item), label: item.service, createdAt: null, modifiedAt: null };
}

/** A keyring in memory that can be locked, taken away or made to fail. */
export function memoryKeyring(): MemoryKeyring {
  const items = new Map<string, string>();
  const questions: string[] = [];
  let refusal: KeyringErrorCode | null = null;
  let isSurelyAbsent = false;
  let state: KeyringState = { mayHideItems: false, keepsDeleted: false, mark: 'at first' };
  const ask = <T>(verb: string, item: KeyringItem, reply: () => T): Promise<T> => {
    questions.push(`${verb} ${item.service}`);
    return refusal === null
      ? Promise.resolve(reply())
      : Promise.reject(new KeyringError(refusal, `refused: ${refusal}`));
  };
  return {
    items,
    questions,
    refuse(code) {
      refusal = code;
    },
    remove() {
      refusal = 'no-service';
      isSurelyAbsent = true;
    },
    tell(told) {
      state = { ...state, ...told };
    },
    answer() {
      refusal = null;
      isSurelyAbsent = false;
    },
    get: (item) => ask('get', item, () => items.get(nameOf(item)) ?? null),
    set: (item, value) => ask('set', item, () => void items.set(nameOf(item), value)),
    isSurelyAbsent: () => Promise.resolve(isSurelyAbsent),
    delete: (item) => ask('delete', item, () => items.delete(nameOf(item))),
    list: (item) => ask('list', item, () => (items.has(nameOf(item)) ? [foundItemOf(item)] : [])),
    removeOne: (item) => ask('delete', item, () => items.delete(nameOf(item))),
    state: () => Promise.resolve(state),
  };
}
