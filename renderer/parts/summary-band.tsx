import type { ReactNode } from 'react';

import { partTexts } from '../../shared/texts/parts.ts';
import type { Tone } from '../wording/tone.ts';
import { Icon } from './icon.tsx';

const icons = { good: 'check', plain: 'info', attention: 'warning', bad: 'error' } as const;

/** A state at a glance, with its facts as the terms of a list. */
export function SummaryBand(props: {
  title: string;
  text: string;
  tone: Tone;
  /** Left out: false, and something else tells of changes. */
  isLive?: boolean;
  children: ReactNode;
}) {
  const { title, text, tone, isLive = false, children } = props;
  return (
    <section
      className={`card summary-band summary-band--${tone}`}
      aria-label={partTexts.summary()}
      data-testid="summary"
      data-state={tone}
    >
      <Icon name={icons[tone]} />
      <div className="summary-band__body">
        <div role={isLive ? 'status' : undefined}>
          <h2>{title}</h2>
          <p>{text}</p>
        </div>
        <dl className="summary-band__facts">{children}</dl>
      </div>
    </section>
  );
}
