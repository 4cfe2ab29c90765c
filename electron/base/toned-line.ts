/** Words that are coloured where a person reads them on a terminal, by what they mean. */
interface TonedWords {
  readonly tone: Tone;
  readonly words: string;
}

type Tone = 'good' | 'attention' | 'bad';

export type LinePart = string | TonedWords;

/** What is said at once, without the line feed at its end. */
export type Line = string | readonly LinePart[];

export function partsOf(line: Line): readonly LinePart[] {
  return typeof line === 'string' ? [line] : line;
}

export function wordsOf(part: LinePart): string {
  return typeof part === 'string' ? part : part.words;
}

/** A line as it is without colours. */
export function plainLine(line: Line): string {
  return partsOf(line).map(wordsOf).join('');
}
