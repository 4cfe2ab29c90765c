import { configTexts } from '../../shared/texts/config-files.ts';
import type { Position } from './toml-positions.ts';

/** How the Codex CLI takes a text, where its parser and smol-toml differ. */
export interface StrictToml {
  /** For smol-toml, as long as the original: no leap second, an inline table's key and "=" on one line. */
  readonly text: string;
  /** Why the Codex CLI does not load it, without quoting it. */
  readonly mistake: { readonly message: string; readonly position: Position } | null;
  /** Whether it has more than {@link maxTomlParts} and was not read to its end. */
  readonly isTooMuch: boolean;
}

/** Of lists and inline tables in one value, and of names in a key. */
export const maxTomlDepth = 80;

/** Names, values and escapes: some hundred thousand take a second, in the process of the window. */
export const maxTomlParts = 50_000;

const { mistakes } = configTexts;

/**
 * Checks the numbers, dates and keys of a text as the Codex CLI does, not the rest of its syntax.
 * Source: the crates toml and toml_parser, seen with Codex CLI 0.171.0 in
 * `e2e/command-line/toml-corners.spec.ts`.
 */
export function strictToml(text: string): StrictToml {
  const scan = new Scan(text);
  try {
    scan.document();
    return { text: scan.replaced(), mistake: null, isTooMuch: false };
  } catch (error) {
    if (error instanceof TooMuch) return { text, mistake: null, isTooMuch: true };
    if (error instanceof Lost) return { text: scan.replaced(), mistake: null, isTooMuch: false };
    if (!(error instanceof Mistake)) throw error;
    const mistake = { message: error.message, position: positionAt(text, error.at) };
    return { text, mistake, isTooMuch: false };
  }
}

export function positionAt(text: string, at: number): Position {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: at - lineStart + 1 };
}

class Mistake extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** No TOML for smol-toml either. */
class Lost extends Error {}

class TooMuch extends Error {}

// Sticky and without backtracking, so that a long text takes linear time.
const blanks = /[ \t]*/y;
const blankLines = /[ \t\r\n]*/y;
const comment = /#[^\n]*/y;
const bareName = /[A-Za-z0-9_-]+/y;
const bareValue = /[^\s,\]}#]+/y;
const timeAfterDate = / \d\d:[^\s,\]}#]*/y;

class Scan {
  readonly #text: string;
  readonly #replacements: { readonly at: number; readonly text: string }[] = [];
  #at = 0;
  #parts = 0;

  constructor(text: string) {
    this.#text = text;
  }

  replaced(): string {
    let result = '';
    let from = 0;
    for (const { at, text } of this.#replacements) {
      result += this.#text.slice(from, at) + text;
      from = at + text.length;
    }
    return result + this.#text.slice(from);
  }

  document(): void {
    // The mark that a file may begin with is gone by now, and smol-toml takes a second one.
    if (this.#text.startsWith('\uFEFF')) throw new Mistake(0, mistakes.secondMark());
    for (this.#skipLines(); this.#at < this.#text.length; this.#skipLines()) {
      if (this.#take('[')) {
        const isList = this.#take('[');
        this.#key();
        if (!this.#take(isList ? ']]' : ']')) throw new Lost();
      } else {
        this.#key();
        this.#assign();
        this.#skip(blanks);
        this.#value(0);
      }
    }
  }

  #key(): void {
    const start = this.#at;
    let names = 0;
    do {
      this.#skip(blanks);
      if (this.#skip(bareName) === '') this.#string();
      names += 1;
      this.#count();
      this.#skip(blanks);
    } while (this.#take('.'));
    if (names > maxTomlDepth) {
      throw new Mistake(start, mistakes.tooManyNames({ most: maxTomlDepth }));
    }
  }

  #assign(): void {
    if (!this.#take('=')) throw new Lost();
  }

  #count(parts = 1): void {
    this.#parts += parts;
    if (this.#parts > maxTomlParts) throw new TooMuch();
  }

  #value(depth: number): void {
    const start = this.#at;
    this.#count();
    if (this.#take('[')) {
      this.#inside(start, depth, ']', () => this.#value(depth + 1));
    } else if (this.#take('{')) {
      this.#inside(start, depth, '}', () => {
        this.#key();
        this.#onOneLine();
        this.#assign();
        this.#onOneLine();
        this.#value(depth + 1);
      });
    } else if (this.#text[start] === '"' || this.#text[start] === "'") {
      this.#string();
    } else {
      this.#bare(start);
    }
  }

  #inside(start: number, depth: number, end: string, member: () => void): void {
    if (depth === maxTomlDepth) throw new Mistake(start, mistakes.tooDeep());
    for (;;) {
      this.#skipLines();
      if (this.#take(end)) return;
      member();
      this.#skipLines();
      if (!this.#take(',') && this.#text[this.#at] !== end) throw new Lost();
    }
  }

  /** smol-toml wants a key of an inline table and its value on one line. */
  #onOneLine(): void {
    const start = this.#at;
    this.#skipLines();
    if (this.#text.slice(start, this.#at).includes('\n')) {
      this.#replacements.push({ at: start, text: ' '.repeat(this.#at - start) });
    }
  }

  #bare(start: number): void {
    let token = this.#skip(bareValue);
    if (token === '') throw new Lost();
    this.#count(Math.floor(token.length / 64));
    if (/^\d{4}-\d\d-\d\d$/.test(token)) token += this.#skip(timeAfterDate);
    if (/^(?:\d{4}-\d|\d\d:)/.test(token)) this.#date(start, token);
    else this.#number(start, token);
  }

  #date(start: number, token: string): void {
    const parts =
      /^(?:(\d{4})-(\d\d)-(\d\d))?(?:(?:^|[Tt ])(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?([Zz]|[+-](\d\d):(\d\d))?$/.exec(
        token,
      );
    if (!parts) throw new Mistake(start, mistakes.noSuchDate());
    const [, year, month, day, hour, minute, second, offset, offsetHour, offsetMinute] = parts;
    const isWithin = (part: string | undefined, from: number, to: number): boolean =>
      part === undefined || (Number(part) >= from && Number(part) <= to);
    const isRight =
      isWithin(month, 1, 12) &&
      isWithin(day, 1, daysIn(Number(year), Number(month))) &&
      isWithin(hour, 0, 23) &&
      isWithin(minute, 0, 59) &&
      isWithin(second, 0, 60) &&
      isWithin(offsetHour, 0, 23) &&
      isWithin(offsetMinute, 0, 59) &&
      (offset === undefined || (year !== undefined && hour !== undefined));
    if (!isRight) throw new Mistake(start, mistakes.noSuchDate());
    if (second === '60') {
      this.#replacements.push({
        at: start + token.indexOf(':60', token.indexOf(':') + 1),
        text: ':59',
      });
    }
  }

  #number(start: number, token: string): void {
    const plain = token.replaceAll('_', '');
    const whole = /^([+-]?)(0x[\dA-Fa-f]+|0o[0-7]+|0b[01]+|\d+)$/.exec(plain);
    if (whole) {
      if (!isWithin64Bits(whole[1] === '-', whole[2] ?? '')) {
        throw new Mistake(start, mistakes.beyond64Bits());
      }
    } else if (/^[+-]?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?$/.test(plain)) {
      if (!Number.isFinite(Number(plain))) throw new Mistake(start, mistakes.tooLarge());
    }
  }

  #string(): void {
    const quote = this.#text[this.#at] ?? '';
    if (quote !== '"' && quote !== "'") throw new Lost();
    const long = quote.repeat(3);
    const end = this.#take(long) ? long : quote;
    if (end === quote) this.#at += 1;
    let found = this.#text.indexOf(end, this.#at);
    // No search goes beyond the end of the text, or a long file takes quadratic time.
    while (found !== -1 && quote === '"') {
      const escape = this.#text.slice(this.#at, found).indexOf('\\');
      if (escape === -1) break;
      this.#at += escape + 2;
      this.#count();
      if (this.#at > found) found = this.#text.indexOf(end, this.#at);
    }
    if (found === -1) throw new Lost();
    this.#at = found + end.length;
    // Of four or five quotes the first belong to the text.
    if (end === long) while (this.#take(quote));
  }

  #skipLines(): void {
    do this.#skip(blankLines);
    while (this.#skip(comment) !== '');
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isWithin64Bits(isNegative: boolean, digits: string): boolean {
  const [, prefix = '', significant = ''] = /^(0[xob])?0*(.*)$/.exec(digits) ?? [];
  // No 64-bit number is longer in any base, and BigInt is slow on a long one.
  if (significant.length > 64) return false;
  const magnitude = BigInt(`${prefix}${significant || '0'}`);
  return magnitude <= (isNegative ? 2n ** 63n : 2n ** 63n - 1n);
}
