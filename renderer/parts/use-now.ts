import { useEffect, useState } from 'react';

import { isTimeToRenew, lookMs, type Clocks } from '../clocks.ts';

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
