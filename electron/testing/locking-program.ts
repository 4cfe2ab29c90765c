import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { fileLockOf } from '../adapters/file-lock.ts';
import { LockError, type HeldLock } from '../store/file-lock.ts';
import type { LockingAnswer, LockingOrder } from './locking-orders.ts';

/** A program that locks one file at its parent's word: `node locking-program.mjs FILE`. */
const [file = ''] = process.argv.slice(2);
const lockFile = fileLockOf(process.platform);
let held: HeldLock | undefined;

process.on('message', (order: LockingOrder) => {
  void carryOut(order).then((answer) => process.send?.(answer));
});

async function carryOut(order: LockingOrder): Promise<LockingAnswer> {
  switch (order.do) {
    case 'lock':
      try {
        held = await lockFile(file, { timeoutMs: order.timeoutMs });
        return { is: 'locked' };
      } catch (error) {
        if (!(error instanceof LockError)) throw error;
        return { is: 'refused', code: error.code, holder: error.holder };
      }
    case 'release':
      held?.release();
      return { is: 'released' };
    case 'start-child':
      return { is: 'child', pid: spawn('sleep', ['600'], { stdio: 'ignore' }).pid ?? 0 };
    case 'count':
      for (let count = 0; count < order.times; count += 1) {
        const lock = await lockFile(file, { timeoutMs: 60_000 });
        const counted = Number(readFileSync(order.counter, 'utf8'));
        writeFileSync(order.counter, String(counted + 1));
        lock.release();
      }
      return { is: 'counted' };
  }
}
