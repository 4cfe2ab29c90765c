/** Two clocks at one moment, in milliseconds: people set the one, and nobody the other. */
export interface Clocks {
  /** Since the epoch. */
  readonly wallMs: number;
  /** Since some moment; it stands still while the machine sleeps. */
  readonly steadyMs: number;
}

/** How often to look whether the clock was set. */
export const lookMs = 1000;

/** A clock that is only corrected differs by less from one look to the next. */
const toleranceMs = 500;

export interface Looks {
  /** When the time was renewed. */
  readonly renewed: Clocks;
  readonly last: Clocks;
  readonly present: Clocks;
  readonly stepMs: number;
}

/** Whether what is shown of the time is old: the step is over, or the clock was set since the last look. */
export function isTimeToRenew({ renewed, last, present, stepMs }: Looks): boolean {
  // Timers ring a little early.
  const isStepOver = present.steadyMs - renewed.steadyMs >= stepMs - 50;
  return isStepOver || Math.abs(setByMs(last, present)) > toleranceMs;
}

function setByMs(before: Clocks, after: Clocks): number {
  return after.wallMs - before.wallMs - (after.steadyMs - before.steadyMs);
}
