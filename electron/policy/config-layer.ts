import type { PolicySource } from '../../shared/policy.ts';
import type { Layer } from './layers.ts';
import type { CodexConfig } from './codex-config.ts';
import type { SettingsDocument, SettingsFile } from './config-document.ts';
import { configPositions } from './config-positions.ts';
import type { FindPosition, Position } from './toml-positions.ts';

/** One place, as it was read. */
export interface ReadLayer extends Layer {
  readonly file: SettingsFile;
  /** Null where there is none. */
  readonly document: SettingsDocument | null;
  readonly positionOf: FindPosition;
}

/** A layer with what stands in it, as the settings have it. */
export function readLayer(
  layer: Layer,
  { sources, documents }: Pick<CodexConfig, 'sources' | 'documents'>,
): ReadLayer {
  const file = sources.get(layer.place) ?? { kind: 'absent' };
  return {
    ...layer,
    file,
    document: documents.get(layer.place) ?? null,
    positionOf: configPositions(file),
  };
}

/** How a layer was found, for people. */
export function sourceOf(layer: ReadLayer): PolicySource {
  const { place, kind, level, scope, file, document } = layer;
  const facts = file.kind === 'absent' ? undefined : file.facts;
  const problem = document?.kind === 'unknown' ? document : null;
  return {
    place,
    kind,
    level,
    scope,
    status: document === null ? 'absent' : problem ? 'unreadable' : 'read',
    message: problem?.message ?? null,
    ...positionMembers(problem?.position ?? null),
    owner: ownerOf(facts?.ownerId ?? null),
    mode: modeOf(facts?.mode ?? null),
    readFrom: facts?.readFrom ?? null,
  };
}

function modeOf(mode: number | null): string | null {
  return mode === null ? null : `0${mode.toString(8).padStart(3, '0')}`;
}

function ownerOf(id: number | null): string | null {
  if (id === null) return null;
  return id === 0 ? 'root' : String(id);
}

/** A position as members of a report; null where there is none. */
export function positionMembers(position: Position | null): {
  line: number | null;
  column: number | null;
} {
  return { line: position?.line ?? null, column: position?.column ?? null };
}
