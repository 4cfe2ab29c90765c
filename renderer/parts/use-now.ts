import { useEffect, useState } from 'react';

/** Two clocks at one moment, in milliseconds. */
interface Clocks {
  /** Since the epoch; people can set it. */
  readonly wallMs: number;
  /** Since some moment; nobody can set it, and it stands still while the machine sleeps. */
  readonly steadyMs: number;
}

/** How often to look whether the clock was set. */
const lookMs = 1000;

/** A clock that is only corrected differs by less from one look to the next. */
const toleranceMs = 500;

/**
 * The present time in milliseconds since the epoch, renewed every `stepMs`, and as soon as
 * somebody sets the clock or the machine wakes up.
 */
export function useNow(stepMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let renewed = readClocks();
    let last = renewed;
    const look = (): void => {
      const present = readClocks();
      if (isTimeToRenew({ renewed, last, present, stepMs })) {
        renewed = present;
        setNow(present.wallMs);
      }
      last = present;
    };
    const timer = setInterval(look, Math.min(stepMs, lookMs));
    return () => clearInterval(timer);
  }, [stepMs]);
  return now;
}

function readClocks(): Clocks {
  return { wallMs: Date.now(), steadyMs: performance.now() };
}

/** Whether the step since `renewed` is over, or the clock was set since the last look. */
export function isTimeToRenew(
  looks: Readonly<Record<'renewed' | 'last' | 'present', Clocks>> & { readonly stepMs: number },
): boolean {
  const { renewed, last, present, stepMs } = looks;
  // Timers ring a little early.
  const isStepOver = present.steadyMs - renewed.steadyMs >= stepMs - 50;
  const setByMs = present.wallMs - last.wallMs - (present.steadyMs - last.steadyMs);
  return isStepOver || Math.abs(setByMs) > toleranceMs;
}
