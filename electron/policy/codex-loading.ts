import { configTexts } from '../../shared/texts/config-files.ts';
import { Listeners } from '../base/listeners.ts';
import {
  checkCloud,
  checkConfig,
  configStop,
  placeOf,
  type ConfigStop,
  type LoadDoubt,
} from './config-check.ts';
import { readLayer } from './config-layer.ts';
import type { RulesOwner } from './rules-owner.ts';
import type { CodexConfig, ConfigSources } from './codex-config.ts';

const texts = configTexts.faults;

/** What asking the installed Codex CLI for its sign-in came to, before which it loads its configuration. */
export type CodexAnswer =
  | { readonly kind: 'noProgram' }
  | { readonly kind: 'loads' }
  /** The text quotes the file and must not be shown. */
  | { readonly kind: 'refuses'; readonly text: string }
  | { readonly kind: 'unclear'; readonly message: string };

/** It never rejects. */
export type AskCodex = () => Promise<CodexAnswer>;

/**
 * Reads the end of `codex login status`, which exits with 1 both where nobody is signed in and
 * where it could not load its configuration (Codex CLI 0.171.0).
 */
export function codexAnswerOf(end: {
  readonly exitCode: number | null;
  readonly stderr: string;
}): CodexAnswer {
  const refusal = /^Error loading configuration: ([^]*)/m.exec(end.stderr);
  if (refusal) return { kind: 'refuses', text: refusal[1] ?? '' };
  const isOut = end.exitCode === 1 && /^Not logged in\s*$/m.test(end.stderr);
  if (end.exitCode === 0 || isOut) return { kind: 'loads' };
  return { kind: 'unclear', message: texts.notAnswered() };
}

/** Why Codex would not remove what a rule forbids; null where it surely would. */
export function loadDoubt(answer: CodexAnswer, settings: CodexConfig): LoadDoubt | null {
  switch (answer.kind) {
    case 'loads':
      return null;
    case 'noProgram':
      return checkConfig(settings);
    case 'unclear':
      return { because: 'unproven', message: answer.message };
    case 'refuses': {
      const own = checkConfig(settings);
      const found = own?.because === 'config' ? own : null;
      const place = refusalPlace(answer.text, settings);
      // Of the same place, Gatehouse says more, and the Codex CLI is more exact.
      const isSame = place === null || isSamePlace(place, found?.place ?? null);
      const message = texts.somethingNotTaken();
      return found && isSame
        ? { ...found, place: place ?? found.place }
        : { because: 'config', message, place };
    }
  }
}

type Place = ConfigStop['place'];

function isSamePlace(one: NonNullable<Place>, other: Place): boolean {
  return one.source === other?.source && (one.line === null || one.line === other.line);
}

/** From `FILE:1:9: ...`, or of requirements `FILE: ... at line 1, column 6` and "in `KEY`". */
function refusalPlace(text: string, settings: CodexConfig): Place {
  const layers = settings.layers.map((layer) => readLayer(layer, settings));
  const layer = layers.find(
    ({ place }) => text.includes(`${place}:`) || text.includes(`${place})`),
  );
  if (text.startsWith('legacy `profile')) {
    const configs = layers.filter(({ family }) => family === 'config');
    return placeOf(['profile'], configs);
  }
  if (layer === undefined) return null;
  const after = text.slice(text.indexOf(layer.place) + layer.place.length);
  const position =
    /^:(\d+):(\d+):/.exec(after) ?? /^: [^\n]* at line (\d+), column (\d+)/.exec(after);
  if (position) {
    return { source: layer.place, line: Number(position[1]), column: Number(position[2]) };
  }
  const key =
    /^in `([\w.-]+)`$/m.exec(after)?.[1] ?? /^invalid value for `([\w.-]+)`/.exec(text)?.[1];
  const found = key === undefined ? null : placeOf(key.split('.'), [layer]);
  return found ?? { source: layer.place, line: null, column: null };
}

export interface CodexLoadingParts {
  readonly rules: Pick<RulesOwner, 'get' | 'reload'>;
  readonly ask: AskCodex;
}

interface OwnCheck {
  readonly of: CodexConfig;
  readonly isDoubtful: boolean;
  readonly stop: ConfigStop | null;
}

const mostTries = 3;

/** Whether Codex loads the configuration. It is asked where a removal or a report depends on it. */
export class CodexLoading {
  readonly #parts: CodexLoadingParts;
  readonly #listeners = new Listeners();
  #checked: OwnCheck | null = null;
  #known: { readonly of: ConfigSources; readonly doubt: LoadDoubt | null } | null = null;

  constructor(parts: CodexLoadingParts) {
    this.#parts = parts;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The last doubt about the files as they are; null for none. */
  get(): LoadDoubt | null {
    const found = this.isKnown() ? (this.#known?.doubt ?? null) : null;
    // With a sign-in in its file `.env`, Codex does not use the stored one.
    const { dotenvProblem: message } = this.#parts.rules.get();
    return found ?? (message === null ? null : { because: 'unproven', message });
  }

  /** What stops Codex, by its own word or by what is certain without it; null for nothing. */
  stop(): ConfigStop | null {
    if (!this.isKnown()) return this.#own().stop;
    const doubt = this.#known?.doubt ?? null;
    return doubt?.because === 'config' ? doubt : null;
  }

  /** The same with settings that may have the rules of the cloud, which Codex reads after its files. */
  stopWith(settings: CodexConfig): ConfigStop | null {
    const ofCloud = checkCloud(settings);
    return this.stop() ?? (ofCloud?.because === 'config' ? ofCloud : null);
  }

  /** Asks about files that may not load, once. It never rejects. */
  async lookWhereDoubtful(): Promise<void> {
    if (!this.isKnown() && this.#own().isDoubtful) await this.look();
  }

  /** Once for each reading: the files may be long. */
  #own(): OwnCheck {
    const settings = this.#parts.rules.get();
    if (this.#checked?.of !== settings) {
      const isDoubtful = checkConfig(settings) !== null;
      this.#checked = { of: settings, isDoubtful, stop: isDoubtful ? configStop(settings) : null };
    }
    return this.#checked;
  }

  isKnown(): boolean {
    const { rules } = this.#parts;
    return this.#known !== null && isSame(this.#known.of, rules.get().sources);
  }

  /** Asks, and again where the files changed meanwhile. It never rejects. */
  async look(): Promise<void> {
    const { rules, ask } = this.#parts;
    const before = JSON.stringify(this.get());
    let doubt: LoadDoubt | null = { because: 'unproven', message: texts.notReadAgain() };
    for (let tries = 0; tries < mostTries; tries += 1) {
      const { sources } = rules.get();
      const answer = await ask();
      const isRead = await rules.reload().then(
        () => true,
        () => false,
      );
      const settings = rules.get();
      if (isRead && isSame(sources, settings.sources)) {
        doubt = loadDoubt(answer, settings);
        break;
      }
    }
    this.#known = { of: rules.get().sources, doubt };
    if (JSON.stringify(this.get()) !== before) this.#listeners.tell();
  }
}

function isSame(one: ConfigSources, other: ConfigSources): boolean {
  if (one === other) return true;
  const textOf = (sources: ConfigSources, place: string): string => {
    const file = sources.get(place) ?? { kind: 'absent' };
    return file.kind === 'text' ? `text:${file.text}` : file.kind;
  };
  return [...new Set([...one.keys(), ...other.keys()])].every(
    (place) => textOf(one, place) === textOf(other, place),
  );
}
