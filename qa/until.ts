import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 30_000;
const pauseMs = 50;

/**
 * Asks again and again, until the answer is what is waited for.
 *
 * @param whatFor says in an error what did not come, such as "a page in the browser".
 * @param isThere left out: any answer but null, undefined and false.
 * @throws {Error} after `limitMs`, 30 s unless given, with the last answer.
 */
export async function until<T>(
  whatFor: string,
  ask: () => T | Promise<T>,
  isThere: (answer: T) => boolean = isAny,
  limitMs = patienceMs,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (performance.now() > end) {
      const last = JSON.stringify(answer) ?? String(answer);
      throw new Error(
        `Waited ${limitMs / 1000} s in vain for ${whatFor}. The last answer: ${last}`,
      );
    }
    await delay(pauseMs);
  }
}

function isAny(answer: unknown): boolean {
  return answer !== null && answer !== undefined && answer !== false;
}
