import type { Policy, PolicyAccount, PolicyWarning } from '../../shared/policy.ts';
import type { ConfigStop } from '../policy/config-check.ts';
import { positionMembers, type ReadLayer } from '../policy/config-layer.ts';
import type { FileFacts } from '../policy/config-document.ts';
import { policyRowOf } from '../policy/policy-keys.ts';
import {
  maxListed,
  misspeltKeys,
  shadowedKeys,
  unknownGatehouseKeys,
  type UnknownKeys,
} from './unknown-keys.ts';
import { isTable, keyText, memberOf } from '../policy/toml-table.ts';

/** What is wrong in the places, without stopping anything. */
export function policyWarnings(
  layers: readonly ReadLayer[],
  policies: readonly Policy[],
  accounts: readonly PolicyAccount[],
): PolicyWarning[] {
  return [
    ...layers.flatMap(exposure),
    ...layers.flatMap(deadLink),
    ...layers.flatMap((layer) => keyWarnings(layer, unknownKeys)),
    ...layers.flatMap((layer) => [
      ...keyWarnings(layer, misspelt),
      ...keyWarnings(layer, shadowed),
      ...noTable(layer),
    ]),
    ...policies.flatMap(misplaced),
    ...policies.flatMap((policy) => malformedWorkspaceIds(policy, accounts)),
  ];
}

/** What Codex does not start with; without a place, the strongest file stands for all. */
export function loadWarnings(
  stop: ConfigStop | null,
  layers: readonly ReadLayer[],
): PolicyWarning[] {
  if (stop === null) return [];
  const common = { kind: 'stopsCodex', key: null } as const;
  if (stop.place !== null) {
    const { source, line, column } = stop.place;
    const message = `Codex does not start until this is corrected: ${stop.message}.`;
    return [{ ...common, source, line, column, message }];
  }
  const source = layers.find(({ document }) => document !== null)?.place;
  if (source === undefined) return [];
  const message = `Codex does not start until its configuration is corrected, here or in another of its files: ${stop.message}.`;
  return [{ ...common, source, ...positionMembers(null), message }];
}

/** The Codex CLI sees no file either, but somebody intended one. */
function deadLink({ place, file }: ReadLayer): PolicyWarning[] {
  if (file.kind !== 'absent' || file.deadLink === undefined) return [];
  const message = `It is a link to ${file.deadLink}, where there is no file: nothing in it applies.`;
  return [{ kind: 'deadLink', source: place, key: null, ...positionMembers(null), message }];
}

const writableByOthers = 0o022;

// In a folder such as /tmp nobody removes or replaces another's file.
const sticky = 0o1000;

function exposure({ place, level, scope, file }: ReadLayer): PolicyWarning[] {
  const facts = file.kind === 'absent' ? undefined : file.facts;
  if (!facts || level !== 'enforced' || scope !== 'machine') return [];
  const folder = facts.folders.find(
    (above) => isForeign(above) || ((above.mode & sticky) === 0 && isWritable(above)),
  );
  return [
    ...(isForeign(facts) || isWritable(facts) ? [whoCanChange(facts, 'It', 'it')] : []),
    ...(folder === undefined
      ? []
      : [whoCanChange(folder, `The folder ${folder.path}`, `the folder ${folder.path}`)]),
  ].map((problem) => ({
    kind: 'exposedSource',
    source: place,
    key: null,
    ...positionMembers(null),
    message: `${problem}: rules in it are not an administrator's alone.`,
  }));
}

type Rights = Pick<FileFacts, 'ownerId' | 'mode'>;

function isForeign({ ownerId }: Rights): boolean {
  return ownerId !== null && ownerId !== 0;
}

function isWritable({ mode }: Rights): boolean {
  return mode !== null && (mode & writableByOthers) !== 0;
}

function whoCanChange(rights: Rights, subject: string, object: string): string {
  return isForeign(rights)
    ? `${subject} belongs to user ${rights.ownerId} and not to root`
    : `Others than root can change ${object}`;
}

interface KeyMistake {
  readonly find: (layer: ReadLayer) => UnknownKeys;
  readonly problem: string;
  /** What those are that are only counted. */
  readonly others: string;
}

const unknownKeys: KeyMistake = {
  find: unknownGatehouseKeys,
  problem: 'is unknown to Gatehouse and does nothing.',
  others: 'unknown keys in [gatehouse].',
};
const misspelt: KeyMistake = {
  find: misspeltKeys,
  problem: 'is no policy and does nothing.',
  others: 'keys, not looked at for mistakes.',
};
const shadowed: KeyMistake = {
  find: shadowedKeys,
  problem: 'is part of its table and does nothing.',
  others: 'policies that are part of a table.',
};

function keyWarnings(layer: ReadLayer, { find, problem, others }: KeyMistake): PolicyWarning[] {
  const { listed, more } = find(layer);
  return [
    ...listed.map(({ path, advice }) => {
      const key = keyText(path);
      const position = positionMembers(layer.positionOf(path));
      const message = `${key} ${problem}${advice}`;
      return { kind: 'unknownKey', source: layer.place, key, ...position, message } as const;
    }),
    ...unlisted('unknownKey', layer.place, more, others),
  ];
}

/** Where it is managed, the value is invalid, and this would be a second report of it. */
function noTable(layer: ReadLayer): PolicyWarning[] {
  if (layer.document?.kind !== 'table' || layer.level === 'enforced') return [];
  const own = memberOf(layer.document.table, 'gatehouse');
  if (own === undefined || isTable(own)) return [];
  const message = 'gatehouse must be a table, [gatehouse]; what stands there does nothing.';
  const position = positionMembers(layer.positionOf(['gatehouse']));
  return [{ kind: 'unknownKey', source: layer.place, key: 'gatehouse', ...position, message }];
}

function misplaced({ key, status, layers }: Policy): PolicyWarning[] {
  if (status === 'unknownKey') return [];
  return layers
    .filter(({ outcome }) => outcome === 'ignored')
    .map(({ source, level, line, column, message }) => ({
      kind:
        policyRowOf(key)?.holds === 'address' && level !== 'enforced'
          ? 'unusableValue'
          : 'misplacedKey',
      source,
      key,
      line,
      column,
      message: message ?? '',
    }));
}

/** Not the ids that the present sign-in has: the Codex CLI compares text, whatever it looks like. */
function malformedWorkspaceIds(
  { key, layers }: Policy,
  accounts: readonly PolicyAccount[],
): PolicyWarning[] {
  if (policyRowOf(key)?.holds !== 'workspaces') return [];
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
        ...malformed.slice(0, maxListed).map((id) => ({
          kind,
          source,
          key,
          line,
          column,
          message: `${JSON.stringify(id)} in ${key} is not a workspace id: one looks like 8-4-4-4-12, in digits and lower-case letters from a to f. No sign-in will match it.${idQuestion(meantWorkspaceId(id))}`,
        })),
        ...unlisted(
          kind,
          source,
          Math.max(0, malformed.length - maxListed),
          `ids in ${key} that are none.`,
        ),
      ];
    });
}

function idQuestion(meant: string | null): string {
  return meant === null ? '' : ` Did you mean ${meant}?`;
}

function unlisted(
  kind: PolicyWarning['kind'],
  source: string,
  more: number,
  others: string,
): PolicyWarning[] {
  if (more === 0) return [];
  const message = `And ${more} more ${others}`;
  return [{ kind, source, key: null, ...positionMembers(null), message }];
}

/** Whether it is a UUID in lower case, as sign-ins have it: ids are compared letter by letter. */
export function isWorkspaceId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** The id that was probably meant, with capitals, braces, blanks or dashes; null for another text. */
export function meantWorkspaceId(id: string): string | null {
  const digits = id.toLowerCase().replace(/[^0-9a-z]/g, '');
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(digits);
  return parts === null ? null : parts.slice(1).join('-');
}
