import type { Notice, NoticeId } from '../../shared/app-state.ts';
import { Listeners } from '../base/listeners.ts';

/** OWNER of what happened, until the person has seen it. One notice per id. */
export class NoticeBoard {
  readonly #listeners = new Listeners();
  #notices: readonly Notice[] = [];

  get(): readonly Notice[] {
    return this.#notices;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Replaces one with the same id. */
  put(notice: Notice): void {
    this.#set([...this.#notices.filter(({ id }) => id !== notice.id), notice]);
  }

  remove(...ids: readonly NoticeId[]): void {
    const rest = this.#notices.filter(({ id }) => !ids.includes(id));
    if (rest.length !== this.#notices.length) this.#set(rest);
  }

  #set(notices: readonly Notice[]): void {
    this.#notices = notices;
    this.#listeners.tell();
  }
}
