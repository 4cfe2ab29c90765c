import {
  KeyringError,
  type Keyring,
  type KeyringErrorCode,
  type KeyringItem,
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
  /** Questions are answered again. */
  answer(): void;
}

/** Name of an item in {@link MemoryKeyring.items}. */
export function nameOf({ service, account }: KeyringItem): string {
  return `${service} ${account}`;
}

/** A keyring in memory that can be locked, taken away or made to fail. */
export function memoryKeyring(): MemoryKeyring {
  const items = new Map<string, string>();
  const questions: string[] = [];
  let refusal: KeyringErrorCode | null = null;
  let isSurelyAbsent = false;
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
      refusal = 'unavailable';
      isSurelyAbsent = true;
    },
    answer() {
      refusal = null;
      isSurelyAbsent = false;
    },
    get: (item) => ask('get', item, () => items.get(nameOf(item)) ?? null),
    set: (item, value) => ask('set', item, () => void items.set(nameOf(item), value)),
    isSurelyAbsent: () => Promise.resolve(isSurelyAbsent),
    delete: (item) => ask('delete', item, () => items.delete(nameOf(item))),
  };
}
