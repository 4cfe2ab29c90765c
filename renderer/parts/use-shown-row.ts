import { useEffect, useRef, type RefObject } from 'react';

/** Takes the focus, and so into view, each time that a row is to be shown: with another object. */
export function useShownRow<T extends HTMLElement>(shown: object | null): RefObject<T | null> {
  const row = useRef<T>(null);
  useEffect(() => {
    if (shown !== null) row.current?.focus();
  }, [shown]);
  return row;
}
