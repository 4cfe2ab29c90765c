/**
 * A table in Markdown, as Prettier would have it.
 * @param {readonly string[][]} rows the first of them the head
 */
export function markdownTable(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)),
  );
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}
