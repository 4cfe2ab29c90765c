import type { ReactNode } from 'react';

import type { TestId } from '../../shared/test-ids.ts';

/** The heading of a view. It takes the focus when its view comes on screen. */
export function ViewHeading({ children, testId }: { children: ReactNode; testId?: TestId }) {
  return (
    <h1 tabIndex={-1} data-view-focus="" data-testid={testId}>
      {children}
    </h1>
  );
}
