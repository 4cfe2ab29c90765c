import { describe, expect, it } from 'vitest';

import { placeWindow, windowStateSchema, type WindowState } from './window-state.ts';

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
    expect(windowStateSchema.parse(left({}))).toEqual(left({}));
  });

  it.each([
    ['another shape', { width: 480 }],
    ['a size of nothing', left({ width: 0 })],
    ['a size beyond any screen', left({ height: 1e9 })],
    ['a fraction', left({ x: 0.5 })],
    ['a zoom that nobody could read', { ...left({}), zoomFactor: 0.01 }],
  ])('is forgotten when it is %s', (_what, state) => {
    expect(windowStateSchema.safeParse(state).success).toBe(false);
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
