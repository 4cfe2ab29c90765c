import { useId } from 'react';

import type { PolicyReport, PolicyWarning } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { warnedRow, type WarnedRow } from '../policy-rows.ts';
import { Button } from './button.tsx';
import { RulePlace } from './rule-place.tsx';
import { StatusWord } from './status-word.tsx';

const texts = policyPageTexts.warnings;

/** What is wrong with the places, each with a way to the row that it is about. */
export function PolicyWarnings(props: { report: PolicyReport; onShow: (row: WarnedRow) => void }) {
  const { report, onShow } = props;
  if (report.warnings.length === 0) return null;
  return (
    <section className="card" aria-label={texts.title()}>
      <h2>{texts.title()}</h2>
      <ul className="policy-warnings" aria-label={texts.title()}>
        {report.warnings.map((warning, index) => (
          // By its position: two warnings may be word for word alike.
          <WarningItem
            key={index}
            warning={warning}
            row={warnedRow(warning, report)}
            onShow={onShow}
          />
        ))}
      </ul>
    </section>
  );
}

function WarningItem(props: {
  warning: PolicyWarning;
  row: WarnedRow;
  onShow: (row: WarnedRow) => void;
}) {
  const { warning, row, onShow } = props;
  const { message, kind } = warning;
  const id = useId();
  return (
    <li data-testid="policy-warning" data-state={kind}>
      <p id={id}>
        <StatusWord word={message} tone={kind === 'stopsCodex' ? 'bad' : 'attention'} />
      </p>
      <div className="policy-warnings__place">
        <p className="muted">
          <RulePlace place={warning} />
        </p>
        <Button
          testId="policy-warning-show"
          kind="quiet"
          describedBy={id}
          onClick={() => onShow(row)}
        >
          {row.kind === 'policy' ? texts.showPolicy() : texts.showSource()}
        </Button>
      </div>
    </li>
  );
}
