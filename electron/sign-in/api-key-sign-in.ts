import { AppFailure } from '../base/app-failure.ts';
import { requireMethod } from './rule-check.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { signInFailureOf, throwIfCancelled } from './sign-in-failure.ts';

/** Saves a key unchecked online, as upstream does. @throws {AppFailure} with nothing saved. */
export async function signInWithApiKey(
  deps: Pick<SignInDeps, 'rules' | 'save'>,
  apiKey: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    requireMethod(await deps.rules(), 'api');
    const read = readApiKey(apiKey);
    if (!read.ok) throw new AppFailure(read.code, read.message);
    throwIfCancelled(signal);
    await deps.save({ kind: 'apiKey', apiKey: read.apiKey });
  } catch (error) {
    throw signInFailureOf(error);
  }
}

export type ReadApiKey =
  | { readonly ok: true; readonly apiKey: string }
  | {
      readonly ok: false;
      readonly code: 'api-key-empty' | 'api-key-invalid';
      /** For people; quotes nothing of what was given. */
      readonly message: string;
    };

/** In characters; several times the longest key that a provider is known to issue. */
export const maxApiKeyLength = 2048;

interface Mistake {
  readonly matches: (text: string) => boolean;
  readonly message: string;
}

// The first that fits is reported, so that the most specific come first.
const mistakes: readonly Mistake[] = [
  {
    // UTF-16 read as UTF-8: every other byte is NUL, and the byte order mark is invalid.
    matches: (text) => /\0/.test(text) || /^\ufffd{2}/.test(text),
    message:
      'This is not plain text: it has NUL characters in it, as files in UTF-16 have. Save the key as UTF-8 or ASCII text, and try again.',
  },
  {
    matches: (text) => /^[{[]/.test(text),
    message: 'This is JSON, not an API key. Give the key alone.',
  },
  {
    matches: (text) => text.startsWith('<'),
    message: 'This is a web page or XML, not an API key. Give the key alone.',
  },
  {
    // The header of a JWT: JSON in base64url.
    matches: (text) => /^eyJ/.test(text),
    message:
      'This is a token of a ChatGPT sign-in, not an API key. Sign in with ChatGPT instead: "gatehouse login", or "Sign in with ChatGPT" in the window.',
  },
  {
    matches: (text) => /^at-/.test(text),
    message:
      'This is a personal access token, not an API key. Use "gatehouse login --with-access-token".',
  },
  {
    matches: (text) => /^rt[._]/.test(text),
    message:
      'This is a refresh token of a ChatGPT sign-in, not an API key. Sign in with ChatGPT instead.',
  },
  {
    matches: (text) => /^-----BEGIN /.test(text),
    message: 'This is a certificate or a private key, not an API key. Give the API key alone.',
  },
  {
    matches: (text) => /^(export\s+|set\s+|\$env:)?[A-Za-z_]\w*\s*=\s*["']?sk-/i.test(text),
    message: 'This is an assignment, not an API key alone. Give only what stands after "=".',
  },
  {
    matches: (text) => /^(\$\{?\w+\}?|\$env:\w+|%\w+%)$/i.test(text),
    message: 'This is the name of a variable, not its value. Give the key itself.',
  },
  {
    matches: (text) => /^Bearer\s/i.test(text),
    message: 'This is the text of a header, not an API key alone. Give only what stands after it.',
  },
  {
    matches: (text) => /\s|,|;/.test(text) && (text.match(/\bsk-/g) ?? []).length > 1,
    message: 'This is more than one API key. Give one key.',
  },
  {
    matches: (text) => /^(["'`]).*\1$/s.test(text),
    message: 'This has quotation marks around it. Give the key without them.',
  },
  {
    matches: (text) => /\*{3}|\.{3}|\u2022{3}|\u2026/.test(text),
    message:
      'This is an API key with its middle hidden. The whole key is shown only once, when it is made: make a new one if you did not keep it.',
  },
  {
    matches: (text) => /[\r\n]/.test(text),
    message: 'This is more than one line, and an API key is one line. Give the key alone.',
  },
  {
    matches: (text) => /[ \t]/.test(text),
    message: 'An API key has no blanks in it. Give the key alone, as you copied it.',
  },
  {
    matches: (text) => /[^\x21-\x7e]/.test(text),
    message:
      'This has characters in it that no API key has, such as accents, control characters or marks that cannot be seen. Copy the key again.',
  },
  {
    matches: (text) => /^https?:\/\//i.test(text),
    message: 'This is a web address, not an API key. Give the key alone.',
  },
  {
    matches: (text) => text.length > maxApiKeyLength,
    message: 'This is too long for an API key. Give the key alone.',
  },
];

/**
 * The API key in a text without white space and byte order mark around it: one word of printable
 * ASCII, of any provider. Upstream (codex-rs/cli/src/login.rs) takes any text.
 */
export function readApiKey(text: string): ReadApiKey {
  const apiKey = text.trim();
  if (apiKey === '') return { ok: false, code: 'api-key-empty', message: 'No API key provided.' };
  const mistake = mistakes.find(({ matches }) => matches(apiKey));
  if (mistake === undefined) return { ok: true, apiKey };
  return { ok: false, code: 'api-key-invalid', message: mistake.message };
}
