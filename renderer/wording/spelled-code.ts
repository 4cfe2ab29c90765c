import { signingInTexts } from '../../shared/texts/signing-in.ts';

/** Spells a device code for a screen reader: "A, B, 1, dash, C". */
export function spelledCode(code: string): string {
  return Array.from(code, (character) =>
    character === '-' ? signingInTexts.device.dash() : character,
  ).join(', ');
}
