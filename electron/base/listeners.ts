/** Listeners of one event, called in the order in which they were added. */
export class Listeners<Told extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...told: Told) => void>();

  /** Returns a function that removes the listener. */
  add(listener: (...told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls the present listeners, also where one of them adds or removes another. */
  tell(...told: Told): void {
    for (const listener of [...this.#listeners]) listener(...told);
  }
}
