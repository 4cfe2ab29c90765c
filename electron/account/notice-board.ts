import type { Notice, NoticeId } from '../../shared/app-state.ts';
import { Listeners } from '../base/listeners.ts';
import {
  noticeFactsOf,
  stillHolds,
  type NoticeFacts,
  type NoticeSubjects,
} from './notice-facts.ts';

interface Told {
  readonly notice: Notice;
  /** As they were when it was told. */
  readonly facts: NoticeFacts;
}

/**
 * OWNER of what happened, until the person has seen it or it is no longer so, whoever changed that.
 * One notice per id.
 */
export class NoticeBoard {
  readonly #listeners = new Listeners();
  readonly #facts: () => NoticeFacts;
  #told: readonly Told[] = [];
  /** What the person has put away of what follows from the state: its message, by its id. */
  #hidden: ReadonlyMap<NoticeId, string> = new Map();
  #following: readonly Notice[] = [];

  constructor(facts: () => NoticeFacts) {
    this.#facts = facts;
  }

  /** One that follows what its notices tell of. */
  static of(subjects: NoticeSubjects): NoticeBoard {
    const board = new NoticeBoard(() => noticeFactsOf(subjects));
    const { session, accounts, kept } = subjects;
    for (const owner of [session, accounts, kept]) owner.onChange(() => board.look());
    return board;
  }

  get(): readonly Notice[] {
    return this.#told.map(({ notice }) => notice);
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Replaces one with the same id. */
  put(notice: Notice): void {
    const others = this.#told.filter((told) => told.notice.id !== notice.id);
    this.#told = [...others, { notice, facts: this.#facts() }];
    this.#listeners.tell();
  }

  remove(...ids: readonly NoticeId[]): void {
    this.#keep(({ notice }) => !ids.includes(notice.id));
  }

  /** Takes down what is no longer so. */
  look(): void {
    const now = this.#facts();
    this.#keep(({ notice, facts }) => stillHolds(notice.id, facts, now));
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

  #keep(isKept: (told: Told) => boolean): void {
    const rest = this.#told.filter(isKept);
    if (rest.length === this.#told.length) return;
    this.#told = rest;
    this.#listeners.tell();
  }
}
