import type { Policy, PolicyWarning } from '../../shared/policy.ts';
import { policyNames } from './policy-keys.ts';
import { positionMembers, type ReadLayer } from './policy-sources.ts';

/** Keys of the `[gatehouse]` table that Gatehouse does not know, in managed places. */
export function unknownGatehouseKeys(
  layers: readonly ReadLayer[],
): readonly { readonly key: string; readonly layer: ReadLayer }[] {
  return layers
    .filter(({ level }) => level === 'enforced')
    .flatMap((layer) => {
      const table = memberOf(layer, 'gatehouse');
      const names = isTable(table) ? Object.keys(table) : [];
      return names
        .map((name) => `gatehouse.${name}`)
        .filter((key) => !isKnown(key))
        .map((key) => ({ key, layer }));
    });
}

/** What is wrong with the places, and stops nothing. */
export function policyWarnings(
  layers: readonly ReadLayer[],
  policies: readonly Policy[],
): PolicyWarning[] {
  const unknown = unknownGatehouseKeys(layers).map(({ key, layer }) =>
    keyWarning(layer, key, 'unknownKey', `${key} is unknown to Gatehouse and does nothing.`),
  );
  return [
    ...layers.flatMap(exposure),
    ...unknown,
    ...layers.flatMap(strangeKeys),
    ...policies.flatMap(misplaced),
  ];
}

// What others can write is no rule of an administrator.
const writableByOthers = 0o022;

function exposure({ place, level, scope, file }: ReadLayer): PolicyWarning[] {
  const facts = file.kind === 'absent' ? undefined : file.facts;
  if (!facts || level !== 'enforced' || scope !== 'machine') return [];
  const { ownerId, mode } = facts;
  const isForeign = ownerId !== null && ownerId !== 0;
  if (!isForeign && (mode === null || (mode & writableByOthers) === 0)) return [];
  const message = isForeign
    ? `It belongs to user ${ownerId} and not to root: rules in it are not an administrator's alone.`
    : "Others than root can change it: rules in it are not an administrator's alone.";
  return [{ kind: 'exposedSource', source: place, key: null, ...positionMembers(null), message }];
}

// A misspelt rule protects nobody, so that what looks like one is told.
const looksLikeRule = /^(forced|allowed)_.*(login|method|workspace|chatgpt)/;

function strangeKeys(layer: ReadLayer): PolicyWarning[] {
  if (layer.document?.kind !== 'table' || !isTable(layer.document.table)) return [];
  const names = Object.keys(layer.document.table).filter(
    (name) => looksLikeRule.test(name) && !isKnown(name),
  );
  const warnings = names.map((name) =>
    keyWarning(layer, name, 'unknownKey', `${name} is no login rule and does nothing.`),
  );
  const own = memberOf(layer, 'gatehouse');
  if (own === undefined || isTable(own)) return warnings;
  const message = 'gatehouse must be a table; what stands there does nothing.';
  return [...warnings, keyWarning(layer, 'gatehouse', 'unknownKey', message)];
}

function misplaced({ key, status, layers }: Policy): PolicyWarning[] {
  if (status === 'unknownKey') return [];
  return layers
    .filter(({ outcome }) => outcome === 'ignored')
    .map(({ source, line, column, message }) => ({
      kind: 'misplacedKey',
      source,
      key,
      line,
      column,
      message: message ?? '',
    }));
}

function keyWarning(
  layer: ReadLayer,
  key: string,
  kind: PolicyWarning['kind'],
  message: string,
): PolicyWarning {
  const position = positionMembers(layer.positionOf(key.split('.')));
  return { kind, source: layer.place, key, ...position, message };
}

function isKnown(key: string): boolean {
  return (policyNames as readonly string[]).includes(key);
}

function memberOf({ document }: ReadLayer, name: string): unknown {
  if (document?.kind !== 'table' || !isTable(document.table)) return undefined;
  return Object.hasOwn(document.table, name) ? document.table[name] : undefined;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
