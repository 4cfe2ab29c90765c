import { existsSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { BenchRow } from './bench-row.ts';

/** How much the packed app adds to the Electron in it, of which it leaves languages out. */
export function benchSize(): Promise<BenchRow[]> {
  const dist = fileURLToPath(new URL('../../dist', import.meta.url));
  const packed = existsSync(dist)
    ? readdirSync(dist).find((name) => name.endsWith('-unpacked'))
    : undefined;
  const electron = process.env['BENCH_ELECTRON_FOLDER'];
  if (packed === undefined || electron === undefined) {
    return Promise.reject(new Error('There is no packed app. Run: npm run pack'));
  }
  // The stand-in of the official Electron has a loader in it, which no packed app has.
  const bare = sizeOf(electron) - sizeOf(path.join(electron, 'resources/app'));
  const row: BenchRow = {
    what: 'what the packed app adds',
    unit: 'KiB',
    median: sizeOf(path.join(dist, packed, 'resources')) / 1024,
    peer: { what: 'the bare Electron', median: bare / 1024 },
    requests: null,
    bytesPerCall: null,
  };
  return Promise.resolve([row]);
}

function sizeOf(place: string): number {
  if (!existsSync(place)) return 0;
  const facts = lstatSync(place);
  if (!facts.isDirectory()) return facts.size;
  return readdirSync(place).reduce((sum, name) => sum + sizeOf(path.join(place, name)), 0);
}
