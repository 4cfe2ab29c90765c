const replacement = '[redacted]';

const secretShapes: readonly RegExp[] = [
  // JWTs, whole or cut off; behind an underscore too, but not within a word such as `keyJoined`.
  /(?<![A-Za-z\d])eyJ[\w-]{6,}(\.[\w-]*){0,4}/g,
  // API keys, personal access tokens and refresh tokens by their prefixes.
  /\b(sk|at|rt|ac)[-_][\w.-]{8,}/g,
  // The same behind an underscore, where `_at_` is part of many a name, such as `start_at_login`.
  /(?<=_)(sk[-_]|at-|rt[-_]|ac[-_])[\w.-]{8,}/g,
  // Secrets as URL or form parameters.
  /\b(code|code_verifier|token|access_token|refresh_token|id_token|subject_token|state)=[^&\s"']+/g,
  // Secrets as members of the stored record or of an issuer's answer, whatever they look like, also
  // where that JSON is a text within another one.
  /\\?"(OPENAI_API_KEY|access_token|refresh_token|id_token|personal_access_token|agent_private_key|authorization_code|code_verifier)\\?"\s*:\s*\\?"[^"]*"?/g,
  // Bearer credentials.
  /\bBearer\s+[\w.~+/-]+=*/gi,
];

/**
 * Takes everything that looks like a token, key or authorization code out of a
 * text that is to be shown or logged, and every secret that is known by value.
 *
 * A last line of defence: callers do not put secrets into texts in the first place.
 */
export function redact(text: string, knownSecrets: readonly string[] = []): string {
  const withoutKnown = knownSecrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, replacement), text);
  return secretShapes.reduce((rest, shape) => rest.replace(shape, replacement), withoutKnown);
}
