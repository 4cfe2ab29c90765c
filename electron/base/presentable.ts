import { redact } from '../redaction/redact.ts';
import { jsonWithTilde, withTilde } from './home-folder.ts';
import { mapTexts } from './json-texts.ts';

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
  return withoutSecrets(withTilde(text, userHome));
}

/**
 * The same for every text in a value of plain JSON, names of members excepted. Equal texts
 * stay equal, so that places can still be compared.
 */
export function presentableJson<T>(value: T, userHome: string): T {
  return mapTexts(jsonWithTilde(value, userHome), withoutSecrets);
}

function withoutSecrets(text: string): string {
  return redact(text).replace(email, '[e-mail]');
}
