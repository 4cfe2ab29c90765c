import type { CodexConfig } from './codex-config.ts';
import { mergedConfig } from './config-check.ts';
import type { ProjectFile } from './layers.ts';
import { memberOf } from './toml-table.ts';

/** A folder that Codex is started in, or one above it. */
export interface ProjectFolder {
  readonly path: string;
  readonly realPath: string;
  /** Whether something in it marks the root of a project. */
  readonly isRoot: boolean;
  /** Its `.codex/config.toml`; null without a folder `.codex`, or where that is the Codex home. */
  readonly place: string | null;
}

/** A name that `--profile` takes. */
export function isProfileName(name: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(name);
}

/** What marks the root of a project. */
export function projectMarkers(config: CodexConfig): readonly string[] {
  const markers = memberOf(mergedConfig(config), 'project_root_markers');
  return Array.isArray(markers) ? markers.filter((marker) => typeof marker === 'string') : ['.git'];
}

/**
 * The files of projects from the folder (the first) up to the root of its project. A folder is
 * trusted by its own entry, else by that of the root, else by that of the main checkout of its
 * repository. Source: codex-rs/config/src/loader/mod.rs, and Codex CLI 0.171.0
 * (`e2e/command-line/start-cells.spec.ts`).
 */
export function projectFiles(
  folders: readonly ProjectFolder[],
  mainCheckout: string | null,
  config: CodexConfig,
): readonly ProjectFile[] {
  const levels = memberOf(mergedConfig(config), 'projects');
  const levelOf = (...paths: readonly string[]): unknown =>
    paths.map((path) => memberOf(memberOf(levels, path), 'trust_level')).find(Boolean);
  const rootAt = Math.max(
    0,
    folders.findIndex(({ isRoot }) => isRoot),
  );
  const root = folders[rootAt];
  return folders.slice(0, rootAt + 1).flatMap(({ path, realPath, place }) => {
    if (place === null) return [];
    const level =
      levelOf(realPath, path) ??
      (root && levelOf(root.realPath, root.path)) ??
      (mainCheckout === null ? undefined : levelOf(mainCheckout));
    return [{ place, isTrusted: level === 'trusted' }];
  });
}
