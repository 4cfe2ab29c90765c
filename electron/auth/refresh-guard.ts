/**
 * Runs work while no other process of Gatehouse does the same for this credential.
 *
 * @param options `waitMs` is how long to wait for another one at most; left out,
 * as long as a refresh may take.
 * @throws {StoreError} `busy` where another one did not finish in time; the work
 * has not begun then.
 */
export type RefreshGuard = <T>(
  work: () => Promise<T>,
  options?: { readonly waitMs: number },
) => Promise<T>;
