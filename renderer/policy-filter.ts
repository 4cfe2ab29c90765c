export interface PolicyFilter {
  readonly text: string;
  /** Also those that nobody has set. */
  readonly withUnset: boolean;
}

export const onlySet: PolicyFilter = { text: '', withUnset: false };
