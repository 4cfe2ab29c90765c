/** A text without the sentence that its title says already; null where nothing else is said. */
export function afterTitle(title: string, text: string): string | null {
  const said = `${title}.`;
  if (!text.startsWith(said)) return text;
  return text.slice(said.length).trimStart() || null;
}
