import { useEffect, useRef } from 'react';

/** Moves the focus to the heading or first field of a new view, so that a screen reader follows. */
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
 * Whenever what had the focus goes away, moves it to the heading of the part around it, marked
 * with `data-part-focus`, or else to the heading of the view.
 */
export function useFocusRescue(): void {
  useEffect(() => {
    // The element that had the focus last, and everything around it.
    let path: readonly Element[] = [];
    const remember = ({ target }: FocusEvent): void => {
      path = target instanceof Element ? [target, ...ancestorsOf(target)] : [];
    };
    const rescue = (): void => {
      const [focused] = path;
      if (focused === undefined || focused.isConnected) return;
      if (document.activeElement !== document.body) return;
      const part = headingAround(path);
      path = [];
      if (part === null) focusView();
      else part.focus();
    };
    const changes = new MutationObserver(rescue);
    document.addEventListener('focusin', remember);
    changes.observe(document.body, { subtree: true, childList: true });
    return () => {
      document.removeEventListener('focusin', remember);
      changes.disconnect();
    };
  }, []);
}

function ancestorsOf({ parentElement }: Element): readonly Element[] {
  return parentElement === null ? [] : [parentElement, ...ancestorsOf(parentElement)];
}

function headingAround(path: readonly Element[]): HTMLElement | null {
  const parts = path.filter((element) => element.isConnected && element.matches('section'));
  const headings = parts.map((part) => part.querySelector<HTMLElement>('[data-part-focus]'));
  return headings.find((heading, index) => heading?.closest('section') === parts[index]) ?? null;
}

function focusView(): void {
  document.querySelector<HTMLElement>('[data-view-focus]')?.focus();
}
