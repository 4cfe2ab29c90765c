import { z } from 'zod';

import { bashCompletion } from './completions/bash.ts';
import { fishCompletion } from './completions/fish.ts';
import { offersOfCommands, type Offers } from './completions/offers.ts';
import { powershellCompletion } from './completions/powershell.ts';
import { zshCompletion } from './completions/zsh.ts';
import type { Behaviour, WithJson } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { printJson } from './json-outputs.ts';
import { version1 } from './output-schema.ts';
import { shells, type Shell } from './shells.ts';

const completionsOutputSchema = z.strictObject({
  ...version1,
  shell: z.enum(shells),
  /** For the shell to read. */
  script: z.string(),
});

interface CompletionsOptions extends WithJson {
  readonly shell: Shell;
}

/** `gatehouse completions`: a script for a shell, which runs nothing of Gatehouse when it completes. */
export const completionsCommand: Behaviour<CompletionsOptions> = {
  output: () => completionsOutputSchema,
  runAlone: ({ terminal }, { shell, json }) => {
    const script = completionFor(shell);
    if (json) {
      printJson<typeof completionsOutputSchema>(terminal, { schemaVersion: 1, shell, script });
    } else {
      terminal.exact(script.trimEnd());
    }
    return Promise.resolve(exitCodes.done);
  },
};

const writers: Readonly<Record<Shell, (offers: Offers) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

export function completionFor(shell: Shell): string {
  return writers[shell](offersOfCommands());
}
