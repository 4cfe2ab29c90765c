import { expect, it } from 'vitest';

import { SerialQueue } from './serial-queue.ts';

it('runs one after the other, also after a failure', async () => {
  const queue = new SerialQueue();
  const order: string[] = [];
  const task = (name: string) => async () => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
    if (name === 'first') throw new Error('first failed');
    return name;
  };
  const first = queue.run(task('first'));
  const second = queue.run(task('second'));
  await expect(first).rejects.toThrow('first failed');
  expect(await second).toBe('second');
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});
