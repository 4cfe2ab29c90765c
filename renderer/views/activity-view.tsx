import { useState } from 'react';

import type { ActivityPage } from '../../shared/activity.ts';
import { skippedText } from '../../shared/wording/skipped-lines.ts';
import { byDay, everything, filterActivity } from '../activity-filter.ts';
import { useCommands } from '../gatehouse-context.ts';
import { ActivityFilterFields } from '../parts/activity-filter-fields.tsx';
import { ActivityRow } from '../parts/activity-row.tsx';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { locale } from '../parts/locale.ts';
import { RuleReason } from '../parts/rule-reason.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { useActivity } from '../parts/use-activity.ts';
import { useExportRule } from '../parts/use-export-rule.ts';
import { useNow } from '../parts/use-now.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { dayName } from '../wording/time-phrases.ts';

/** What was done with the sign-in, by whom, and how it ended. */
export function ActivityView() {
  const commands = useCommands();
  const page = useActivity();
  const exporting = useExportRule();
  const hasEntries = page !== null && page.entries.length > 0;
  const unreadable = page?.unreadable ?? null;
  const isEmpty = page !== null && !hasEntries && unreadable === null;
  return (
    <section className="stack stack--cards" aria-label="Activity">
      <div className="view-head">
        <ViewHeading>Activity</ViewHeading>
        {hasEntries && (
          <Button {...exporting.button} onClick={commands.exportActivity}>
            Export…
          </Button>
        )}
      </div>
      {hasEntries && <RuleReason {...exporting.reason} />}
      <p className="lead">
        Sign-in history for this device. Tokens, keys and e-mail addresses are never recorded.
      </p>
      {page === null && (
        <p className="busy">
          <Spinner />
          <span>Reading…</span>
        </p>
      )}
      {unreadable !== null && (
        <Callout
          severity="error"
          title={
            hasEntries ? 'A part of the activity cannot be read' : 'The activity cannot be read'
          }
          urgent
        >
          {`${unreadable} Move it away, or correct its owner and permissions.`}
        </Callout>
      )}
      {isEmpty && (
        <div className="card">
          <h2>Nothing yet</h2>
          <p className="muted">
            Sign-ins, sign-outs, refreshes and changes by other programs will appear here.
          </p>
        </div>
      )}
      {hasEntries && <Entries page={page} />}
      {page !== null && page.skipped > 0 && <p className="muted">{skippedText(page.skipped)}</p>}
    </section>
  );
}

function Entries({ page }: { page: ActivityPage }) {
  const now = useNow(20_000);
  const [filter, setFilter] = useState(everything);
  const shown = filterActivity(page.entries, filter);
  return (
    <>
      <ActivityFilterFields filter={filter} onChange={setFilter} />
      <p className="muted" role="status">
        {countText(shown.length, page.entries.length)}
      </p>
      {byDay(shown).map(({ at, entries }) => (
        <section key={at} className="card activity__day" aria-label={dayName(at, now, locale)}>
          <h2>{dayName(at, now, locale)}</h2>
          <ol className="activity__list">
            {entries.map((entry, index) => (
              <ActivityRow key={`${entry.at}-${entries.length - index}`} entry={entry} now={now} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function countText(shown: number, all: number): string {
  if (shown === 0) return 'No entry fits.';
  const entries = all === 1 ? 'entry' : 'entries';
  return shown === all ? `${all} ${entries}` : `${shown} of ${all} ${entries}`;
}
