import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  parseWindowState,
  placeWindow,
  windowStateFile,
  type WindowState,
} from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const secondScreen = { x: 1920, y: 0, width: 1280, height: 1024 };

function left(bounds: Partial<WindowState['bounds']>): WindowState {
  return {
    bounds: { x: 100, y: 80, width: 480, height: 700, ...bounds },
    isMaximized: false,
    zoomFactor: 1,
  };
}

describe('a saved window', () => {
  it('is read back as it was written', () => {
    const state = left({});
    expect(parseWindowState(JSON.stringify(state))).toEqual(state);
  });

  it.each([
    ['not JSON', '{"bounds":'],
    ['nothing', ''],
    ['another shape', '{"width":480}'],
    ['a size of nothing', JSON.stringify(left({ width: 0 }))],
    ['a size beyond any screen', JSON.stringify(left({ height: 1e9 }))],
    ['a fraction', JSON.stringify(left({ x: 0.5 }))],
    ['a zoom that nobody could read', JSON.stringify({ ...left({}), zoomFactor: 0.01 })],
  ])('is forgotten when it is %s', (_what, text) => {
    expect(parseWindowState(text)).toBeNull();
  });
});

describe('placing the window', () => {
  it('opens the first time where the window system wants it', () => {
    expect(placeWindow(null, [screen])).toEqual({ width: 480, height: 740 });
  });

  it('opens again where it was left, on either screen', () => {
    expect(placeWindow(left({ x: 2000, y: 50 }), [screen, secondScreen])).toEqual({
      width: 480,
      height: 700,
      position: { x: 2000, y: 50 },
    });
  });

  it('keeps its size but not its place when that screen is gone', () => {
    expect(placeWindow(left({ x: 2000, width: 600 }), [screen])).toEqual({
      width: 600,
      height: 700,
    });
  });

  it.each([
    ['its title bar is above the screen', left({ y: -40 })],
    ['its title bar is below the screen', left({ y: 1030 })],
    ['hardly anything of it is left of the edge', left({ x: 1900 })],
  ])('is moved when %s', (_what, state) => {
    expect(placeWindow(state, [screen]).position).toBeUndefined();
  });

  it('may hang over an edge as long as it can be dragged back', () => {
    expect(placeWindow(left({ x: -300 }), [screen]).position).toEqual({ x: -300, y: 80 });
  });

  it('fits a smaller screen, but never gets too small to use', () => {
    const small = { x: 0, y: 0, width: 800, height: 600 };
    expect(placeWindow(left({ width: 1500, height: 900 }), [small])).toMatchObject({
      width: 800,
      height: 600,
    });
    expect(placeWindow(left({ width: 10, height: 10 }), [small])).toMatchObject({
      width: 320,
      height: 400,
    });
  });

  it('copes with no screen at all', () => {
    expect(placeWindow(left({}), [])).toEqual({ width: 480, height: 700 });
  });
});

describe('the file of a window', () => {
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
});
