import { mapTexts } from './json.ts';

const inNames = '\\p{L}\\p{M}\\p{N}_@+';

/** Writes an absolute home folder as `~`, so that a picture or copy of the text names nobody. */
export function withTilde(text: string, userHome: string): string {
  return tildeFor(userHome)(text);
}

/** {@link withTilde} for every text in a value of plain JSON, names of members excepted. */
export function jsonWithTilde<T>(value: T, userHome: string): T {
  return mapTexts(value, tildeFor(userHome));
}

function tildeFor(userHome: string): (text: string) => string {
  const home = userHome.replace(/[\\/]+$/, '');
  if (home === '') return (text) => text;
  const hasDrive = /^[a-z]:/i.test(home);
  // Windows ignores case in paths and takes either slash.
  const spelling = hasDrive ? home.split(/[\\/]/).map(literally).join('[\\\\/]') : literally(home);
  // Not within a longer path or name, such as /root in /srv/root, or /home/ada in /home/adam.
  const flags = hasDrive ? 'gi' : 'g';
  const pattern = `(?<![${inNames}.~-])${spelling}(?![${inNames}.-]*[${inNames}])`;
  const everyPlain = new RegExp(`(?<=^|[\\s"'(:=])${spelling}(?=$|[\\s"'),:;/\\\\])`, flags);
  const any = new RegExp(spelling, flags);
  return (text) => {
    // The classes of characters in the pattern are long to build.
    const plain = text.replace(everyPlain, '~');
    return plain.search(any) < 0 ? plain : text.replace(new RegExp(pattern, `${flags}u`), '~');
  };
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
