/** Spells a device code for a screen reader: "A, B, 1, dash, C". */
export function spelledCode(code: string): string {
  return Array.from(code, (character) => (character === '-' ? 'dash' : character)).join(', ');
}
