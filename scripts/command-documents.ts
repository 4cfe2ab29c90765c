import '../shared/testing/speak-english.ts';

import { usageText } from '../electron/cli/help-text.ts';

const list = /(<!-- commands: begin -->\n).*(<!-- commands: end -->)/s;

/** The page of the command line, with the commands as its help text has them. */
export function commandPage(present: string): string {
  return present.replace(
    list,
    (_, begin: string, end: string) => `${begin}\n\`\`\`\n${usageText()}\n\`\`\`\n\n${end}`,
  );
}
