import { setTimeout as timer } from 'node:timers/promises';

import type { Delay, Now } from '../ports.ts';

export const systemNow: Now = () => Date.now();

export const systemDelay: Delay = async (delayMs, signal) => {
  await timer(delayMs, undefined, { signal });
};
