/** Adds the capital letter, but to a name such as a key or a path, and the full stop that some sentences lack. */
export function asSentence(text: string): string {
  const capitalised = text.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(capitalised) ? capitalised : `${capitalised}.`;
}
