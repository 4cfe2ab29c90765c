import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { commands, type CommandName } from './commands.ts';
import { completionFor } from './completions-command.ts';
import { formsOf } from './command-forms.ts';
import { shells, type Shell } from './shells.ts';

const names = Object.keys(commands) as CommandName[];

/** What a shell offers after each line, which ends where the person is. */
const cases: Readonly<Record<string, readonly string[]>> = {
  'gatehouse ': [...names, 'help'].toSorted(),
  'gatehouse sto': ['store'],
  'gatehouse store ': ['entries', 'move', 'protect', 'remove-copies', 'remove-entry'],
  'gatehouse store move ': ['file', 'keyring'],
  'gatehouse accounts plain-files ': ['off', 'on'],
  'gatehouse kept ': ['remove', 'use'],
  'gatehouse completions z': ['zsh'],
  'gatehouse help log': ['login', 'logout'],
  'gatehouse logout --e': ['--everywhere'],
  'gatehouse refresh --': ['--force', '--help', '--json'],
  // A flag with its value does not count as a word of the command.
  'gatehouse policy --profile work --c': ['--cd'],
  'gatehouse policy --as ': ['managed-config', 'requirements'],
  'gatehouse policy --preview managed_': ['managed_config.toml'],
  'gatehouse policy --cd mana': ['managed folder'],
  // Only the person knows.
  'gatehouse login --account ': [],
};
const lines = Object.keys(cases);

/** Asks a shell after all lines; it prints one offer a line, and then `---`. */
const asking: Readonly<Record<Shell, () => readonly string[]>> = {
  bash: () => [
    ...['bash', '--norc', '-c'],
    `source completion
complete -p gatehouse >/dev/null || exit 1
ask() {
  read -r -a COMP_WORDS <<<"$1"
  [[ "$1" == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  # It says that compopt has its effect in the line editor alone.
  _gatehouse 2>/dev/null
  printf '%s\\n' "\${COMPREPLY[@]}" ---
}
${lines.map((line) => `ask '${line}'`).join('\n')}`,
  ],
  // In a terminal of its own, since it completes in its line editor alone. What is offered is
  // written down where it is handed to the editor.
  zsh: () => [
    ...['zsh', '-f', '-c'],
    `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; LISTMAX=1000; autoload -Uz compinit; compinit -u -D; source ./completion"
zpty -w shell 'compadd() {
  if [[ " $*" == *" -"[OAD]" "* ]]; then builtin compadd "$@"; return; fi
  local -a shown
  builtin compadd -A shown "$@"
  print -l -- $shown >>offers
}; offer() {
  zle list-choices
  print -- --- >>offers
  print OFFE""RED
}; zle -N offer; bindkey "^T" offer; print RE""ADY'
zpty -r -m shell seen '*READY*'
${lines
  .map(
    (line) => `zpty -w -n shell $'\\C-u${line}\\C-t'
zpty -r -m shell seen '*OFFERED*'`,
  )
  .join('\n')}
cat offers`,
  ],
  fish: () => [
    ...['fish', '--no-config', '-c'],
    `source completion
${lines.map((line) => `complete -C '${line}' | string split -f1 \\t; echo ---`).join('\n')}`,
  ],
  powershell: () => [
    ...['pwsh', '-NoProfile', '-Command'],
    `. ./completion.ps1
${lines.map((line) => `(TabExpansion2 '${line}' ${line.length}).CompletionMatches.CompletionText; '---'`).join('\n')}`,
  ],
};

const isThere = (shell: Shell): boolean =>
  spawnSync(shell === 'powershell' ? 'pwsh' : shell, ['--version']).error === undefined;

describe.each(shells)('completions for %s', (shell) => {
  it('name every command and every flag', () => {
    const script = completionFor(shell);
    for (const name of names) {
      expect(script).toContain(name);
      for (const { flag } of formsOf(name).flags) expect(script).toContain(flag.slice(2));
    }
  });

  describe.skipIf(!isThere(shell))('in the shell itself', () => {
    let answers: readonly (readonly string[])[] = [];

    beforeAll(async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-test-'));
      const file = shell === 'powershell' ? 'completion.ps1' : 'completion';
      await writeFile(path.join(folder, file), completionFor(shell));
      await writeFile(path.join(folder, 'managed_config.toml'), '');
      await mkdir(path.join(folder, 'managed folder'));
      const [program = '', ...args] = asking[shell]();
      const options = { cwd: folder, encoding: 'utf8', timeout: 30_000 } as const;
      const { stdout, stderr } = spawnSync(program, args, options);
      await rm(folder, { recursive: true });
      expect(stderr).toBe('');
      answers = stdout.split('---\n').map((answer) => answer.split('\n').map(tidied));
    }, 40_000);

    it.each(Object.entries(cases))('offer after "%s" what can follow', (line, offered) => {
      const answer = answers[lines.indexOf(line)] ?? [];
      const words = [...new Set(answer)].filter((word) => word !== '');
      expect(words.toSorted()).toEqual(offered);
    });
  });
});

/** Some shells mark a folder with a slash, or quote a blank. */
function tidied(word: string): string {
  return word
    .replace(/[/\\]$/, '')
    .replaceAll('\\ ', ' ')
    .replaceAll("'", '');
}
