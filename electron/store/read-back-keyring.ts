import { storeTexts } from '../../shared/texts/stores.ts';
import { AskingKeyring } from './asking-keyring.ts';
import {
  KeyringError,
  type KeyringAsking,
  type KeyringErrorCode,
  type KeyringItem,
} from './keyring.ts';

/** Reads writes back: a service may accept and forget, or act after it was too slow to say so. */
export class ReadBackKeyring extends AskingKeyring {
  protected ask<T>(
    question: (asking: KeyringAsking) => Promise<T>,
    asking: KeyringAsking,
  ): Promise<T> {
    return question(asking);
  }

  override async set(item: KeyringItem, value: string, asking?: KeyringAsking): Promise<void> {
    const failure = await failureOf(this.keyring.set(item, value, asking));
    await this.#readBack(item, value, failure, storeTexts.keyring.didNotKeep());
  }

  override async delete(item: KeyringItem, asking?: KeyringAsking): Promise<boolean> {
    let was = true;
    const deleting = this.keyring.delete(item, asking).then((found) => void (was = found));
    const failure = await failureOf(deleting);
    if (failure === null && !was) return false;
    await this.#readBack(item, null, failure, storeTexts.keyring.didNotDelete());
    return true;
  }

  /** @throws {KeyringError} unless the item now has this value; null for no item. */
  async #readBack(
    item: KeyringItem,
    value: string | null,
    failure: KeyringError | null,
    reason: string,
  ): Promise<void> {
    if (failure !== null && !mayHaveHappened.includes(failure.code)) throw failure;
    const found = await this.keyring.get(item, readingBack).catch((error: unknown) => {
      throw failure ?? error;
    });
    if (found !== value) throw failure ?? new KeyringError('failed', reason);
  }
}

/** It is unlocked by now, and the limit that ended the writing does not apply. */
const readingBack: KeyringAsking = { mayPrompt: false };

/** The service may have obeyed all the same. */
const mayHaveHappened: readonly KeyringErrorCode[] = ['timed-out', 'no-service', 'failed'];

async function failureOf(work: Promise<unknown>): Promise<KeyringError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof KeyringError) return error;
    throw error;
  }
}
