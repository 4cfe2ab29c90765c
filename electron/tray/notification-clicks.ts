/** Both are told of one click within a moment, in an order that nobody promises. */
const togetherMs = 500;

/**
 * Tells clicks on notifications of an earlier run from those of this one. Of each click the system
 * tells; of one on a notification of this run, that tells as well, and opens what it leads to.
 */
export class NotificationClicks {
  readonly #openOld: () => void;
  /** Told by the system alone so far, the oldest first. */
  #ofSystem: NodeJS.Timeout[] = [];
  /** Told by a notification alone so far. */
  #ofOwn: NodeJS.Timeout[] = [];

  /** @param openOld opens what any notification may be about */
  constructor(openOld: () => void) {
    this.#openOld = openOld;
  }

  /** A notification of this run was clicked, or its button. */
  own(): void {
    const known = this.#ofSystem.shift();
    if (known !== undefined) clearTimeout(known);
    else this.#ofOwn.push(setTimeout(() => void this.#ofOwn.shift(), togetherMs));
  }

  /** The system tells of a click on any notification. */
  any(): void {
    const known = this.#ofOwn.shift();
    if (known !== undefined) {
      clearTimeout(known);
      return;
    }
    const wait = setTimeout(() => {
      this.#ofSystem.shift();
      this.#openOld();
    }, togetherMs);
    this.#ofSystem.push(wait);
  }
}
