import type { ReactNode } from 'react';

import type { TestId } from '../../shared/test-ids.ts';
import { partTexts as texts } from '../../shared/texts/parts.ts';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';

export type Severity = 'info' | 'warning' | 'error';

/** A framed message: its severity as icon and word, a title, a text and what can be done. */
export function Callout(props: {
  severity: Severity;
  testId?: TestId;
  /** A code of what it tells of, for tests; the severity unless given. */
  state?: string | undefined;
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
  return (
    <div
      className={`callout callout--${severity}`}
      data-testid={testId}
      data-state={testId && state}
    >
      <Icon name={severity} />
      <div className="callout__body">
        <div role={urgent ? 'alert' : undefined}>
          <p className={title === undefined ? 'callout__word' : 'visually-hidden'}>
            {texts.severities[severity]()}
          </p>
          {title !== undefined && <p className="callout__title">{title}</p>}
          {children !== null && (
            <p className="callout__text">
              {typeof children === 'string' ? <Prose>{children}</Prose> : children}
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
          aria-label={texts.dismiss({ title: title ?? texts.severities[severity]() })}
          onClick={onDismiss}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
