import { onTestFinished } from 'vitest';
import { startEmbeddedIssuer } from './embedded-issuer.ts';
import type { EmbeddedIssuer } from './embedded-issuer.ts';
import type { EmbeddedIssuerOptions } from './issuer-options.ts';

/** An embedded issuer that ends with the test. */
export async function issuerInTest(options?: EmbeddedIssuerOptions): Promise<EmbeddedIssuer> {
  const issuer = await startEmbeddedIssuer(options);
  onTestFinished(() => issuer.close());
  return issuer;
}

/** A clock that stands still until it is moved. */
export function steppedClock(startsAt = Date.UTC(2026, 0, 22)): {
  readonly now: () => number;
  readonly advanceSeconds: (seconds: number) => void;
} {
  let nowMs = startsAt;
  return {
    now: () => nowMs,
    advanceSeconds(seconds) {
      nowMs += seconds * 1000;
    },
  };
}
