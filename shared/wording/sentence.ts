/** With the full stop that some sentences of the Codex CLI lack, so that another can follow. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
