/** Longer menu labels are cut by some desktops, and then without a sign that they were. */
export const maxLabelLength = 50;

/** Windows cuts the text of a tray icon here (`NOTIFYICONDATAW`, 128 with the terminator). */
export const maxTooltipLength = 127;

/**
 * A text as one short line: characters that have no shape of their own are
 * dropped, since an address from a token could turn the line around with them.
 *
 * @param options.suffix kept whole when the text has to be cut.
 */
export function menuLabel(
  text: string,
  { suffix = '' }: { readonly suffix?: string } = {},
): string {
  const end = shapedCharacters(suffix);
  const start = shapedCharacters(text);
  const room = Math.max(1, maxLabelLength - end.length);
  return [...cut(start, room), ...end].slice(0, maxLabelLength).join('');
}

/** Lines for the text of the tray icon; null lines are left out. */
export function tooltipText(lines: readonly (string | null)[]): string {
  const text = lines.filter((line) => line !== null).join('\n');
  return cut([...text], maxTooltipLength).join('');
}

/** A single `&` would become the mnemonic of the letter after it. */
export function escapeMnemonics(label: string): string {
  return label.replaceAll('&', '&&');
}

function shapedCharacters(text: string): string[] {
  return [...text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '')];
}

function cut(characters: readonly string[], maxLength: number): readonly string[] {
  if (characters.length <= maxLength) return characters;
  return [...characters.slice(0, maxLength - 1), '…'];
}
