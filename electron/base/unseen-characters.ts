/**
 * Characters that are not seen and yet do something: they steer a terminal, begin another
 * line, or turn the direction of the text around them.
 */
const unseen = '[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]';

const anyUnseen = new RegExp(unseen, 'u');
const eachUnseen = new RegExp(unseen, 'gu');

/** Whether a text is one line of characters that are what they look like. */
export function isPlainLine(text: string): boolean {
  return !anyUnseen.test(text);
}

/**
 * The text with such characters as their numbers, such as `\u001b`. All of them are below
 * U+10000, so that this is also how JSON spells them: in JSON the text stays the same.
 *
 * @param kept those that are let through.
 */
export function withNumbersForUnseen(text: string, kept: readonly string[] = []): string {
  return text.replace(eachUnseen, (character) =>
    kept.includes(character)
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// All that Gatehouse itself says is laid out with them.
const layout = ['\n', '\t'];

/** The text so that it cannot steer a terminal: it may come from somebody else's file or token. */
export function harmlessOnTerminal(text: string): string {
  return withNumbersForUnseen(text, layout);
}

// Besides those, what takes no room: a name with them looks like the name without.
const eachUnseenInName = new RegExp(`${unseen}|\\p{Default_Ignorable_Code_Point}`, 'gu');

/** No address is longer (RFC 5321 section 4.5.3.1), and no id that an issuer gives out. */
const longestName = 254;

/**
 * A name, an address or an id out of somebody's token, as it may be shown: what is not seen
 * as its numbers, and no longer than it can be read, with an ellipsis where it was cut.
 */
export function shownName(text: string): string {
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
 * Without white space around it, as Unicode defines that and the Codex CLI trims what it reads.
 * JavaScript's own way also takes U+FEFF away, and leaves U+0085.
 *
 * Source: `trim` of Rust's standard library.
 */
export function trimWhiteSpace(text: string): string {
  // All of it is below U+10000. A pattern would take the square of the time for a long text.
  const isSpace = (index: number): boolean => /\p{White_Space}/u.test(text.charAt(index));
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  return text.slice(start, end);
}
