import type { Word } from '../wording/tone.ts';
import { Icon, type IconName } from './icon.tsx';

const icons = { good: 'check', plain: null, attention: 'warning', bad: 'error' } as const;

/** A state as icon and word; the colour says it once more. */
export function StatusWord(props: Word & { icon?: IconName | undefined }) {
  const { word, tone, icon = icons[tone] } = props;
  return (
    <span className={`status status--${tone}`}>
      {icon !== null && <Icon name={icon} />}
      <span>{word}</span>
    </span>
  );
}
