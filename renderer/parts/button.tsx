import type { ReactNode, Ref } from 'react';

import type { TestId } from '../../shared/test-ids.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export interface ButtonProps {
  children: ReactNode;
  testId?: TestId | undefined;
  /** How it is, in a word for tests. */
  state?: string | undefined;
  onClick?: () => unknown;
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: IconName;
  submit?: boolean;
  /** The key of the window that presses it; see `useShortcuts`. */
  shortcut?: 'reload';
  /** Ids of the texts that explain the button, or why it is off. */
  describedBy?: string | undefined;
  /** Off, yet it can be reached with the keyboard, so that the reason can be read. */
  disabled?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const {
    children,
    testId,
    state,
    onClick,
    kind = 'secondary',
    icon,
    submit = false,
    shortcut,
    describedBy,
    ref,
  } = props;
  const disabled = props.disabled === true;
  return (
    <button
      ref={ref}
      type={submit ? 'submit' : 'button'}
      className={`button button--${kind}`}
      data-testid={testId}
      data-state={state ?? (disabled ? 'off' : undefined)}
      data-shortcut={shortcut}
      aria-disabled={disabled || undefined}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (disabled) event.preventDefault();
        else onClick?.();
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
