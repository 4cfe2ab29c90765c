import { helpTexts } from '../../../shared/texts/command-line/help.ts';
import type { Place } from '../command-forms.ts';
import type { Offer, Offers } from './offers.ts';

/** A completion for fish 3 or newer. */
export function fishCompletion({ words, flags, values }: Offers): string {
  return `# ${helpTexts.completions.fish()}
function __gatehouse_given
    set -l given
    set -l before
    for word in (commandline -opc)[2..]
        if not contains -- "$before" ${[...values.keys()].join(' ')}
            string match -q -- '-*' $word; or set -a given $word
        end
        set before $word
    end
    printf '%s\\n' $given
end
function __gatehouse_at
    set -l given (__gatehouse_given)
    test "$given" = "$argv[1]"
end
function __gatehouse_in
    set -l given (__gatehouse_given)
    test "$given[1]" = "$argv[1]"
end
complete -c gatehouse -f
${[...words].flatMap(([given, offers]) => offers.map((offer) => wordLine(given, offer))).join('\n')}
${[...flags].flatMap(([command, offers]) => offers.map((offer) => flagLine(command, offer, values))).join('\n')}
`;
}

function wordLine(given: string, { word, about }: Offer): string {
  return `complete -c gatehouse -n "__gatehouse_at '${given}'" -a ${word} -d ${quoted(about)}`;
}

function flagLine(command: string, { word, about }: Offer, values: Offers['values']): string {
  const value = values.get(word);
  const takes = value === undefined ? '' : ` ${valueOf(value)}`;
  return `complete -c gatehouse -n "__gatehouse_in '${command}'" -l ${word.slice(2)}${takes} -d ${quoted(about)}`;
}

function valueOf(place: Place): string {
  switch (place.kind) {
    case 'choice':
      return `-x -a '${place.of.join(' ')}'`;
    case 'file':
      return '-r -F';
    case 'folder':
      return "-x -a '(__fish_complete_directories)'";
    case 'free':
      return '-x';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
