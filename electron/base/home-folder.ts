import { mapTexts } from './json-texts.ts';

/** Of a class: letters of the world, and what else a name may end with. */
const inNames = '\\p{L}\\p{M}\\p{N}_@+';

/**
 * A text with the home folder as `~`, as all that people read has it: paths are shorter, and
 * name nobody where a picture or a copy of them is passed on.
 *
 * @param userHome absolute.
 */
export function withTilde(text: string, userHome: string): string {
  return tildeFor(userHome)(text);
}

/** The same for every text in a value of plain JSON, names of members excepted. */
export function jsonWithTilde<T>(value: T, userHome: string): T {
  return mapTexts(value, tildeFor(userHome));
}

function tildeFor(userHome: string): (text: string) => string {
  const home = userHome.replace(/[\\/]+$/, '');
  if (home === '') return (text) => text;
  const hasDrive = /^[a-z]:/i.test(home);
  // Windows writes the same folder in any case, and with either slash.
  const spelling = hasDrive ? home.split(/[\\/]/).map(literally).join('[\\\\/]') : literally(home);
  // Not the end of a longer path, such as /root in /srv/root or in an address, nor the start of a
  // longer name, such as /home/ada in /home/adam.
  const pattern = `(?<![${inNames}.~-])${spelling}(?![${inNames}.-]*[${inNames}])`;
  const found = new RegExp(pattern, hasDrive ? 'giu' : 'gu');
  return (text) => text.replace(found, '~');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
