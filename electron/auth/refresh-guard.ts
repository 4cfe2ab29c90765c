/**
 * Keeps other processes from doing the same meanwhile. Throws `StoreError` `busy` after `waitMs`.
 */
export type RefreshGuard = <T>(
  work: () => Promise<T>,
  options?: { readonly waitMs: number },
) => Promise<T>;
