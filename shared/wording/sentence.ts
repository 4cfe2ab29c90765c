/** Adds a full stop, and a capital letter unless the sentence starts with a key or a path. */
export function asSentence(text: string): string {
  const capitalised = text.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(capitalised) ? capitalised : `${capitalised}.`;
}
