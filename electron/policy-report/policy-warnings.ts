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
import type { Position } from '../policy/toml-positions.ts';
import { isTable, keyText, memberOf, type KeyPath } from '../policy/toml-table.ts';

/** What is wrong in the places, without stopping anything. */
export function policyWarnings(
  layers: readonly ReadLayer[],
  policies: readonly Policy[],
  accounts: readonly PolicyAccount[],
): PolicyWarning[] {
  return [
    ...layers.flatMap(exposure),
    ...layers.flatMap(deadLink),
    ...layers.flatMap((layer) => keyWarnings(layer, 'unknown', unknownGatehouseKeys(layer))),
    ...layers.flatMap((layer) => [
      ...keyWarnings(layer, 'misspelt', misspeltKeys(layer)),
      ...keyWarnings(layer, 'shadowed', shadowedKeys(layer)),
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
  if (stop.place !== null) {
    const { source, line, column } = stop.place;
    const message = `Codex does not start until this is corrected: ${stop.message}.`;
    return [{ kind: 'stopsCodex', source, key: null, line, column, message }];
  }
  const source = layers.find(({ document }) => document !== null)?.place;
  const message = `Codex does not start until its configuration is corrected, here or in another of its files: ${stop.message}.`;
  return source === undefined ? [] : [warning('stopsCodex', source, message)];
}

/** The Codex CLI sees no file either, but somebody intended one. */
function deadLink({ place, file }: ReadLayer): PolicyWarning[] {
  if (file.kind !== 'absent' || file.deadLink === undefined) return [];
  const message = `It is a link to ${file.deadLink}, where there is no file: nothing in it applies.`;
  return [warning('deadLink', place, message)];
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
  const problems = [
    isForeign(facts) || isWritable(facts) ? whoCanChange(facts, 'It', 'it') : null,
    folder ? whoCanChange(folder, `The folder ${folder.path}`, `the folder ${folder.path}`) : null,
  ].filter((problem) => problem !== null);
  return problems.map((problem) =>
    warning('exposedSource', place, `${problem}: rules in it are not an administrator's alone.`),
  );
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

const keyTexts = {
  unknown: ['is unknown to Gatehouse and does nothing.', 'unknown keys in [gatehouse].'],
  misspelt: ['is no policy and does nothing.', 'keys, not looked at for mistakes.'],
  shadowed: ['is part of its table and does nothing.', 'policies that are part of a table.'],
} as const;

function keyWarnings(
  { place, positionOf }: ReadLayer,
  mistake: keyof typeof keyTexts,
  { listed, more }: UnknownKeys,
): PolicyWarning[] {
  const [problem, others] = keyTexts[mistake];
  const ofKeys = listed.map(({ path, advice }) =>
    warning('unknownKey', place, `${keyText(path)} ${problem}${advice}`, path, positionOf(path)),
  );
  return [...ofKeys, ...unlisted('unknownKey', place, more, others)];
}

function warning(
  kind: PolicyWarning['kind'],
  source: string,
  message: string,
  key: KeyPath | null = null,
  position: Position | null = null,
): PolicyWarning {
  const name = key && keyText(key);
  return { kind, source, key: name, ...positionMembers(position), message };
}

/** Where it is managed, the value is invalid, and this would be a second report of it. */
function noTable(layer: ReadLayer): PolicyWarning[] {
  if (layer.document?.kind !== 'table' || layer.level === 'enforced') return [];
  const own = memberOf(layer.document.table, 'gatehouse');
  if (own === undefined || isTable(own)) return [];
  const message = 'gatehouse must be a table, [gatehouse]; what stands there does nothing.';
  const path = ['gatehouse'];
  return [warning('unknownKey', layer.place, message, path, layer.positionOf(path))];
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
  const kind = 'malformedWorkspaceId';
  return layers
    .filter(({ outcome }) => outcome === 'applied' || outcome === 'superseded')
    .flatMap(({ source, line, column, value }): PolicyWarning[] => {
      const ids = new Set(typeof value === 'string' || Array.isArray(value) ? [value].flat() : []);
      const malformed = [...ids].filter((id) => !isWorkspaceId(id) && !present.includes(id));
      const others = malformed.length - maxListed;
      return [
        ...malformed.slice(0, maxListed).map((id) => {
          const message = `${JSON.stringify(id)} in ${key} is not a workspace id: one looks like 8-4-4-4-12, in digits and lower-case letters from a to f. No sign-in will match it.${idQuestion(meantWorkspaceId(id))}`;
          return { kind, source, key, line, column, message } as const;
        }),
        ...unlisted(kind, source, others, `ids in ${key} that are none.`),
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
  return more > 0 ? [warning(kind, source, `And ${more} more ${others}`)] : [];
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
