import { useId } from 'react';

import type { PolicyReport } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { attentionOf, type PolicyAttention } from '../policy-attention.ts';
import type { ShownRow } from '../policy-rows.ts';
import { Button } from './button.tsx';
import { RulePlace } from './rule-place.tsx';
import { StatusWord } from './status-word.tsx';

const texts = policyPageTexts.warnings;

/** What is wrong with rules and their places, each with a way to the row that it is about. */
export function PolicyWarnings(props: { report: PolicyReport; onShow: (row: ShownRow) => void }) {
  const attention = attentionOf(props.report);
  if (attention.length === 0) return null;
  return (
    <section className="card" aria-label={texts.title()}>
      <h2>{texts.title()}</h2>
      <ul className="policy-warnings" aria-label={texts.title()}>
        {attention.map((item, index) => (
          // By its position: two warnings may be word for word alike.
          <WarningItem key={index} item={item} onShow={props.onShow} />
        ))}
      </ul>
    </section>
  );
}

function WarningItem(props: { item: PolicyAttention; onShow: (row: ShownRow) => void }) {
  const { kind, message, place, row, tone } = props.item;
  const id = useId();
  return (
    <li data-testid="policy-warning" data-state={kind}>
      <p id={id}>
        <StatusWord word={message} tone={tone} />
      </p>
      <div className="policy-warnings__place">
        {place !== null && (
          <p className="muted">
            <RulePlace place={place} />
          </p>
        )}
        <Button
          testId="policy-warning-show"
          kind="quiet"
          describedBy={id}
          onClick={() => props.onShow(row)}
        >
          {row.kind === 'policy' ? texts.showPolicy() : texts.showSource()}
        </Button>
      </div>
    </li>
  );
}
