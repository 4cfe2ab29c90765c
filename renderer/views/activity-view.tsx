import { useId, useState } from 'react';

import {
  activityActorSchema,
  type ActivityEntry,
  type ActivityPage,
} from '../../shared/activity.ts';
import { activityPageTexts as texts } from '../../shared/texts/activity-page.ts';
import { partTexts } from '../../shared/texts/parts.ts';
import { sectionTexts } from '../../shared/texts/sections.ts';
import { whoseText } from '../../shared/wording/activity.ts';
import { activityEntryTexts } from '../../shared/texts/activity-entries.ts';
import { byDay, everything, filterActivity, type ActivityFilter } from '../activity-filter.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Icon } from '../parts/icon.tsx';
import { locale } from '../parts/locale.ts';
import { RuleReason, usePermission } from '../parts/permission.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Busy } from '../parts/spinner.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { useNow } from '../parts/use-now.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { outcomeText, toneOf, whatText } from '../../shared/wording/activity-phrases.ts';
import { dayName, exactTime, timeOfDay, timeSince } from '../wording/time-phrases.ts';

/** What was done with the sign-in, by whom, and how it ended. */
export function ActivityView() {
  const commands = useCommands();
  const page = useAnswer(commands.readActivity, useApp().activity.changes);
  const exporting = usePermission('gatehouse.allow_export');
  const hasEntries = page !== null && page.entries.length > 0;
  const unreadable = page?.unreadable ?? null;
  const isEmpty = page !== null && !hasEntries && unreadable === null;
  return (
    <section
      className="stack stack--cards"
      aria-label={sectionTexts.activity()}
      data-testid="activity"
    >
      <div className="view-head">
        <ViewHeading>{sectionTexts.activity()}</ViewHeading>
        {hasEntries && (
          <Button testId="activity-export" {...exporting.button} onClick={commands.exportActivity}>
            {texts.export()}
          </Button>
        )}
      </div>
      {hasEntries && <RuleReason {...exporting.reason} />}
      <p className="lead">{texts.explanation()}</p>
      {page === null && <Busy>{partTexts.reading()}</Busy>}
      {unreadable !== null && (
        <Callout
          severity="error"
          title={hasEntries ? texts.partUnreadable() : texts.unreadable()}
          urgent
        >
          {texts.unreadableText({ reason: unreadable })}
        </Callout>
      )}
      {isEmpty && (
        <div className="card">
          <h2>{texts.empty()}</h2>
          <p className="muted">{texts.emptyText()}</p>
        </div>
      )}
      {hasEntries && <Entries page={page} />}
      {page !== null && page.skipped > 0 && (
        <p className="muted">{activityEntryTexts.skipped({ count: page.skipped })}</p>
      )}
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
  if (shown === 0) return texts.filter.none();
  return shown === all ? texts.filter.all({ all }) : texts.filter.some({ shown, all });
}

function ActivityFilterFields(props: {
  filter: ActivityFilter;
  onChange: (filter: ActivityFilter) => void;
}) {
  const { filter, onChange } = props;
  const actorId = useId();
  return (
    <div className="activity__filter">
      <div className="field activity__who">
        <label htmlFor={actorId}>{texts.filter.who()}</label>
        <select
          id={actorId}
          className="input select"
          value={filter.actor}
          onChange={({ target }) => {
            const actor = activityActorSchema.safeParse(target.value);
            onChange({ ...filter, actor: actor.success ? actor.data : everything.actor });
          }}
        >
          <option value="anyone">{texts.filter.anyone()}</option>
          {activityActorSchema.options.map((actor) => (
            <option key={actor} value={actor}>
              {activityEntryTexts.actors[actor]()}
            </option>
          ))}
        </select>
      </div>
      <SearchField
        className="activity__words"
        label={texts.filter.search()}
        placeholder={texts.filter.placeholder()}
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
    </div>
  );
}

const toneIcons = { good: 'check', attention: 'warning', bad: 'error' } as const;

/** One entry: when, what, how it ended, who did it, and with which account. */
function ActivityRow({ entry, now }: { entry: ActivityEntry; now: number }) {
  const at = Date.parse(entry.at);
  const tone = toneOf(entry);
  const outcome = outcomeText(entry);
  const whose = whoseText(entry);
  return (
    <li className="activity__row" data-testid="activity-row" data-state={entry.outcome}>
      <time className="activity__time" dateTime={entry.at} title={exactTime(at, locale)}>
        {timeOfDay(at, locale)}
      </time>
      <span className={`activity__tone activity__tone--${tone}`}>
        <Icon name={toneIcons[tone]} />
      </span>
      <div className="activity__body">
        <p className="activity__what">
          {tone !== 'good' && <span className="visually-hidden">{`${texts.tones[tone]()} `}</span>}
          {whatText(entry)}
        </p>
        {outcome !== null && <p className={`activity__outcome--${tone}`}>{outcome}</p>}
        <p className="muted activity__facts">
          <span>{`${activityEntryTexts.actors[entry.actor]()} ·`}</span>
          {whose !== null && (
            <span>
              <bdi>{whose}</bdi> ·
            </span>
          )}
          <span>{timeSince(at, now, locale)}</span>
        </p>
      </div>
    </li>
  );
}
