import type { ReactNode } from 'react';

import type { TestId } from '../../shared/test-ids.ts';
import { partTexts as texts } from '../../shared/texts/parts.ts';
import { afterTitle } from '../wording/after-title.ts';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';

export type Severity = 'info' | 'warning' | 'error';

/** A framed message: its severity as icon and spoken word, a title, a text and what can be done. */
export function Callout(props: {
  severity: Severity;
  testId?: TestId;
  /** A code of what it tells of, for tests; the severity unless given. */
  state?: string | undefined;
  /** Left out where the heading of the page, right above, says it. */
  title?: string;
  /** Null where the title says all. */
  children: ReactNode;
  action?: ReactNode;
  /** True where it must be read out at once. */
  urgent?: boolean;
  /** Puts it away, by a cross; left out where that is not possible. */
  onDismiss?: (() => void) | undefined;
}) {
  const { severity, testId, state = severity, title, children, action, urgent = false } = props;
  const { onDismiss } = props;
  const text =
    title !== undefined && typeof children === 'string' ? afterTitle(title, children) : children;
  return (
    <div
      className={`callout callout--${severity}`}
      data-testid={testId}
      data-state={testId && state}
    >
      <Icon name={severity} />
      <div className="callout__body">
        <div role={urgent ? 'alert' : undefined}>
          <span className="visually-hidden">{`${texts.severities[severity]()} `}</span>
          {title !== undefined && <p className="callout__title">{title}</p>}
          {text !== null && (
            <p className="callout__text">
              {typeof text === 'string' ? <Prose>{text}</Prose> : text}
            </p>
          )}
        </div>
        {action}
      </div>
      {onDismiss !== undefined && (
        <button
          type="button"
          className="callout__dismiss"
          data-testid="notice-dismiss"
          aria-label={texts.dismiss({ title: title ?? '' })}
          onClick={onDismiss}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
