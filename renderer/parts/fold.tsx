import type { ReactNode } from 'react';

import { Icon } from './icon.tsx';

/** A line that opens what only some people look for. */
export function Fold({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="fold">
      <summary className="fold__title">
        <Icon name="next" />
        <span>{title}</span>
      </summary>
      <div className="fold__content">{children}</div>
    </details>
  );
}
