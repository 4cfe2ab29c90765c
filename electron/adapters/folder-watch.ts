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
import { isErrno } from '../base/system-errors/system-code.ts';

export interface FolderWatch {
  close(): void;
}

export interface FolderWatchParts {
  /** Absolute paths. Neither the files nor their folders need to exist. */
  readonly files: readonly string[];
  readonly onChange: () => void;
  readonly log: Log;
  /** Left out: that of the system. */
  readonly watchFolder?: typeof watchFolder;
}

/** Names that matter in folders that exist. */
type Plan = ReadonlyMap<string, ReadonlySet<string>>;

const quietMs = 100;
const longestBurstMs = 400;
const pollIntervalMs = 500;
const mostLinks = 40;
const mostPlans = 5;

/**
 * Tells when one of some files was written, replaced, made or removed: within
 * half a second, and once for what happens in one burst. It is never told too
 * seldom, but sometimes too often.
 *
 * The folders are watched and not the files, so that a file that was replaced by
 * another one is still seen. Of a folder that is missing the nearest one above it
 * is watched instead; of a symbolic link, be it the file or a folder on its way,
 * the folder that it is in and the one of what it points to.
 * Where the system refuses (on Linux ENOSPC, when it has no more watches to give),
 * the files are looked at twice a second.
 *
 * By node:fs alone: the current chokidar (6) asks for Node 22.22, and Electron 33 has 20.18.
 */
export function watchFiles(parts: FolderWatchParts): FolderWatch {
  return new PlannedWatch(parts);
}

class PlannedWatch implements FolderWatch {
  readonly #parts: FolderWatchParts;
  #plan: Plan = new Map();
  #open: (() => void)[] = [];
  /** A watch may have lost its folder: the plan has to be carried out anew. */
  #isBroken = true;
  #hasRefusalBeenTold = false;
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

  /** Watches what has to be watched now, and again until nothing has moved meanwhile. */
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
        // The end of the folder itself is told under its own name.
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
      // It went since the plan was made, which is about to be compared.
      if (isErrno(error, 'ENOENT', 'ENOTDIR')) this.#isBroken = true;
      else this.#poll(folder, names, error);
    }
  }

  #poll(folder: string, names: ReadonlySet<string>, error: unknown): void {
    if (this.#isClosed) return;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    if (!this.#hasRefusalBeenTold) this.#parts.log.warn('watch-refused', { code });
    this.#hasRefusalBeenTold = true;
    for (const name of names) {
      const file = path.join(folder, name);
      const changed = (): void => this.#changed();
      watchFile(file, { persistent: false, interval: pollIntervalMs }, changed);
      this.#open.push(() => unwatchFile(file, changed));
    }
  }

  /** Waits for the end of the burst, though not for ever. */
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
    // First, or what happens while it is looked at could stay unseen.
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

/** The path itself, each symbolic link on its way, and the path as it is behind that link. */
function waypoints(file: string): readonly string[] {
  const places = [file];
  let next = file;
  for (let links = 0; links < mostLinks; links += 1) {
    const link = firstLink(next);
    if (link === null) break;
    next = path.join(link.target, path.relative(link.place, next));
    places.push(next);
    // The links below the root are the system's own, and macOS tells of the whole disk there.
    if (!isRoot(path.dirname(link.place))) places.push(link.place);
  }
  return places;
}

/**
 * The nearest folder above that exists, without links, so that it is another one
 * where a link has come to point elsewhere; and the name in it that leads to the file.
 */
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
    // It went meanwhile, which whoever watches it will notice.
    return folder;
  }
}

/** The topmost symbolic link on a path, and what it points to, absolute; null where there is none. */
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
