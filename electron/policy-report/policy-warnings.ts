import type { Policy, PolicyAccount, PolicyWarning } from '../../shared/policy.ts';
import { policyReportTexts } from '../../shared/texts/policy-report.ts';
import { commaList } from '../../shared/wording/lists.ts';
import type { ConfigStop } from '../policy/config-check.ts';
import { positionMembers, type ReadLayer } from '../policy/config-layer.ts';
import type { FileFacts, FolderFacts } from '../policy/config-document.ts';
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

const texts = policyReportTexts.warnings;

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
    const message = texts.stopsHere({ fault: stop.message });
    return [{ kind: 'stopsCodex', source, key: null, line, column, message }];
  }
  const source = layers.find(({ document }) => document !== null)?.place;
  const message = texts.stopsSomewhere({ fault: stop.message });
  return source === undefined ? [] : [warning('stopsCodex', source, message)];
}

/** The Codex CLI sees no file either, but somebody intended one. */
function deadLink({ place, file }: ReadLayer): PolicyWarning[] {
  if (file.kind !== 'absent' || file.deadLink === undefined) return [];
  const message = texts.deadLink({ target: file.deadLink });
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
    facts.changers?.length ? texts.file.changers({ names: commaList(facts.changers) }) : null,
    isForeign(facts) || isWritable(facts) ? exposedFileText(facts) : null,
    folder ? exposedFolderText(folder) : null,
  ].filter((problem) => problem !== null);
  return problems.map((problem) => warning('exposedSource', place, problem));
}

type Rights = Pick<FileFacts, 'ownerId' | 'mode'>;

function isForeign({ ownerId }: Rights): boolean {
  return ownerId !== null && ownerId !== 0;
}

function isWritable({ mode }: Rights): boolean {
  return mode !== null && (mode & writableByOthers) !== 0;
}

function exposedFileText(file: Rights): string {
  const { foreign, writable } = texts.file;
  return isForeign(file) ? foreign({ user: file.ownerId ?? '' }) : writable();
}

function exposedFolderText(folder: FolderFacts): string {
  const { foreign, writable } = texts.folder;
  const { path, ownerId } = folder;
  return isForeign(folder) ? foreign({ folder: path, user: ownerId }) : writable({ folder: path });
}

function keyWarnings(
  { place, positionOf }: ReadLayer,
  mistake: keyof typeof texts.keys,
  { listed, more }: UnknownKeys,
): PolicyWarning[] {
  const ofKeys = listed.map(({ path, advice }) => {
    const problem = texts.keys[mistake]({ key: keyText(path) });
    return warning('unknownKey', place, withAdvice(problem, advice), path, positionOf(path));
  });
  const ofOthers = texts.more[mistake];
  return [...ofKeys, ...unlisted('unknownKey', place, more, ofOthers)];
}

function withAdvice(problem: string, advice: string | null): string {
  return advice === null ? problem : `${problem} ${advice}`;
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
  const path = ['gatehouse'];
  return [warning('unknownKey', layer.place, texts.noTable(), path, layer.positionOf(path))];
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
          const problem = texts.noWorkspaceId({ id: JSON.stringify(id), key });
          const message = withAdvice(problem, idQuestion(meantWorkspaceId(id)));
          return { kind, source, key, line, column, message } as const;
        }),
        ...unlisted(kind, source, others, ({ count }) => texts.more.workspaceIds({ count, key })),
      ];
    });
}

function idQuestion(meant: string | null): string | null {
  return meant === null ? null : policyReportTexts.didYouMean.name({ name: meant });
}

function unlisted(
  kind: PolicyWarning['kind'],
  source: string,
  more: number,
  textOf: (values: { readonly count: number }) => string,
): PolicyWarning[] {
  return more > 0 ? [warning(kind, source, textOf({ count: more }))] : [];
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
