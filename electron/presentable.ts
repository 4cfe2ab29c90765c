import { redact } from './auth/redact.ts';

// In front of "@" a name; behind it labels, the last of which has letters, as no version has.
const localPart = '[\\p{L}\\p{N}_.+%-]';
const label = '[\\p{L}\\p{N}-]+';
// `git@github.com` is nobody's, and begins the address of many a repository.
const email = new RegExp(
  `(?<!${localPart})(?!git@)${localPart}+@(?:${label}\\.)+\\p{L}[\\p{L}\\p{N}-]+`,
  'gu',
);

/**
 * A text as it may be sent to a help desk: the home folder as `~`, no e-mail address,
 * and nothing that looks like a token or key.
 *
 * @param userHome absolute.
 */
export function presentable(text: string, userHome: string): string {
  return redact(withoutHome(text, userHome)).replace(email, '[e-mail]');
}

/**
 * The same for every text in a value of plain JSON, names of members excepted. Equal texts
 * stay equal, so that places can still be compared.
 */
export function presentableJson<T>(value: T, userHome: string): T {
  return walk(value, (text) => presentable(text, userHome)) as T;
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, walk(member, change)]);
  return Object.fromEntries(members) as unknown;
}

function withoutHome(text: string, userHome: string): string {
  const home = userHome.replace(/[\\/]+$/, '');
  if (home === '') return text;
  const hasDrive = /^[a-z]:/i.test(home);
  // Windows writes the same folder in any case, and with either slash.
  const spelling = hasDrive ? home.split(/[\\/]/).map(literally).join('[\\\\/]') : literally(home);
  // Not the start of a longer name, such as /home/ada in /home/adam.
  return text.replace(new RegExp(`${spelling}(?![\\w.@+-]*[\\w@+])`, hasDrive ? 'gi' : 'g'), '~');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
