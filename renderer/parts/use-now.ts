import { useEffect, useReducer, useRef, useState } from 'react';

import { useMirror } from '../gatehouse-context.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A text tells the time of day and the date alone, or also how far away that is. */
export type Telling = 'clock' | 'distance';

/** The clock can be set, which nothing tells. */
const longestMs = 5 * minuteMs;

/** Timers ring a little early. */
const shortestMs = 20;

/**
 * The present time in milliseconds since the epoch, renewed when a text about these times changes,
 * and whenever somebody comes back to the window or the app has something new, as after a sleep.
 * Between that nothing rings.
 */
export function useNow(times: readonly (number | null | undefined)[], telling: Telling): number {
  const [now, renew] = useReducer(
    () => Date.now(),
    null,
    () => Date.now(),
  );
  const app = useMirror((mirror) => mirror.app);
  const known = useRef(app);
  useEffect(() => {
    if (known.current === app) return;
    known.current = app;
    renew();
  }, [app]);
  useEffect(() => {
    window.addEventListener('focus', renew);
    document.addEventListener('visibilitychange', renew);
    return () => {
      window.removeEventListener('focus', renew);
      document.removeEventListener('visibilitychange', renew);
    };
  }, []);
  useEffect(() => {
    const waitMs = Math.min(nextChangeMs(times, Date.now(), telling) + shortestMs, longestMs);
    const timer = setTimeout(renew, waitMs);
    return () => clearTimeout(timer);
  }, [now, times, telling]);
  return now;
}

/** The present time, renewed every second. */
export function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How long texts about these times stay as they are, in milliseconds: until midnight at most. */
export function nextChangeMs(
  times: readonly (number | null | undefined)[],
  now: number,
  telling: Telling,
): number {
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1);
  const changes = times.flatMap((at) => {
    if (at === null || at === undefined) return [];
    if (telling === 'distance') return [untilOtherDistanceMs(at, now)];
    return at > now ? [at - now] : [];
  });
  return Math.min(midnight.getTime() - now, ...changes);
}

/** Until a whole minute, hour or day less is left, or one more has passed: see `relativeTime`. */
function untilOtherDistanceMs(at: number, now: number): number {
  const distanceMs = Math.abs(at - now);
  const unitMs = distanceMs < hourMs ? minuteMs : distanceMs < dayMs ? hourMs : dayMs;
  const beyondMs = distanceMs % unitMs;
  return at >= now ? beyondMs + 1 : unitMs - beyondMs;
}
