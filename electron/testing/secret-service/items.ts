import type { OddItem } from './behaviour.ts';

export const servicePath = '/org/freedesktop/secrets';
export const collectionPath = `${servicePath}/collection/login`;
/** The other path of the collection, where it is the default one. */
export const aliasPath = `${servicePath}/aliases/default`;
/** Stands for no object. */
export const nothing = '/';

/** The items of the one collection, each at a path of its own for as long as it lives. */
export class Items {
  readonly #items = new Map<string, OddItem>();
  readonly #now: () => number;
  #made = 0;

  /** @param now milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  all(): OddItem[] {
    return [...this.#items.values()];
  }

  paths(): string[] {
    return [...this.#items.keys()];
  }

  at(path: string): OddItem | undefined {
    return this.#items.get(path);
  }

  /** Paths of the items that have all these attributes, and maybe more. */
  search(attributes: Readonly<Record<string, string>>): string[] {
    const wanted = Object.entries(attributes);
    return [...this.#items].flatMap(([path, item]) =>
      wanted.every(([name, value]) => item.attributes[name] === value) ? [path] : [],
    );
  }

  add(item: Partial<OddItem>): string {
    this.#made += 1;
    const path = `${collectionPath}/${this.#made}`;
    const now = this.#seconds();
    this.#items.set(path, {
      label: '',
      attributes: {},
      value: '',
      contentType: 'text/plain',
      created: now,
      modified: now,
      ...item,
    });
    return path;
  }

  change(path: string, changes: Partial<OddItem>): void {
    const item = this.#items.get(path);
    if (item !== undefined) {
      this.#items.set(path, { ...item, modified: this.#seconds(), ...changes });
    }
  }

  remove(path: string): void {
    this.#items.delete(path);
  }

  clear(): void {
    this.#items.clear();
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}
