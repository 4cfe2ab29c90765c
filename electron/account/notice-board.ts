import type { Notice } from '../../shared/app-state.ts';

/** OWNER of what happened and stands until the person has seen it. One notice per id. */
export class NoticeBoard {
  readonly #listeners = new Set<() => void>();
  #notices: readonly Notice[] = [];

  get(): readonly Notice[] {
    return this.#notices;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts a notice up, in place of one with the same id. */
  put(notice: Notice): void {
    this.#set([...this.#notices.filter(({ id }) => id !== notice.id), notice]);
  }

  /** Takes notices down; ids that are not up are ignored. */
  remove(...ids: readonly string[]): void {
    const rest = this.#notices.filter(({ id }) => !ids.includes(id));
    if (rest.length !== this.#notices.length) this.#set(rest);
  }

  #set(notices: readonly Notice[]): void {
    this.#notices = notices;
    for (const listener of this.#listeners) listener();
  }
}
