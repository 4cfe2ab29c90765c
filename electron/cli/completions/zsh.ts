import { helpTexts } from '../../../shared/texts/command-line/help.ts';
import type { Place } from '../command-forms.ts';
import type { Offer, Offers } from './offers.ts';

/** A completion for zsh: to be sourced after `compinit`, or a file `_gatehouse` in `$fpath`. */
export function zshCompletion({ words, flags, values }: Offers): string {
  return `#compdef gatehouse
# ${helpTexts.completions.zsh()}
_gatehouse() {
  local given= command= before= word= index
  local -a offers
  for ((index = 2; index < CURRENT; index++)); do
    before=$word
    word=\${words[index]}
    case $before in ${[...values.keys()].join('|')}) continue ;; esac
    case $word in
      -*) ;;
      *)
        given="\${given:+$given }$word"
        command=\${command:-$word}
        ;;
    esac
  done
  case \${words[CURRENT-1]} in
${[...values].map(valueCase).join('')}  esac
  case \${words[CURRENT]} in
    -*)
      case $command in
${[...flags].map(([command, offers]) => offerCase(command, offers)).join('')}      esac
      _describe option offers
      ;;
    *)
      case $given in
${[...words].map(([given, offers]) => offerCase(given, offers)).join('')}      esac
      _describe word offers
      ;;
  esac
}
if [ "$funcstack[1]" = _gatehouse ]; then
  _gatehouse "$@"
else
  compdef _gatehouse gatehouse
fi
`;
}

function valueCase([flag, place]: [string, Place]): string {
  const action = {
    choice: `compadd -- ${place.kind === 'choice' ? place.of.join(' ') : ''}`,
    file: '_files',
    folder: '_path_files -/',
    free: ':',
  }[place.kind];
  return `    ${flag}) ${action}; return ;;\n`;
}

function offerCase(given: string, offers: readonly Offer[]): string {
  const described = offers.map(({ word, about }) =>
    quoted(`${word}:${about.replaceAll(':', '\\:')}`),
  );
  return `        '${given}') offers=(${described.join(' ')}) ;;\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
