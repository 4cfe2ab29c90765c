/**
 * With the capital letter and the full stop that some sentences of the Codex CLI lack, so that
 * they can stand beside others. A name at the start, such as a key or a path, stays as it is.
 */
export function asSentence(text: string): string {
  const capitalised = text.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(capitalised) ? capitalised : `${capitalised}.`;
}
