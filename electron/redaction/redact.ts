const replacement = '[redacted]';

const secretShapes: readonly RegExp[] = [
  // JWTs, whole or cut off; behind an underscore too, but not within a word such as `keyJoined`.
  /(?<![A-Za-z\d])eyJ[\w-]{6,}(\.[\w-]*){0,4}/g,
  // API keys, personal access tokens and refresh tokens by their prefixes.
  /\b(sk|at|rt|ac)[-_][\w.-]{8,}/g,
  // The same behind an underscore, except `_at_`, as in `start_at_login`.
  /(?<=_)(sk[-_]|at-|rt[-_]|ac[-_])[\w.-]{8,}/g,
  /\b(code|code_verifier|token|access_token|refresh_token|id_token|subject_token|state)=[^&\s"']+/g,
  // Secrets as JSON members, also where that JSON is a text within another one.
  /\\?"(OPENAI_API_KEY|access_token|refresh_token|id_token|personal_access_token|api_key|access_key_id|secret_access_key|session_token|agent_private_key|authorization_code|code_verifier)\\?"\s*:\s*\\?"[^"]*"?/g,
  /\bBearer\s+[\w.~+/-]+=*/gi,
];

/** A last line of defence: callers do not put secrets into texts in the first place. */
export function redact(text: string, knownSecrets: readonly string[] = []): string {
  const withoutKnown = knownSecrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, replacement), text);
  return secretShapes.reduce((rest, shape) => rest.replace(shape, replacement), withoutKnown);
}
