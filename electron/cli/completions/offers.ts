import { helpTexts } from '../../../shared/texts/command-line/help.ts';
import { commands, type CommandName } from '../commands.ts';
import { formsOf, type Place } from '../command-forms.ts';

/** A word that can be typed next, and what it is for. */
export interface Offer {
  readonly word: string;
  readonly about: string;
}

/** What a shell offers, whichever it is. */
export interface Offers {
  /** By the words so far, flags and their values left out: '' at first, then 'store', 'store move'. */
  readonly words: ReadonlyMap<string, readonly Offer[]>;
  /** By the command; '' before there is one. */
  readonly flags: ReadonlyMap<string, readonly Offer[]>;
  /** Of the flags that take a value. */
  readonly values: ReadonlyMap<string, Place>;
}

/** All of it, from the one table of commands. */
export function offersOfCommands(): Offers {
  const texts = helpTexts.offers;
  const help: Offer = { word: '--help', about: texts.help() };
  const version: Offer = { word: '--version', about: texts.version() };
  const json: Offer = { word: '--json', about: texts.json() };
  const names = Object.keys(commands) as CommandName[];
  const forms = new Map(names.map((name) => [name, formsOf(name)]));
  const topics = names.map((name) => ({ word: name, about: forms.get(name)?.about ?? '' }));
  const words = new Map<string, Offer[]>([
    ['', [...topics, { word: 'help', about: texts.helpOfOne() }]],
    ['help', topics],
  ]);
  const flags = new Map<string, readonly Offer[]>([['', [help, version]]]);
  const values = new Map<string, Place>();
  for (const [name, { flags: own, words: wordForms }] of forms) {
    flags.set(name, [...own.map(({ flag, about }) => ({ word: flag, about })), json, help]);
    for (const { flag, value } of own) if (value !== null) values.set(flag, value);
    for (const { places, about } of wordForms) addWords(words, [name], places, about);
  }
  return { words, flags, values };
}

function addWords(
  words: Map<string, Offer[]>,
  before: readonly string[],
  [place, ...rest]: readonly Place[],
  about: string,
): void {
  if (place?.kind !== 'choice') return;
  const key = before.join(' ');
  const present = words.get(key) ?? [];
  const added = place.of.filter((word) => !present.some((offer) => offer.word === word));
  words.set(key, [...present, ...added.map((word) => ({ word, about }))]);
  for (const word of place.of) addWords(words, [...before, word], rest, about);
}
