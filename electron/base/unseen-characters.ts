import { anyUnseen, eachUnseen, eachUnseenInName } from './unseen-patterns.ts';

const isPlainAscii = (text: string): boolean => /^[ -~]*$/.test(text);

/** Whether a text is one line without control characters. */
export function isPlainLine(text: string): boolean {
  return isPlainAscii(text) || !anyUnseen.test(text);
}

/** Escapes control characters as JSON does, `\u001b`, since all of them are below U+10000. */
export function withNumbersForUnseen(text: string, kept: readonly string[] = []): string {
  if (isPlainAscii(text)) return text;
  return text.replace(eachUnseen, (character) =>
    kept.includes(character)
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const layout = ['\n', '\t'];

/** A text that cannot steer a terminal, line feeds and tabs kept. */
export function harmlessOnTerminal(text: string): string {
  return /^[ -~\n\t]*$/.test(text) ? text : withNumbersForUnseen(text, layout);
}

/** Addresses are no longer (RFC 5321 section 4.5.3.1), nor ids that an issuer gives out. */
const longestName = 254;

/** A name, address or id from a token as it may be shown: escaped, and cut with an ellipsis. */
export function shownName(text: string): string {
  if (text.length <= longestName && isPlainAscii(text)) return text;
  const characters = Array.from(text.slice(0, 2 * longestName + 1));
  const isCut = characters.length > longestName;
  return characters
    .slice(0, isCut ? longestName - 1 : longestName)
    .join('')
    .replace(eachUnseenInName, (character) => {
      const number = (character.codePointAt(0) ?? 0).toString(16);
      return number.length > 4 ? `\\u{${number}}` : `\\u${number.padStart(4, '0')}`;
    })
    .concat(isCut ? '\u2026' : '');
}

/**
 * What Unicode calls white space, for a class of a pattern. Its own name for it, White_Space, takes
 * long to look up.
 */
export const whiteSpace = String.raw`\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

const space = new RegExp(`[${whiteSpace}]`);

/**
 * Trims as Rust and so the Codex CLI do. JavaScript's `trim` takes U+FEFF too, and leaves U+0085.
 */
export function trimWhiteSpace(text: string): string {
  // All white space is below U+10000. A regular expression would be quadratic for a long text.
  const isSpace = (index: number): boolean => space.test(text.charAt(index));
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  return text.slice(start, end);
}
