import type { PromptOutcome } from './behaviour.ts';
import type { Values } from './bus-connection.ts';

/** Signature and value. */
export type Variant = readonly [string, unknown];

interface Standing {
  readonly outcome: PromptOutcome;
  /** The result, as a variant, of a prompt that was dismissed. */
  readonly dismissed: Variant;
  /** Does what was asked, and returns the result as a variant. */
  readonly act: () => Variant;
}

/** Tells that a prompt has ended, by the signal `Completed`. */
export type Completed = (path: string, values: Values) => void;

/** Prompts of a Secret Service, each an object on the bus until it has ended. */
export class Prompts {
  readonly #standing = new Map<string, Standing>();
  readonly #completed: Completed;
  #made = 0;

  constructor(completed: Completed) {
    this.#completed = completed;
  }

  get count(): number {
    return this.#standing.size;
  }

  has(path: string): boolean {
    return this.#standing.has(path);
  }

  /** @returns the path of the new prompt, which waits to be shown. */
  make(outcome: PromptOutcome, act: Standing['act'], dismissed: Variant = ['s', '']): string {
    this.#made += 1;
    const path = `/org/freedesktop/secrets/prompt/p${this.#made}`;
    this.#standing.set(path, { outcome, act, dismissed });
    return path;
  }

  /** Shows it: who confirms or dismisses does so at once. */
  show(path: string): void {
    const outcome = this.#standing.get(path)?.outcome;
    if (outcome === 'confirmed' || outcome === 'dismissed') this.#end(path, outcome);
  }

  dismiss(path: string): void {
    this.#end(path, 'dismissed');
  }

  answerAll(outcome: 'confirmed' | 'dismissed'): void {
    for (const path of [...this.#standing.keys()]) this.#end(path, outcome);
  }

  /** As at the end of the service. */
  forgetAll(): void {
    this.#standing.clear();
  }

  #end(path: string, outcome: 'confirmed' | 'dismissed'): void {
    const prompt = this.#standing.get(path);
    if (prompt === undefined) return;
    this.#standing.delete(path);
    const isDismissed = outcome === 'dismissed';
    const result = isDismissed ? prompt.dismissed : prompt.act();
    this.#completed(path, { signature: 'bv', body: [isDismissed, [...result]] });
  }
}
