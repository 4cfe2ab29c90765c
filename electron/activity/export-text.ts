import type { ActivityEntry } from '../../shared/activity.ts';

export type ExportFormat = 'jsonl' | 'csv';

const columns = ['at', 'actor', 'action', 'outcome', 'detail', 'account', 'place'] as const;

/** The log (oldest first) to show to others: times and codes, with accounts numbered. */
export function exportText(entries: readonly ActivityEntry[], format: ExportFormat): string {
  const numbered = withNumberedAccounts(entries);
  if (format === 'jsonl') return numbered.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  // Codes and times hold no comma, quotation mark or formula.
  const rows = numbered.map((entry) => columns.map((column) => entry[column] ?? '').join(','));
  return [columns.join(','), ...rows].map((row) => `${row}\r\n`).join('');
}

function withNumberedAccounts(entries: readonly ActivityEntry[]): ActivityEntry[] {
  const numbers = new Map<string, number>();
  return entries.map((entry) => {
    const { user = null, ...rest } = entry;
    if (user === null && rest.account === null) return rest;
    const whose = JSON.stringify([user, rest.account]);
    const number = numbers.get(whose) ?? numbers.size + 1;
    numbers.set(whose, number);
    return { ...rest, account: `account-${number}` };
  });
}
