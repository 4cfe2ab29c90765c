/**
 * A code behind a sentence, in brackets: of OAuth (`access_denied`), of the system (`ECONNREFUSED`)
 * or of HTTP (`HTTP 503`).
 */
const code = / \((?:[a-z]+(?:_[a-z]+)+|E[A-Z]{3,}|CERT_[A-Z_]+|[A-Z]+_[A-Z_]+|HTTP \d{3})\)/g;

/** What Codex adds where it signs out, also where it is only asked whether it would. */
const loggingOut = /(?<=\.)\.? Logging out\./g;

/**
 * A message as people read it, without codes and what Codex says to itself; the whole of it stands
 * under "Details" in the window, and in what is printed for programs.
 */
export function plainMessage(message: string): {
  readonly text: string;
  readonly isPlain: boolean;
} {
  const text = message.replaceAll(code, '').replaceAll(loggingOut, '');
  return { text, isPlain: text === message };
}
