import { isDeepStrictEqual } from 'node:util';

import type { SavedAccountsProblem } from '../../shared/saved-accounts.ts';
import { StoreError, type RefreshGuard } from '../auth/credential-store.ts';
import { Listeners } from '../base/listeners.ts';
import type { KeyReader, KeyState } from './account-key.ts';
import { AccountList, type AccountListParts } from './account-list.ts';
import type { AccountEntry } from './accounts-document.ts';

export interface SavedAccountsParts extends AccountListParts {
  /** One process at a time. */
  readonly lock: RefreshGuard;
}

export interface SavedAccountsView {
  readonly entries: readonly AccountEntry[];
  readonly isPlain: boolean;
  readonly problem: SavedAccountsProblem | null;
}

export interface AccountsFacts {
  /** For people. */
  readonly location: string;
  readonly saved: number;
  /** Of the list itself. */
  readonly problem: SavedAccountsProblem | null;
  readonly key: KeyState;
  /** What other users could read or change. */
  readonly exposed: string | null;
}

/**
 * OWNER of the saved accounts of a person, for all Codex homes. Looking asks no keyring; whoever
 * reads an account in order to redeem it, or changes the list, holds its lock.
 */
export class SavedAccounts {
  readonly #parts: SavedAccountsParts;
  readonly #listeners = new Listeners();
  #view: SavedAccountsView = { entries: [], isPlain: false, problem: null };
  /** What the keyring said last. */
  #keyProblem: SavedAccountsProblem | null = null;

  constructor(parts: SavedAccountsParts) {
    this.#parts = parts;
  }

  /** As last looked at. */
  get(): SavedAccountsView {
    return this.#view;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Forgets what the keyring said: it may say something else by now. */
  forgetKeyProblem(): void {
    this.#keyProblem = null;
  }

  /**
   * Reads the list again, without a lock: it is replaced as a whole. Only for files that it does not
   * name the keyring is asked: it was damaged, or a program ended too early.
   */
  async reload(): Promise<void> {
    try {
      const { isWhole, ...seen } = await AccountList.look(this.#parts.folder);
      this.#show(seen);
      if (!isWhole) await this.#findAgain();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const problem = { code: 'list-unreadable', message: error.message } as const;
      this.#publish({ ...this.#view, problem });
    }
  }

  /** What stands in the way of opening accounts, asked of a keyring by `key`. Changes nothing. */
  async inspect(key: KeyReader): Promise<AccountsFacts> {
    const { folder } = this.#parts;
    await this.reload();
    const { entries, problem } = this.#view;
    const ofList = problem?.code.startsWith('list-') ? problem : null;
    const facts = { location: folder.location, saved: entries.length, problem: ofList };
    try {
      const state = await AccountList.keyState(folder, key);
      return { ...facts, key: state, exposed: await folder.exposed() };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { ...facts, key: { kind: 'none' }, exposed: null };
    }
  }

  /** Runs work that reads or changes accounts. @throws {StoreError} `busy` before it has begun. */
  exclusively<T>(
    work: (list: AccountList) => Promise<T>,
    options?: { readonly waitMs: number },
  ): Promise<T> {
    return this.#parts.lock(async () => {
      const list = await AccountList.read(this.#parts);
      try {
        return await work(list);
      } finally {
        const key = list.keyState();
        if (key !== null) this.#keyProblem = key.kind === 'shut' ? key.problem : null;
        this.#show({ entries: list.entries(), isPlain: list.isPlain() });
      }
    }, options);
  }

  async #findAgain(): Promise<void> {
    try {
      await this.exclusively(() => Promise.resolve(), { waitMs: findWaitMs });
    } catch (error) {
      // Another program may be saving one just now.
      if (!(error instanceof StoreError) || error.code !== 'busy') throw error;
    }
  }

  #show(seen: Omit<SavedAccountsView, 'problem'>): void {
    const needsKey = !seen.isPlain || seen.entries.some(({ file }) => file === 'sealed');
    this.#publish({ ...seen, problem: needsKey ? this.#keyProblem : null });
  }

  #publish(view: SavedAccountsView): void {
    if (isDeepStrictEqual(view, this.#view)) return;
    this.#view = view;
    this.#listeners.tell();
  }
}

/** As long as a look may take. */
const findWaitMs = 2_000;
