import type { TestId } from '../../shared/test-ids.ts';
import type { Word } from '../wording/tone.ts';
import { Icon, type IconName } from './icon.tsx';
import { Prose } from './prose.tsx';

const icons = { good: 'check', plain: null, attention: 'warning', bad: 'error' } as const;

/** A state as icon and word; the colour says it once more. */
export function StatusWord(props: Word & { icon?: IconName | undefined; testId?: TestId }) {
  const { word, tone, icon = icons[tone], testId } = props;
  return (
    <span className={`status status--${tone}`} data-testid={testId}>
      {icon !== null && <Icon name={icon} />}
      <span>
        <Prose>{word}</Prose>
      </span>
    </span>
  );
}
