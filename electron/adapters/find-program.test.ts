import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { hasXdgOpen } from './find-program.ts';

describe.skipIf(process.platform === 'win32')('hasXdgOpen', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-path-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const search = () => hasXdgOpen({ PATH: `/nowhere:${folder}` });

  it('finds the program in any folder of PATH', async () => {
    fs.writeFileSync(path.join(folder, 'xdg-open'), '#!/bin/sh\n', { mode: 0o755 });
    await expect(search()).resolves.toBe(true);
  });

  it('does not find what is missing', async () => {
    await expect(search()).resolves.toBe(false);
    await expect(hasXdgOpen({})).resolves.toBe(false);
  });
});
