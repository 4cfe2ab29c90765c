/** Listeners of one event, called in the order in which they were added. */
export class Listeners<Values extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...values: Values) => void>();

  /** Returns a function that removes the listener. */
  add(listener: (...values: Values) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls the present listeners, also where one of them adds or removes another. */
  tell(...values: Values): void {
    for (const listener of [...this.#listeners]) listener(...values);
  }
}
