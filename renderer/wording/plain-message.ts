/** A code behind a sentence, in brackets: of OAuth (`access_denied`) or of the system (`ECONNREFUSED`). */
const code = / \((?:[a-z]+(?:_[a-z]+)+|E[A-Z]{3,}|CERT_[A-Z_]+|[A-Z]+_[A-Z_]+)\)/g;

/** A message as people read it, without codes; they stand under "Details" with the whole of it. */
export function plainMessage(message: string): {
  readonly text: string;
  readonly isPlain: boolean;
} {
  const text = message.replaceAll(code, '');
  return { text, isPlain: text === message };
}
