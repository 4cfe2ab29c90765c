/**
 * Passes a value on only where it differs from the one before. A menu that is
 * replaced while it is open loses the click that is on its way, so a new one has
 * to be worth it.
 */
export function whenChanged<T>(apply: (value: T) => void): (value: T) => void {
  let applied: string | null = null;
  return (value) => {
    const next = JSON.stringify(value);
    if (next === applied) return;
    applied = next;
    apply(value);
  };
}
