import { expect, it } from 'vitest';

import { systemDelay } from './clock.ts';

it('waits', async () => {
  await systemDelay(1, new AbortController().signal);
});

it('rejects at once when its signal aborts, before or while it waits', async () => {
  const abort = new AbortController();
  const waiting = systemDelay(3_600_000, abort.signal);
  abort.abort();
  await expect(waiting).rejects.toThrow();
  await expect(systemDelay(3_600_000, abort.signal)).rejects.toThrow();
});
