import type { RulePosition } from '../../shared/app-state.ts';
import type { PolicySource } from '../../shared/policy.ts';
import type { Layer } from './layers.ts';
import type { CodexConfig } from './codex-config.ts';
import type { ConfigDocument, ConfigFile } from './config-document.ts';
import { tomlPositions, type FindPosition, type Position } from './toml-positions.ts';
import { ruleNames } from './login-rules.ts';
import type { Violation } from './verdict.ts';

/** A layer with what was read there; the document is null where there is none. */
export interface ReadLayer extends Layer {
  readonly file: ConfigFile;
  readonly document: ConfigDocument | null;
  readonly positionOf: FindPosition;
}

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

/** How a layer was found, for a report. */
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

export function positionMembers(position: Position | null): {
  line: number | null;
  column: number | null;
} {
  return { line: position?.line ?? null, column: position?.column ?? null };
}

const knownPositions = new WeakMap<ConfigFile, FindPosition>();

/** Where the keys of a file are, remembered with it: snapshots ask again and again. */
function configPositions(file: ConfigFile): FindPosition {
  const before = knownPositions.get(file);
  if (before !== undefined) return before;
  const positions = tomlPositions(file.kind === 'text' ? file.text : '');
  knownPositions.set(file, positions);
  return positions;
}

/** Where a person finds a violated rule. */
export function positionOfRule(
  { rule, source }: Pick<Violation, 'rule' | 'source'>,
  { sources }: Pick<CodexConfig, 'sources'>,
): RulePosition {
  const key = ruleNames[rule];
  const file = sources.get(source);
  const position = file === undefined ? null : configPositions(file)(key.split('.'));
  return { rule: key, source, ...positionMembers(position) };
}

/** Such as `managedConfig:2:1`, for records that hold no path; null for no place of this machine. */
export function positionCode(
  { source, line, column }: Pick<RulePosition, 'source' | 'line' | 'column'>,
  { layers }: Pick<CodexConfig, 'layers'>,
): string | null {
  const layer = layers.find(({ place }) => place === source);
  if (layer === undefined) return null;
  return [layer.kind, line, column].filter((part) => part !== null).join(':');
}
