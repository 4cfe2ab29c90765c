import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { windowStateFile } from './window-state-file.ts';

const state = {
  bounds: { x: 1, y: 2, width: 480, height: 700 },
  isMaximized: true,
  zoomFactor: 1.25,
};
let folder: string;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-window-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

it('remembers the window and leaves nothing else behind', () => {
  const file = path.join(folder, 'window-state.json');
  windowStateFile(file, log).save(state);
  expect(windowStateFile(file, log).load()).toEqual(state);
  expect(fs.readdirSync(folder)).toEqual(['window-state.json']);
});

it('starts afresh where nothing or nonsense is remembered', () => {
  const file = path.join(folder, 'window-state.json');
  expect(windowStateFile(file, log).load()).toBeNull();
  fs.writeFileSync(file, '[]');
  expect(windowStateFile(file, log).load()).toBeNull();
});

it('does not disturb anybody where it cannot be remembered', () => {
  windowStateFile(path.join(folder, 'missing', 'window-state.json'), log).save(state);
  expect(log.warn).toHaveBeenCalledWith('window.state-not-saved', { code: 'ENOENT' });
});
