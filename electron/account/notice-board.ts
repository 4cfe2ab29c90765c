import type { Notice, NoticeId } from '../../shared/app-state.ts';
import { Listeners } from '../base/listeners.ts';

/** OWNER of what happened, until the person has seen it. One notice per id. */
export class NoticeBoard {
  readonly #listeners = new Listeners();
  #notices: readonly Notice[] = [];
  /** What the person has put away of what follows from the state: its message, by its id. */
  #hidden: ReadonlyMap<NoticeId, string> = new Map();
  #following: readonly Notice[] = [];

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

  /** Puts one away, whichever it is; one that follows from the state until it says something else. */
  dismiss(id: NoticeId): void {
    const following = this.#following.find((notice) => notice.id === id);
    if (following === undefined) return this.remove(id);
    this.#hidden = new Map([...this.#hidden, [id, following.message]]);
    this.#listeners.tell();
  }

  /** Those that follow from the state now, without what was put away. */
  unhidden(following: readonly Notice[]): readonly Notice[] {
    this.#following = following;
    const isHidden = ({ id, message }: Notice): boolean => this.#hidden.get(id) === message;
    const hidden = following.filter(isHidden);
    this.#hidden = new Map(hidden.map(({ id, message }) => [id, message]));
    return following.filter((notice) => !isHidden(notice));
  }

  #set(notices: readonly Notice[]): void {
    this.#notices = notices;
    this.#listeners.tell();
  }
}
