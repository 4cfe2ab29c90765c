import { useId, useState } from 'react';
import type { ReactNode } from 'react';

import type { TestId } from '../../shared/test-ids.ts';
import { Icon } from './icon.tsx';

/** A card whose heading opens the rest of it. */
export function FoldingCard(props: {
  title: string;
  testId: TestId;
  summary?: ReactNode;
  startsOpen?: boolean;
  children: ReactNode;
}) {
  const { title, testId, summary, startsOpen = false, children } = props;
  const [open, setOpen] = useState(startsOpen);
  const contentId = useId();
  return (
    <section
      className="card folding"
      aria-label={title}
      data-testid={testId}
      data-state={open ? 'open' : 'closed'}
    >
      <div>
        <h2 className="folding__heading">
          <button
            type="button"
            className="folding__toggle"
            data-part-focus=""
            aria-expanded={open}
            aria-controls={open ? contentId : undefined}
            onClick={() => setOpen(!open)}
          >
            <span>{title}</span>
            <Icon name="next" />
          </button>
        </h2>
        {summary}
      </div>
      {open && (
        <div id={contentId} className="folding__content">
          {children}
        </div>
      )}
    </section>
  );
}
