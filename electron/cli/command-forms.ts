import { commands, type CommandName } from './commands.ts';

/** What may be typed in one place of a command line. */
export type Place =
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'free' };

interface FlagForm {
  /** With its dashes. */
  readonly flag: string;
  /** Null where it takes none. */
  readonly value: Place | null;
  readonly about: string;
}

interface WordsForm {
  readonly places: readonly Place[];
  readonly about: string;
}

export interface CommandForms {
  readonly about: string;
  readonly flags: readonly FlagForm[];
  readonly words: readonly WordsForm[];
}

/** What may follow the name of a command, as its lines of the help text write it. */
export function formsOf(name: CommandName): CommandForms {
  const help = commands[name].help();
  const lines = help.map(([form, about]) => ({ about, parts: partsOf(form) }));
  const flags = lines.flatMap(({ about, parts }) =>
    parts.flatMap((part, index): readonly FlagForm[] => {
      const next = parts[index + 1];
      if (!isFlag(part)) return [];
      return [
        { flag: part, value: next === undefined || isFlag(next) ? null : placeOf(next), about },
      ];
    }),
  );
  const words = lines
    .filter(({ parts: [first] }) => first !== undefined && !isFlag(first))
    .map(({ about, parts }) => ({ about, places: parts.map(placeOf) }));
  return { about: help[0][1], flags, words };
}

function partsOf(form: string): readonly string[] {
  return form
    .replaceAll(/[[\]]/g, '')
    .split(' ')
    .filter((part) => part !== '');
}

function isFlag(part: string): boolean {
  return part.startsWith('--');
}

/** Capitals stand for something, and all else for itself. */
function placeOf(part: string): Place {
  if (part === 'FILE') return { kind: 'file' };
  if (part === 'FOLDER') return { kind: 'folder' };
  return part === part.toUpperCase() ? { kind: 'free' } : { kind: 'choice', of: part.split('|') };
}
