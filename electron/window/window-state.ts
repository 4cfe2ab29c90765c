import * as z from 'zod/mini';

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const coordinate = z.int().check(z.minimum(-100_000), z.maximum(100_000));
const length = z.int().check(z.minimum(1), z.maximum(100_000));

export const windowStateSchema = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: length, height: length }),
  isMaximized: z.boolean(),
  /** 1 is 100 %. */
  zoomFactor: z.number().check(z.minimum(0.25), z.maximum(5)),
});

export type WindowState = z.infer<typeof windowStateSchema>;

/** In device-independent pixels. */
export const minimumSize = { width: 320, height: 400 };
const defaultSize = { width: 480, height: 740 };

/** So much of the title bar must be on a screen that the window can be dragged by it. */
const graspableWidth = 80;
const titleBarHeight = 30;

interface Placement {
  readonly width: number;
  readonly height: number;
  /** Absent where the window system is to choose. */
  readonly position?: { readonly x: number; readonly y: number };
}

/** Where the window was left, if it can be grasped there; the screens are work areas. */
export function placeWindow(saved: WindowState | null, screens: readonly Rectangle[]): Placement {
  const screen = saved && screens.find((area) => canBeGrasped(saved.bounds, area));
  if (!screen) return fit(saved?.bounds ?? defaultSize, largest(screens));
  const { x, y } = saved.bounds;
  return { ...fit(saved.bounds, screen), position: { x, y } };
}

function canBeGrasped(window: Rectangle, screen: Rectangle): boolean {
  const left = Math.max(window.x, screen.x);
  const right = Math.min(window.x + window.width, screen.x + screen.width);
  const isTitleBarOnScreen =
    window.y >= screen.y && window.y + titleBarHeight <= screen.y + screen.height;
  return right - left >= graspableWidth && isTitleBarOnScreen;
}

function fit(size: { width: number; height: number }, screen: Rectangle | null): Placement {
  const clamp = (wanted: number, minimum: number, available: number) =>
    Math.max(minimum, Math.min(wanted, available));
  return {
    width: clamp(size.width, minimumSize.width, screen?.width ?? size.width),
    height: clamp(size.height, minimumSize.height, screen?.height ?? size.height),
  };
}

function largest(screens: readonly Rectangle[]): Rectangle | null {
  const area = ({ width, height }: Rectangle) => width * height;
  return screens.reduce<Rectangle | null>(
    (best, next) => (best === null || area(next) > area(best) ? next : best),
    null,
  );
}
