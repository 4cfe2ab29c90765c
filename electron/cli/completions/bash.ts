import { helpTexts } from '../../../shared/texts/command-line/help.ts';
import type { Place } from '../command-forms.ts';
import type { Offer, Offers } from './offers.ts';

/** A completion for bash 3.2 or newer, which macOS has. */
export function bashCompletion({ words, flags, values }: Offers): string {
  return `# ${helpTexts.completions.bash()}
_gatehouse() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local given= command= before= word= offers= index
  for ((index = 1; index < COMP_CWORD; index++)); do
    before=$word
    word=\${COMP_WORDS[index]}
    case $before in ${[...values.keys()].join(' | ')}) continue ;; esac
    case $word in
      -*) ;;
      *)
        given="\${given:+$given }$word"
        command=\${command:-$word}
        ;;
    esac
  done
  COMPREPLY=()
  case $previous in
${[...values].map(valueCase).join('')}  esac
  case $current in
    -*)
      case $command in
${[...flags].map(([command, offers]) => offerCase(command, offers)).join('')}      esac
      ;;
    *)
      case $given in
${[...words].map(([given, offers]) => offerCase(given, offers)).join('')}      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$offers" -- "$current"))
}
complete -F _gatehouse gatehouse
`;
}

function valueCase([flag, place]: [string, Place]): string {
  const action = {
    choice: `COMPREPLY=($(compgen -W "${place.kind === 'choice' ? place.of.join(' ') : ''}" -- "$current"))`,
    file: 'compopt -o filenames 2>/dev/null; local IFS=$\'\\n\'; COMPREPLY=($(compgen -f -- "$current"))',
    folder:
      'compopt -o filenames 2>/dev/null; local IFS=$\'\\n\'; COMPREPLY=($(compgen -d -- "$current"))',
    free: ':',
  }[place.kind];
  return `    ${flag}) ${action}; return ;;\n`;
}

function offerCase(given: string, offers: readonly Offer[]): string {
  return `        '${given}') offers='${offers.map(({ word }) => word).join(' ')}' ;;\n`;
}
