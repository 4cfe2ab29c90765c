import { z } from 'zod';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const coordinate = z.number().int().min(-100_000).max(100_000);
const length = z.number().int().min(1).max(100_000);

const windowStateSchema = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: length, height: length }),
  isMaximized: z.boolean(),
  /** 1 is 100 %. */
  zoomFactor: z.number().min(0.25).max(5),
});

/** How the window was left. */
export type WindowState = z.infer<typeof windowStateSchema>;

/** Reads a saved state; null for anything that is not one, which costs no more than a default window. */
export function parseWindowState(text: string): WindowState | null {
  try {
    return windowStateSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** In device-independent pixels. */
export const minimumSize = { width: 320, height: 400 };
const defaultSize = { width: 480, height: 740 };

/** As much of the title bar must be on a screen that the window can be dragged by it. */
const graspableWidth = 80;
const titleBarHeight = 30;

export interface Placement {
  readonly width: number;
  readonly height: number;
  /** Absent where the window system is to choose. */
  readonly position?: { readonly x: number; readonly y: number };
}

/**
 * Where to open the window: where it was left, as long as it can be grasped
 * there on one of today's screens, and never larger than that screen.
 *
 * @param screens work areas, without task bars.
 */
export function placeWindow(saved: WindowState | null, screens: readonly Rectangle[]): Placement {
  const screen = saved && screens.find((area) => canBeGrasped(saved.bounds, area));
  if (!screen) {
    const roomiest = largest(screens);
    return fit(saved?.bounds ?? defaultSize, roomiest);
  }
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
