import { fileTexts } from '../../shared/texts/files.ts';
import { trimWhiteSpace, whiteSpace } from './unseen-characters.ts';

export type Dotenv =
  /** Also what Codex passes over: a folder, pipe, device, or a link to nothing. */
  | { readonly kind: 'absent' }
  /** Null for a line that is not UTF-8. Each line but the last ends with a line feed. */
  | { readonly kind: 'lines'; readonly lines: readonly (string | null)[] }
  /** Codex may find a credential in it. The message ends a sentence. */
  | { readonly kind: 'unknown'; readonly message: string };

export type Variables = Readonly<Record<string, string | undefined>>;

/** Codex CLI 0.171.0 skips lines that are not UTF-8, and may stop at a null. */
export function dotenvOf(bytes: Uint8Array): Dotenv {
  if (bytes.includes(0)) return { kind: 'unknown', message: fileTexts.faults.nullCharacter() };
  const lines: (string | null)[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start) + 1 || bytes.length;
    lines.push(utf8Of(bytes.subarray(start, end)));
    start = end;
  }
  return { kind: 'lines', lines };
}

/**
 * The variables that the file `.env` of Codex sets, before those of its environment. Names that
 * begin with CODEX_ are dropped. As the crate dotenvy 0.15 reads it in Codex CLI 0.171.0: a line
 * that it cannot read is passed over.
 */
export function dotenvVariables(dotenv: Dotenv, env: Variables): Readonly<Record<string, string>> {
  if (dotenv.kind !== 'lines') return {};
  const set: Record<string, string> = {};
  const named: Record<string, string> = {};
  const lookUp = (name: string): string => set[name] ?? env[name] ?? named[name] ?? '';
  for (const line of settingsIn(dotenv.lines)) {
    const [, name, text] = assignment.exec(trimWhiteSpace(line)) ?? [];
    if (name === undefined || text === undefined) continue;
    const value = valueOf(text, lookUp);
    if (value === null) continue;
    named[name] = value;
    if (!name.toUpperCase().startsWith('CODEX_')) set[name] = value;
  }
  return set;
}

const name = '([A-Za-z_][A-Za-z0-9_.]*)';
const blanks = `[${whiteSpace}]*`;
const exported = String.raw`export(?![A-Za-z0-9_.])${blanks}(?!=)`;
const assignment = new RegExp(`^(?:${exported})?${name}${blanks}=${blanks}(.*)$`, 'su');

/** What Codex finds in its environment once it has loaded its file `.env`. */
export interface CodexEnvironment {
  readonly variables: Variables;
  /** The names that `.env` sets, whatever the environment has for them. */
  readonly ofDotenv: ReadonlySet<string>;
}

export function codexEnvironment(env: Variables, dotenv: Dotenv): CodexEnvironment {
  const set = dotenvVariables(dotenv, env);
  return { variables: { ...env, ...set }, ofDotenv: new Set(Object.keys(set)) };
}

function utf8Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The settings, of which one in quotes or after a blank at its end may have several lines. */
function settingsIn(lines: readonly (string | null)[]): readonly string[] {
  const settings: string[] = [];
  let begun = '';
  let state: LineState = 'done';
  for (const line of lines) {
    if (line === null) {
      [begun, state] = ['', 'done'];
      continue;
    }
    const end = endOfLine(line, state);
    begun += line.slice(0, end.length);
    state = end.state;
    const isComment = /^\p{White_Space}*#/u.test(begun);
    if (!isComment && state !== 'done' && state !== 'comment') continue;
    if (!isComment) settings.push(begun);
    [begun, state] = ['', 'done'];
  }
  return settings;
}

type LineState = 'done' | 'blank' | 'comment' | 'escape' | '"' | "'" | '"\\' | "'\\";

function endOfLine(line: string, before: LineState): { length: number; state: LineState } {
  let state = before;
  let length = 0;
  for (const character of line) {
    state = nextState(state, character);
    if (state === 'comment') return { length, state };
    length += character.length;
  }
  return { length, state };
}

function nextState(state: LineState, character: string): LineState {
  switch (state) {
    case 'escape':
      return 'done';
    case '"\\':
      return '"';
    case "'\\":
      return "'";
    case '"':
    case "'":
      if (character === '\\') return `${state}\\`;
      return character === state ? 'done' : state;
    case 'done':
    case 'blank':
    case 'comment':
      if (state === 'blank' && character === '#') return 'comment';
      if (character === '\\') return 'escape';
      if (character === '"' || character === "'") return character;
      return state !== 'blank' && /^(?![\r\n])\p{White_Space}$/u.test(character) ? 'blank' : 'done';
  }
}

/** Null for what dotenvy cannot read. @param text what stands behind the equals sign */
function valueOf(text: string, lookUp: (name: string) => string): string | null {
  if (text.startsWith('#')) return '';
  let value = '';
  let quote: '' | '"' | "'" = '';
  let rest = text;
  while (rest !== '') {
    const [character = ''] = rest;
    const after = rest.slice(character.length);
    if (quote !== "'" && character === '$') {
      const [whole, braced, bare = ''] = substitution.exec(after) ?? [];
      if (whole === undefined) return null;
      value += lookUp(braced ?? bare);
      rest = after.slice(whole.length);
      // What ends a name is text, also a quote.
      const [ending = ''] = rest;
      if (braced !== undefined || ending === '' || ending === '$') continue;
      value += ending;
      rest = rest.slice(ending.length);
      continue;
    }
    rest = after;
    if (quote !== "'" && character === '\\') {
      const [escaped = ''] = rest;
      if (escaped !== '' && !`\\'"$ n`.includes(escaped)) return null;
      value += escaped === 'n' ? '\n' : escaped;
      rest = rest.slice(escaped.length);
    } else if (character === quote) {
      quote = '';
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
    } else if (quote === '' && (character === ' ' || character === '\t')) {
      return /^[ \t]*(#|$)/.test(rest) ? value : null;
    } else {
      value += character;
    }
  }
  return quote === '' ? value : null;
}

const substitution = /^(?:\{([^}]*)\}|([\p{Alphabetic}\p{N}]*))/u;
