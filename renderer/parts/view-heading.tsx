import type { ReactNode } from 'react';

/** The heading of a view. It takes the focus when its view comes on screen. */
export function ViewHeading({ children }: { children: ReactNode }) {
  return (
    <h1 tabIndex={-1} data-view-focus="">
      {children}
    </h1>
  );
}
