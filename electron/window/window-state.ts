import fs from 'node:fs';

import { z } from 'zod';

import { readRegularFileSync } from '../files/regular-file.ts';
import type { Log } from '../ports.ts';

interface Rectangle {
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

export type WindowState = z.infer<typeof windowStateSchema>;

/** Reads a saved state; null for anything that is not one. */
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

const maxBytes = 64 * 1024;

export type WindowStateFile = ReturnType<typeof windowStateFile>;

/** The remembered window, in a file that is replaced as a whole. What cannot be kept is forgotten. */
export function windowStateFile(file: string, log: Log) {
  return {
    load(): WindowState | null {
      const found = readRegularFileSync(file, maxBytes);
      return found.kind === 'bytes' ? parseWindowState(found.bytes.toString('utf8')) : null;
    },
    save(state: WindowState): void {
      const temporary = `${file}.new`;
      try {
        fs.writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 });
        fs.renameSync(temporary, file);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : null;
        log.warn('window.state-not-saved', { code });
      }
    },
  };
}
