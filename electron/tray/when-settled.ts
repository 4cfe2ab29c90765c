/**
 * Passes a value on once it has stood still for `pauseMs`, and only where it
 * differs from the one before.
 *
 * A menu that is replaced while it is open loses the click that is on its way,
 * and a reload goes through states that nobody can see.
 */
export function whenSettled<T>(apply: (value: T) => void, pauseMs: number): (value: T) => void {
  let applied: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  return (value) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const next = JSON.stringify(value);
      if (next === applied) return;
      applied = next;
      apply(value);
    }, pauseMs);
  };
}
