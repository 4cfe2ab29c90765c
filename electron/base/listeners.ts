/** Who wants to be told of the changes of an owner. They are told in the order in which they asked. */
export class Listeners<Told extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...told: Told) => void>();

  /** @returns what ends it. */
  add(listener: (...told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells those who are there at this moment, also where one of them adds or ends another. */
  tell(...told: Told): void {
    for (const listener of [...this.#listeners]) listener(...told);
  }
}
