import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * Moves the focus to the new view's heading (or its first field) whenever the
 * view changes, so that keyboard and screen reader follow. The first view that
 * has something to show leaves the focus where it is.
 */
export function useViewFocus(viewName: string): void {
  const shown = useRef(viewName);
  useEffect(() => {
    const before = shown.current;
    shown.current = viewName;
    if (before === viewName || before === 'loading') return;
    focusView();
  }, [viewName]);
}

/**
 * Gives the focus back to the view, or to the `heading` of its part, when what
 * had it (the button of a notice, say) is gone. `offers` names such things.
 */
export function useFocusRescue(
  offers: readonly string[],
  heading?: RefObject<HTMLElement | null>,
): void {
  const offered = useRef(offers);
  useEffect(() => {
    const isGone = offered.current.some((name) => !offers.includes(name));
    offered.current = offers;
    if (!isGone || document.activeElement !== document.body) return;
    if (heading?.current) heading.current.focus();
    else focusView();
  }, [offers, heading]);
}

function focusView(): void {
  document.querySelector<HTMLElement>('[data-view-focus]')?.focus();
}
