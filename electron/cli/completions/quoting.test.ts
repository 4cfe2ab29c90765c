import { spawnSync } from 'node:child_process';

import { expect, it } from 'vitest';

import { fishCompletion } from './fish.ts';
import type { Offers } from './offers.ts';
import { powershellCompletion } from './powershell.ts';
import { zshCompletion } from './zsh.ts';

/** All that means something to a shell, and must stay as it is in what a text says. */
const about = 'it\'s "$HOME" `date` $(date) ${x} \u2018Can\u2019t\u2019 100% #1; a|b';

const offers: Offers = {
  words: new Map([['', [{ word: 'status', about }]]]),
  flags: new Map([['status', [{ word: '--json', about }]]]),
  values: new Map(),
};

/** What a text in single quotes stands for: PowerShell's own rule (tokenizer.cs, ScanStringLiteral). */
function readByPowershell(literal: string): string {
  const quote = /['\u2018\u2019\u201a\u201b]/;
  let read = '';
  for (let at = 1; at < literal.length; at += 1) {
    if (quote.test(literal[at] ?? '')) {
      at += 1;
      if (!quote.test(literal[at] ?? '')) return read;
    }
    read += literal[at] ?? '';
  }
  throw new TypeError('it does not end');
}

// Not run by PowerShell itself, which is not everywhere: see completions-command.test.ts.
it('PowerShell reads a text as it is, also one with quotes, $ and backticks', () => {
  const script = powershellCompletion(offers);
  const literals = script.split('@(').slice(1);
  const read = literals
    .filter((literal) => literal.includes('\t'))
    .map((literal) => readByPowershell(literal));
  expect(read).toEqual([`--json\t${about}`, `status\t${about}`]);
});

it.skipIf(process.platform === 'win32')('zsh reads it so, by the quotes of any shell', () => {
  const lines = zshCompletion(offers).match(/offers=\(.*\)/g) ?? [];
  const read = lines.map((line) => {
    const { stdout } = spawnSync('bash', ['-c', `${line}; printf %s "\${offers[0]}"`], {
      encoding: 'utf8',
    });
    return stdout;
  });
  expect(read).toEqual([`--json:${about}`, `status:${about}`]);
});

it('fish reads it so: in single quotes, only a quote and a backslash are escaped', () => {
  const literals = fishCompletion(offers).match(/ -d '.*'$/gm) ?? [];
  const read = literals.map((literal) => literal.slice(5, -1).replaceAll(/\\(['\\])/g, '$1'));
  expect(read).toEqual([about, about]);
  for (const literal of literals) expect(literal.slice(5, -1)).not.toMatch(/(?<!\\)'/);
});
