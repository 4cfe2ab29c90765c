import { configTexts as texts } from '../../shared/texts/config-files.ts';
import { loginRuleTexts } from '../../shared/texts/login-rules.ts';
import { placePhrase, positionPhrase } from '../../shared/wording/rule-place.ts';
import { configSchemas, formerProfile, notKnown } from './config-schemas.ts';
import { ignoredInProjects, type Family } from './layers.ts';
import { readLayer, type ReadLayer } from './config-layer.ts';
import type { Withheld } from './verdict.ts';
import type { CodexConfig } from './codex-config.ts';
import { policyRowOf } from './policy-keys.ts';
import { isTable, keyText, memberOf, mergedTables, tablesIn, type KeyPath } from './toml-table.ts';

/** Why Codex does not load a configuration, or why that is not known. */
export type LoadDoubt = Extract<Withheld, { because: 'config' | 'unproven' }>;
export type ConfigStop = Extract<LoadDoubt, { because: 'config' }>;

/** That Codex does not start, and until when, as a sentence. */
export function stopText(stop: ConfigStop): string {
  return texts.stops({ place: stopPlace(stop), message: stop.message });
}

/** The same after "Codex does not start:". */
export function stopFault(stop: ConfigStop): string {
  return loginRuleTexts.placeUnusable({ place: stopPlace(stop), fault: stop.message });
}

/** Without the position where the message has it, as of what is no TOML. */
function stopPlace({ message, place }: ConfigStop): string {
  if (place === null) return texts.itsConfiguration();
  const position = positionPhrase(place);
  return position !== null && message.includes(position) ? place.source : placePhrase(place);
}

/**
 * Why Codex would not load this configuration; null where it surely does. Syntax counts in every
 * place, values in what the places come to together; an unknown key is a doubt, since the
 * installed CLI may know it. Source: Codex CLI 0.171.0, `e2e/command-line/config-check.spec.ts`.
 */
export function checkConfig(settings: CodexConfig): LoadDoubt | null {
  const layers = settings.layers.map((layer) => readLayer(layer, settings));
  for (const layer of layers) {
    const doubt = unknownIn(layer);
    if (doubt) return doubt;
  }
  const doubts = [
    legacyProfileOf(layers),
    checkFamily(layers, 'config'),
    checkFamily(layers, 'requirements'),
  ];
  return doubts.find((doubt) => doubt?.because === 'config') ?? doubts.find(Boolean) ?? null;
}

/** What surely stops Codex in files that can all be read; the others have their own warning. */
export function configStop(settings: CodexConfig): ConfigStop | null {
  const documents = [...settings.documents.values()];
  if (documents.some((document) => document?.kind === 'unknown')) return null;
  const doubt = checkConfig(settings);
  return doubt?.because === 'config' ? doubt : null;
}

function unknownIn({ place, document }: ReadLayer): LoadDoubt | null {
  if (document?.kind !== 'unknown') return null;
  const { message, position } = document;
  return position === null
    ? { because: 'unproven', message: texts.unreadable({ place, fault: message }) }
    : { because: 'config', message, place: { source: place, ...position } };
}

/** A profile may not be a file and a table of the user's own config at once. */
function legacyProfileOf(layers: readonly ReadLayer[]): ConfigStop | null {
  const file = layers.find(({ kind }) => kind === 'profileConfig')?.place ?? '';
  const [, name = ''] = /([\w-]+)\.config\.toml$/.exec(file) ?? [];
  const path = ['profiles', name];
  const user = layers.find(
    ({ kind, document }) =>
      kind === 'userConfig' &&
      document?.kind === 'table' &&
      path.reduce(memberOf, document.table) !== undefined,
  );
  if (user === undefined) return null;
  const message = texts.faults.ownProfile({ name });
  return { because: 'config', message, place: placeOf(path, [user]) };
}

/** What the config files come to together. */
export function mergedConfig({
  layers,
  documents,
}: Pick<CodexConfig, 'layers' | 'documents'>): unknown {
  return merged(
    layers
      .filter(({ family }) => family === 'config')
      .map((layer) => ({ ...layer, document: documents.get(layer.place) ?? null })),
  );
}

type TableLayer = Pick<ReadLayer, 'kind' | 'document'>;

function merged(strongestFirst: readonly TableLayer[]): unknown {
  return mergedTables(strongestFirst.map(tableOf));
}

function tableOf({ kind, document }: TableLayer): unknown {
  const table = document?.kind === 'table' ? document.table : {};
  if (kind !== 'projectConfig' || !isTable(table)) return table;
  const counting = Object.entries(table).filter(([name]) => !ignoredInProjects.includes(name));
  return Object.fromEntries(counting);
}

function checkFamily(layers: readonly ReadLayer[], family: Family): LoadDoubt | null {
  // The requirements of the cloud were checked before they came here.
  const strongestFirst = layers.filter(
    (layer) => layer.family === family && (family === 'config' || layer.kind !== 'cloud'),
  );
  const fault = faultIn(merged(strongestFirst), family);
  if (fault === null) return null;
  const { isCertain, message, path } = fault;
  return isCertain
    ? { because: 'config', message, place: placeOf(path, strongestFirst) }
    : { because: 'unproven', message };
}

interface Fault {
  readonly isCertain: boolean;
  readonly message: string;
  readonly path: KeyPath;
}

/** What Codex does not take of what documents come to together. */
function faultIn(table: unknown, family: Family): Fault | null {
  // The schemas ignore this name.
  if (tablesIn(table).some((found) => Object.hasOwn(found.table, '__proto__'))) {
    const message = texts.faults.notKnown({ key: '__proto__' });
    return { isCertain: false, message, path: [] };
  }
  if (isTable(table) && Object.keys(table).length === 0) return null;
  const { success, error } = configSchemas[family].safeParse(table);
  if (success) return null;
  const isDoubt = ({ code, message }: (typeof error.issues)[number]): boolean =>
    code === 'unrecognized_keys' || message === notKnown;
  const wrong = error.issues.find((issue) => !isDoubt(issue));
  if (wrong) {
    const path = wrong.path.filter((name) => typeof name === 'string');
    const message =
      wrong.message === formerProfile
        ? texts.faults.formerProfile()
        : texts.faults.notTaken({ key: keyText(path) });
    return { isCertain: true, message, path };
  }
  const [unknown] = error.issues;
  const names = unknown?.code === 'unrecognized_keys' ? unknown.keys.slice(0, 1) : [];
  const path = [...(unknown?.path ?? []).filter((name) => typeof name === 'string'), ...names];
  const message = texts.faults.notKnown({ key: keyText(path) });
  return { isCertain: false, message, path };
}

/** What Codex surely does not take of requirements from the cloud, as a clause. */
export function requirementsFault(table: unknown): string | null {
  const named = isTable(table) ? Object.entries(table) : [];
  const counting = named.filter(([name]) => policyRowOf(name) === null);
  const fault = faultIn(Object.fromEntries(counting), 'requirements');
  return fault?.isCertain === true ? fault.message : null;
}

/**
 * Why Codex would not load the rules of the cloud with the rest; null where it surely does.
 * `codex login status` does not look at them.
 */
export function checkCloud(settings: CodexConfig): LoadDoubt | null {
  if (!settings.layers.some(({ kind }) => kind === 'cloud')) return null;
  const layers = settings.layers.map((layer) => readLayer(layer, settings));
  const cloud = layers.filter(({ kind }) => kind === 'cloud');
  const alone = checkFamily(cloud, 'config');
  if (alone === null) return null;
  const whole = checkFamily(layers, 'config');
  if (whole === null) return null;
  const isOfCloud =
    whole.because === 'config' && cloud.some(({ place }) => place === whole.place?.source);
  return isOfCloud ? whole : { because: 'unproven', message: alone.message };
}

type Place = ConfigStop['place'];

/** Where the value that counts is, or the table around it. */
export function placeOf(path: KeyPath, strongestFirst: readonly ReadLayer[]): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    const layer = strongestFirst.find(
      ({ document }) =>
        document?.kind === 'table' && part.reduce(memberOf, document.table) !== undefined,
    );
    if (layer === undefined) continue;
    const position = layer.positionOf(part);
    return { source: layer.place, line: position?.line ?? null, column: position?.column ?? null };
  }
  return null;
}
