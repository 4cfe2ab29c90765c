import type { Policy, PolicyAccount, PolicyWarning } from '../../shared/policy.ts';
import { nearName } from './near-name.ts';
import { policyNames } from './policy-keys.ts';
import { positionMembers, type ReadLayer } from './policy-sources.ts';
import type { SettingName } from './settings-document.ts';
import { isWorkspaceId, meantWorkspaceId } from './workspace-id.ts';

/**
 * How much is told of one place. No file of an administrator has so many mistakes, and one
 * of a user must not keep the window's process busy.
 */
const maxTold = 100;

/** Keys of the `[gatehouse]` table that Gatehouse does not know, in managed places. */
export function unknownGatehouseKeys(
  layers: readonly ReadLayer[],
): readonly { readonly key: string; readonly layer: ReadLayer }[] {
  return layers.flatMap((layer) =>
    gatehouseStrangers(layer)
      .slice(0, maxTold)
      .map((key) => ({ key, layer })),
  );
}

function gatehouseStrangers(layer: ReadLayer): readonly string[] {
  const table = layer.level === 'enforced' ? memberOf(layer, 'gatehouse') : undefined;
  const names = isTable(table) ? Object.keys(table) : [];
  return names.map((name) => `gatehouse.${name}`).filter((key) => !isKnown(key));
}

/** What is wrong with the places, and stops nothing. */
export function policyWarnings(
  layers: readonly ReadLayer[],
  policies: readonly Policy[],
  accounts: readonly PolicyAccount[],
): PolicyWarning[] {
  const unknown = unknownGatehouseKeys(layers).map(({ key, layer }) =>
    keyWarning(
      layer,
      key,
      'unknownKey',
      `${key} is unknown to Gatehouse and does nothing.${question(meantBy(key))}`,
    ),
  );
  return [
    ...layers.flatMap(exposure),
    ...unknown,
    ...layers.flatMap((layer) =>
      untold('unknownKey', layer.place, gatehouseStrangers(layer), 'unknown keys in [gatehouse]'),
    ),
    ...layers.flatMap(strangeKeys),
    ...policies.flatMap(misplaced),
    ...policies.flatMap((policy) => malformedWorkspaceIds(policy, accounts)),
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
  const features = memberOf(layer, 'features');
  const keys = [
    ...Object.keys(layer.document.table),
    ...(isTable(features) ? Object.keys(features).map((name) => `features.${name}`) : []),
  ].filter((key) => !isKnown(key) && !tables.includes(key));
  const warnings = keys.slice(0, maxTold).flatMap((key) => {
    const meant = meantBy(key);
    if (meant === null && !looksLikeRule.test(key)) return [];
    const message = `${key} is no policy and does nothing.${question(meant)}`;
    return [keyWarning(layer, key, 'unknownKey', message)];
  });
  warnings.push(...untold('unknownKey', layer.place, keys, 'keys, not looked at for mistakes'));
  const own = memberOf(layer, 'gatehouse');
  if (own === undefined || isTable(own)) return warnings;
  const message = 'gatehouse must be a table; what stands there does nothing.';
  return [...warnings, keyWarning(layer, 'gatehouse', 'unknownKey', message)];
}

/** The tables that policies stand in. */
const tables: readonly string[] = [
  ...new Set(policyNames.filter((name) => name.includes('.')).map((name) => partsOf(name).table)),
];

/**
 * The policy, or the table, that an unknown key probably stands for: one of its own table
 * before one that belongs elsewhere, such as a key of `[gatehouse]` above the table.
 */
function meantBy(key: string): string | null {
  const { table, member } = partsOf(key);
  const here = policyNames.filter((name) => partsOf(name).table === table);
  const near = nearName(key, table === '' ? [...here, ...tables] : here);
  if (near !== null) return near;
  const elsewhere = policyNames.find(
    (name) => partsOf(name).member === nearName(member, [partsOf(name).member]),
  );
  return elsewhere ?? null;
}

function partsOf(key: string): { readonly table: string; readonly member: string } {
  const dot = key.indexOf('.');
  return { table: key.slice(0, Math.max(0, dot)), member: key.slice(dot + 1) };
}

function question(meant: string | null): string {
  return meant === null ? '' : ` Did you mean ${meant}?`;
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

const workspaceRules: readonly string[] = [
  'forced_chatgpt_workspace_id',
  'allowed_chatgpt_workspaces',
] satisfies readonly SettingName[];

/**
 * Ids that no workspace has. They stay as they are, for the Codex CLI compares them as
 * text too, so that one that the present sign-in has is right, whatever it looks like.
 */
function malformedWorkspaceIds(
  { key, layers }: Policy,
  accounts: readonly PolicyAccount[],
): PolicyWarning[] {
  if (!workspaceRules.includes(key)) return [];
  const present = accounts.map(({ workspaceId }) => workspaceId);
  return layers
    .filter(({ outcome }) => outcome === 'applied' || outcome === 'superseded')
    .flatMap(({ source, line, column, value }) => {
      const ids = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
      const kind = 'malformedWorkspaceId' as const;
      const malformed = [...new Set(ids)].filter(
        (id) => !isWorkspaceId(id) && !present.includes(id),
      );
      return [
        ...malformed.slice(0, maxTold).map((id) => ({
          kind,
          source,
          key,
          line,
          column,
          message: `${JSON.stringify(id)} in ${key} is not a workspace id: one looks like 8-4-4-4-12, in digits and lower-case letters from a to f. No sign-in will match it.${question(meantWorkspaceId(id))}`,
        })),
        ...untold(kind, source, malformed, `ids in ${key} that are none`),
      ];
    });
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

/** How many are left out; nothing where all are told. */
function untold(
  kind: PolicyWarning['kind'],
  source: string,
  { length }: { readonly length: number },
  what: string,
): PolicyWarning[] {
  if (length <= maxTold) return [];
  const message = `And ${length - maxTold} more ${what}.`;
  return [{ kind, source, key: null, ...positionMembers(null), message }];
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
