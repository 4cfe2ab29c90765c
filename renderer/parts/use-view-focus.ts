import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * Moves the focus to the new view's heading (or its first field) whenever the
 * view changes, so that keyboard and screen reader follow. The first view that
 * has something to show leaves the focus where it is.
 */
export function useViewFocus(viewName: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(viewName);
  useEffect(() => {
    const before = shown.current;
    shown.current = viewName;
    if (before === viewName || before === 'loading') return;
    main.current?.querySelector<HTMLElement>('[data-view-focus]')?.focus();
  }, [viewName]);
  return main;
}
