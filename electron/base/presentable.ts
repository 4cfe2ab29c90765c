import { redact } from '../redaction/redact.ts';
import { jsonWithTilde, withTilde } from './home-folder.ts';
import { mapTexts } from './json.ts';

// The last label of a domain has letters, unlike a version such as name@1.2.3.
const localPart = '[\\p{L}\\p{N}_.+%-]';
const label = '[\\p{L}\\p{N}-]+';
// `git@github.com` is nobody's address.
const email = new RegExp(
  `(?<!${localPart})(?!git@)${localPart}+@(?:${label}\\.)+\\p{L}[\\p{L}\\p{N}-]+`,
  'gu',
);

/** A text for the help desk: home folder as `~`, no e-mail address, no token or key. */
export function presentable(text: string, userHome: string): string {
  return withoutSecrets(withTilde(text, userHome));
}

/** {@link presentable} for all texts in plain JSON but names. Equal texts stay equal. */
export function presentableJson<T>(value: T, userHome: string): T {
  return mapTexts(jsonWithTilde(value, userHome), withoutSecrets);
}

function withoutSecrets(text: string): string {
  return withoutAddresses(redact(text));
}

/** A text without e-mail addresses. */
export function withoutAddresses(text: string): string {
  return text.replace(email, '[e-mail]');
}
