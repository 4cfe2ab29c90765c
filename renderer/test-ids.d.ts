import 'react';

import type { TestId } from '../shared/test-ids.ts';

// So that a handle which is not in the list does not compile.
declare module 'react' {
  interface HTMLAttributes<T> {
    'data-testid'?: TestId | undefined;
    'data-state'?: string | undefined;
  }
}
