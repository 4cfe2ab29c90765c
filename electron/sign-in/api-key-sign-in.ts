import { apiKeyTexts as texts } from '../../shared/texts/api-key.ts';
import { nextStep } from '../../shared/texts/next-steps.ts';
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
  readonly message: () => string;
}

/** What servers of one's own (vLLM, Ollama, LM Studio, gateways) take, since they ask for no key. */
const wordsOfServers: ReadonlySet<string> = new Set([
  'empty',
  'none',
  'dummy',
  'local',
  'anything',
  'not-needed',
  'no-key-required',
  'ollama',
  'lm-studio',
]);

/** No provider issues a key that is so short, or one word of letters. */
function isWordAlone(text: string): boolean {
  return text.length < shortestApiKey || /^[a-z]{1,15}$/i.test(text);
}

/** In characters: "sk-1234", which a gateway has by default. */
const shortestApiKey = 7;

// The first that fits is reported, so that the most specific come first.
const mistakes: readonly Mistake[] = [
  {
    // UTF-16 read as UTF-8: every other byte is NUL, and the byte order mark is invalid.
    matches: (text) => /\0/.test(text) || /^\ufffd{2}/.test(text),
    message: texts.mistakes.notPlainText,
  },
  {
    matches: (text) => /^[{[]/.test(text),
    message: texts.mistakes.json,
  },
  {
    matches: (text) => text.startsWith('<'),
    message: texts.mistakes.markup,
  },
  {
    // The header of a JWT: JSON in base64url.
    matches: (text) => /^eyJ/.test(text),
    message: () => texts.mistakes.signInToken({ step: nextStep('signInWithChatgpt') }),
  },
  {
    matches: (text) => /^at-/.test(text),
    message: texts.mistakes.personalAccessToken,
  },
  {
    matches: (text) => /^rt[._]/.test(text),
    message: texts.mistakes.refreshToken,
  },
  {
    matches: (text) => /^-----BEGIN /.test(text),
    message: texts.mistakes.certificate,
  },
  {
    matches: (text) => /^(export\s+|set\s+|\$env:)?[A-Za-z_]\w*\s*=\s*["']?sk-/i.test(text),
    message: texts.mistakes.assignment,
  },
  {
    matches: (text) =>
      /^(\$\{?\w+\}?|\$env:\w+|%\w+%)$/i.test(text) || /^[A-Z]+(_[A-Z]+)+$/.test(text),
    message: texts.mistakes.variableName,
  },
  {
    matches: (text) => /^Bearer\s/i.test(text),
    message: texts.mistakes.header,
  },
  {
    matches: (text) => /\s|,|;/.test(text) && (text.match(/\bsk-/g) ?? []).length > 1,
    message: texts.mistakes.several,
  },
  {
    matches: (text) => /^(["'`]).*\1$/s.test(text),
    message: texts.mistakes.quoted,
  },
  {
    matches: (text) => /\*{3}|\.{3}|\u2022{3}|\u2026/.test(text),
    message: texts.mistakes.masked,
  },
  {
    matches: (text) => /[\r\n]/.test(text),
    message: texts.mistakes.severalLines,
  },
  {
    matches: (text) => /[ \t]/.test(text),
    message: texts.mistakes.blanks,
  },
  {
    matches: (text) => /[^\x21-\x7e]/.test(text),
    message: texts.mistakes.unusualCharacters,
  },
  {
    matches: (text) => /^https?:\/\//i.test(text),
    message: texts.mistakes.address,
  },
  {
    matches: (text) => text.length > maxApiKeyLength,
    message: texts.mistakes.tooLong,
  },
  {
    // As in instructions: "sk-xxxx", "your-api-key".
    matches: (text) =>
      /^(sk-)?([a-z]+-)?x{3,}$|^your[-_]|^[a-z_-]*api[-_]?key[a-z_-]*$/i.test(text),
    message: texts.mistakes.standIn,
  },
  {
    matches: (text) => /^(sk|sess|gsk|xai)[-_]([a-z]*[-_])?([a-z]+-)?$/i.test(text),
    message: texts.mistakes.beginningAlone,
  },
  {
    matches: (text) => !wordsOfServers.has(text.toLowerCase()) && isWordAlone(text),
    message: texts.mistakes.tooShort,
  },
];

/**
 * The API key in a text without white space and byte order mark around it: printable ASCII without
 * blanks, of any provider, that could be a key. Upstream (codex-rs/cli/src/login.rs) takes any text.
 */
export function readApiKey(text: string): ReadApiKey {
  const apiKey = text.trim();
  if (apiKey === '') return { ok: false, code: 'api-key-empty', message: texts.mistakes.empty() };
  const mistake = mistakes.find(({ matches }) => matches(apiKey));
  if (mistake === undefined) return { ok: true, apiKey };
  return { ok: false, code: 'api-key-invalid', message: mistake.message() };
}
