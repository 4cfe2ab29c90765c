/**
 * Runs work while no other process of Gatehouse does the same for this credential.
 *
 * @throws {StoreError} `busy` where another one did not finish in time; the work
 * has not begun then.
 */
export type RefreshGuard = <T>(work: () => Promise<T>) => Promise<T>;
