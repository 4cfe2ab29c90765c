import '../shared/testing/speak-english.ts';

import { settingNames, settingRow, settingWords } from '../shared/settings.ts';
import { settingGroupTexts } from '../shared/texts/settings.ts';
import { markdownTable } from './markdown-table.mjs';

const list = /(<!-- settings: begin -->\n).*(<!-- settings: end -->)/s;

/** The page of the settings, with a row for each of them. */
export function settingsPage(present: string): string {
  return present.replace(list, (_, begin: string, end: string) => `${begin}\n${table()}\n\n${end}`);
}

function table(): string {
  const rows = settingNames.map((name) => {
    const { default: standard, group, key, keptBy, ruledBy, values } = settingRow(name);
    const { help, label } = settingWords(name);
    return [
      `${settingGroupTexts[group]()}: ${label()}`,
      help(),
      (values?.map(quoted) ?? ['true', 'false']).map(code).join(', '),
      code(typeof standard === 'string' ? quoted(standard) : String(standard)),
      code(key) +
        (keptBy === 'system' ? ' (kept by the system)' : '') +
        (ruledBy === undefined ? '' : `; for administrators \`${ruledBy}\``),
    ];
  });
  return markdownTable([['setting', 'what it is for', 'values', 'default', 'key'], ...rows]);
}

const quoted = (text: string): string => `"${text}"`;
const code = (text: string): string => `\`${text}\``;
