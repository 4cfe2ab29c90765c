/**
 * Runs work while no other process of Gatehouse does the same for this credential. Waits `waitMs`,
 * or as long as a refresh may take, then throws a `StoreError` `busy`; the work has not begun then.
 */
export type RefreshGuard = <T>(
  work: () => Promise<T>,
  options?: { readonly waitMs: number },
) => Promise<T>;
