import {
  readlinkSync,
  realpathSync,
  statSync,
  unwatchFile,
  watch as watchFolder,
  watchFile,
} from 'node:fs';
import path from 'node:path';

import type { Log } from '../ports.ts';
import { isErrno, systemCodeOf } from '../base/system-errors/system-code.ts';

export interface FolderWatch {
  close(): void;
}

export interface FolderWatchParts {
  readonly files: readonly string[];
  readonly onChange: () => void;
  readonly log: Log;
  readonly watchFolder?: typeof watchFolder;
}

type Plan = ReadonlyMap<string, ReadonlySet<string>>;

const quietMs = 100;
const longestBurstMs = 400;
const pollIntervalMs = 500;
const mostLinks = 40;
const mostPlans = 5;

/**
 * Calls back when one of some files was written, replaced, made or removed: within half a second,
 * once per burst, and sometimes too often.
 *
 * Folders are watched, so that replaced files are still seen: the nearest folder above where one
 * is missing, and of a symbolic link its own folder and that of its target. Where the system
 * refuses (ENOSPC on Linux), the files are polled. Not by chokidar 6: it needs Node 22.22.
 */
export function watchFiles(parts: FolderWatchParts): FolderWatch {
  return new PlannedWatch(parts);
}

class PlannedWatch implements FolderWatch {
  readonly #parts: FolderWatchParts;
  #plan: Plan = new Map();
  #open: (() => void)[] = [];
  /** A watch may have lost its folder, so that all must be opened again. */
  #isBroken = true;
  #isRefusalLogged = false;
  #timer: NodeJS.Timeout | null = null;
  #burstSince = 0;
  #isClosed = false;

  constructor(parts: FolderWatchParts) {
    this.#parts = parts;
    this.#follow();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#closeAll();
  }

  /** Watches by the present plan, and again while it changes. */
  #follow(): void {
    for (let plans = 0; plans < mostPlans; plans += 1) {
      const plan = planFor(this.#parts.files);
      if (!this.#isBroken && samePlan(plan, this.#plan)) return;
      this.#closeAll();
      this.#isBroken = false;
      this.#plan = plan;
      for (const [folder, names] of plan) this.#watch(folder, names);
    }
  }

  #watch(folder: string, names: ReadonlySet<string>): void {
    const { watchFolder: watch = watchFolder } = this.#parts;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        // The end of the folder itself comes under its own name.
        if (name === null || name === path.basename(folder)) this.#isBroken = true;
        else if (!names.has(name)) return;
        this.#changed();
      });
      watcher.on('error', (error) => {
        watcher.close();
        this.#poll(folder, names, error);
        this.#changed();
      });
      this.#open.push(() => watcher.close());
    } catch (error) {
      // It is gone since the plan was made, which is compared again next.
      if (isErrno(error, 'ENOENT', 'ENOTDIR')) this.#isBroken = true;
      else this.#poll(folder, names, error);
    }
  }

  #poll(folder: string, names: ReadonlySet<string>, error: unknown): void {
    if (this.#isClosed) return;
    const code = systemCodeOf(error) ?? 'unknown';
    if (!this.#isRefusalLogged) this.#parts.log.warn('watch-refused', { code });
    this.#isRefusalLogged = true;
    for (const name of names) {
      const file = path.join(folder, name);
      const changed = (): void => this.#changed();
      watchFile(file, { persistent: false, interval: pollIntervalMs }, changed);
      this.#open.push(() => unwatchFile(file, changed));
    }
  }

  #changed(): void {
    if (this.#isClosed) return;
    const now = performance.now();
    if (this.#timer) clearTimeout(this.#timer);
    else this.#burstSince = now;
    const restMs = this.#burstSince + longestBurstMs - now;
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, Math.min(quietMs, restMs)));
  }

  #tell(): void {
    this.#timer = null;
    // First, or changes during the callback could stay unseen.
    this.#follow();
    this.#parts.onChange();
  }

  #closeAll(): void {
    for (const close of this.#open) close();
    this.#open = [];
  }
}

function planFor(files: readonly string[]): Plan {
  const plan = new Map<string, Set<string>>();
  for (const place of files.flatMap(waypoints)) {
    const { folder, name } = nearestFolder(place);
    plan.set(folder, (plan.get(folder) ?? new Set()).add(name));
  }
  return plan;
}

/** The path itself, each symbolic link on its way, and the path behind that link. */
function waypoints(file: string): readonly string[] {
  const places = [file];
  let next = file;
  for (let links = 0; links < mostLinks; links += 1) {
    const link = firstLink(next);
    if (link === null) break;
    next = path.join(link.target, path.relative(link.place, next));
    places.push(next);
    // Links below the root are the system's own, and macOS reports the whole disk there.
    if (!isRoot(path.dirname(link.place))) places.push(link.place);
  }
  return places;
}

/** The nearest existing folder above, with its links resolved, and the name in it on the way. */
function nearestFolder(file: string): { readonly folder: string; readonly name: string } {
  let name = path.basename(file);
  let folder = path.dirname(file);
  while (!isFolder(folder) && !isRoot(folder)) {
    name = path.basename(folder);
    folder = path.dirname(folder);
  }
  return { folder: realPathOf(folder), name };
}

function isRoot(folder: string): boolean {
  return folder === path.dirname(folder);
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}

function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** The topmost symbolic link on a path and its absolute target; null where there is none. */
function firstLink(file: string): { readonly place: string; readonly target: string } | null {
  const { root } = path.parse(file);
  let place = root;
  for (const name of path.normalize(file).slice(root.length).split(path.sep)) {
    const folder = place;
    place = path.join(folder, name);
    try {
      return { place, target: path.resolve(folder, readlinkSync(place)) };
    } catch {
      // No link, or nothing at all.
    }
  }
  return null;
}

function samePlan(left: Plan, right: Plan): boolean {
  const text = (plan: Plan): string =>
    JSON.stringify([...plan].map(([folder, names]) => [folder, ...names]));
  return text(left) === text(right);
}
