import type { Word } from '../wording/tone.ts';
import { Icon } from './icon.tsx';

const icons = { good: 'check', plain: null, attention: 'warning', bad: 'error' } as const;

/** A state as icon and word; the colour says it once more. */
export function StatusWord({ word, tone }: Word) {
  const icon = icons[tone];
  return (
    <span className={`status status--${tone}`}>
      {icon !== null && <Icon name={icon} />}
      <span>{word}</span>
    </span>
  );
}
