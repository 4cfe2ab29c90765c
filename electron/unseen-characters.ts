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
