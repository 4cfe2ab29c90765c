import type { ReactNode } from 'react';

import type { TestId } from '../../shared/test-ids.ts';
import { Icon } from './icon.tsx';

/** A line that opens what only some people look for. */
export function Fold(props: { title: string; testId?: TestId; children: ReactNode }) {
  const { title, testId, children } = props;
  return (
    <details className="fold" data-testid={testId}>
      <summary className="fold__title">
        <Icon name="next" />
        <span>{title}</span>
      </summary>
      <div className="fold__content">{children}</div>
    </details>
  );
}
