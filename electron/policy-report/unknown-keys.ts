import { policyReportTexts } from '../../shared/texts/policy-report.ts';
import { nearName } from './near-name.ts';
import { policyNames, policyRowOf, type SettingName } from '../policy/policy-keys.ts';
import { configSchemas } from '../policy/config-schemas.ts';
import type { ReadLayer } from '../policy/config-layer.ts';
import {
  isTable,
  keyText,
  memberOf,
  pathTo,
  tablesIn,
  type KeyPath,
} from '../policy/toml-table.ts';

const texts = policyReportTexts.didYouMean;

interface UnknownKey {
  readonly path: KeyPath;
  /** A sentence; null where nothing is near. */
  readonly advice: string | null;
}

/** Of one place, so that a long file does not keep the window's process busy. */
export const maxListed = 100;

export interface UnknownKeys {
  readonly listed: readonly UnknownKey[];
  readonly more: number;
}

/** Keys of the `[gatehouse]` table that Gatehouse does not know, in a managed place. */
export function unknownGatehouseKeys(layer: ReadLayer): UnknownKeys {
  const table = layer.level === 'enforced' ? memberOf(tableOf(layer), 'gatehouse') : undefined;
  const paths = namesIn(table)
    .map((name): KeyPath => ['gatehouse', name])
    .filter((path) => !isKnown(path));
  return {
    listed: paths.slice(0, maxListed).map((path) => ({ path, advice: adviceOn(path) })),
    more: Math.max(0, paths.length - maxListed),
  };
}

// A misspelt rule protects nobody, so that what looks like one is reported.
const looksLikeRule = /^(forced|allowed)_.*(login|method|workspace|chatgpt)/;
const isAboutSignIn = /login|sign_?in|workspace|credential|auth/i;

function isMeantAsRule(path: KeyPath, { level, family }: ReadLayer): boolean {
  const [name = '', ...others] = path;
  if (looksLikeRule.test(path.join('.'))) return true;
  // An administrator's key that Codex does not have, either.
  const isOfCodex = Object.hasOwn(configSchemas[family].shape, name);
  return level === 'enforced' && others.length === 0 && !isOfCodex && isAboutSignIn.test(name);
}

/** Keys that look like a policy, where policies stand. `more` were not compared. */
export function misspeltKeys(layer: ReadLayer): UnknownKeys {
  const table = tableOf(layer);
  const paths = [
    ...namesIn(table).map((name): KeyPath => [name]),
    ...namesIn(memberOf(table, 'features')).map((name): KeyPath => ['features', name]),
  ].filter((path) => !isKnown(path) && !tables.includes(path.join('.')));
  const listed = paths.slice(0, maxListed).flatMap((path) => {
    const advice = adviceOn(path);
    return advice === null && !isMeantAsRule(path, layer) ? [] : [{ path, advice }];
  });
  return { listed, more: Math.max(0, paths.length - maxListed) };
}

/** Each policy by its path, and as one name in quotes, by the first part of these. */
const spellings = new Map<string, (readonly [SettingName, KeyPath])[]>();
for (const name of policyNames) {
  for (const path of name.includes('.') ? [partsOf(name), [name]] : [[name]]) {
    const [first = ''] = path;
    spellings.set(first, [...(spellings.get(first) ?? []), [name, path]]);
  }
}

/** Policies in a table of something else, such as a rule added at the end of a file. */
export function shadowedKeys(layer: ReadLayer): UnknownKeys {
  const found = new Map<string, UnknownKey>();
  let more = 0;
  for (const table of tablesIn(tableOf(layer))) {
    if (table.within === null) continue;
    const begun = namesIn(table.table).flatMap((first) => spellings.get(first) ?? []);
    for (const [name, spelling] of begun) {
      if (!has(table.table, spelling)) continue;
      const path = [...pathTo(table), ...spelling];
      const text = keyText(path);
      if (found.has(text) || isElsewhere(path, layer)) continue;
      if (found.size < maxListed) found.set(text, { path, advice: whereItBelongs(name) });
      else more += 1;
    }
  }
  return { listed: [...found.values()], more };
}

/** Whether another warning covers it, or it is the Codex CLI's own. */
function isElsewhere(path: KeyPath, { level }: ReadLayer): boolean {
  const [first, ...others] = path;
  if (first === 'profiles') return policyRowOf(others.slice(1).join('.'))?.inProfiles ?? false;
  if (others.length > 1) return false;
  return first === 'features' || (first === 'gatehouse' && level === 'enforced');
}

function whereItBelongs(name: SettingName): string {
  const { table, member } = tableAndMember(partsOf(name));
  return table === ''
    ? texts.aboveTables({ name: member })
    : texts.inTable({ name: member, table });
}

function adviceOn(path: KeyPath): string | null {
  const { table, member } = tableAndMember(path);
  const unquoted = policyNames.find((name) => name.includes('.') && name === member);
  if (unquoted !== undefined) {
    if (table !== '') return whereItBelongs(unquoted);
    return texts.unquoted({ table: tableAndMember(partsOf(unquoted)).table });
  }
  return meantText(path);
}

const tables: readonly string[] = [
  ...new Set(policyNames.map((name) => tableAndMember(partsOf(name)).table)),
].filter((table) => table !== '');

/** Asks for the policy or table that was probably meant, in the same table before others. */
function meantText(path: KeyPath): string | null {
  const { table, member } = tableAndMember(path);
  const here = policyNames.filter((name) => tableAndMember(partsOf(name)).table === table);
  // A policy may be above all tables in quotes, or with another mark than the dot.
  const near = nearName(path.join('.'), table === '' ? [...policyNames, ...tables] : here);
  if (near !== null) return texts.name({ name: near });
  const elsewhere = policyNames.find((name) => {
    const other = tableAndMember(partsOf(name)).member;
    return nearName(member, [other]) !== null;
  });
  if (elsewhere === undefined) return null;
  const isLost = table !== '' && !elsewhere.includes('.');
  return isLost ? texts.aboveTables({ name: elsewhere }) : texts.name({ name: elsewhere });
}

function partsOf(name: SettingName): KeyPath {
  return name.split('.');
}

function tableAndMember(path: KeyPath): { readonly table: string; readonly member: string } {
  return { table: path.slice(0, -1).join('.'), member: path.at(-1) ?? '' };
}

const knownPaths: ReadonlySet<string> = new Set(
  policyNames.map((name) => JSON.stringify(partsOf(name))),
);

// A quoted name with a dot in it is no path.
function isKnown(path: KeyPath): boolean {
  return knownPaths.has(JSON.stringify(path));
}

function tableOf({ document }: ReadLayer): unknown {
  return document?.kind === 'table' ? document.table : undefined;
}

function has(table: unknown, path: KeyPath): boolean {
  return path.reduce(memberOf, table) !== undefined;
}

function namesIn(table: unknown): readonly string[] {
  return isTable(table) ? Object.keys(table) : [];
}
