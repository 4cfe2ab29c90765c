import { useId, useState } from 'react';

import {
  activityActorSchema,
  everything,
  type ActivityEntry,
  type ActivityFilter,
  type ActivityPage,
} from '../../shared/activity.ts';
import { activityPageTexts as texts } from '../../shared/texts/activity-page.ts';
import { partTexts } from '../../shared/texts/parts.ts';
import { sectionTexts } from '../../shared/texts/sections.ts';
import { whoseName } from '../../shared/wording/activity.ts';
import { activityEntryTexts } from '../../shared/texts/activity-entries.ts';
import { filterActivity } from '../../shared/wording/activity-filter.ts';
import { byDay, eventsOf, type ActivityEvent } from '../activity-events.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
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
import { timeOfDay } from '../../shared/wording/local-time.ts';
import { dayName, exactTime } from '../wording/time-phrases.ts';

/** What was done with the sign-in, by whom, and how it ended. */
export function ActivityView() {
  const commands = useCommands();
  const page = useAnswer(commands.readActivity, useApp().activity.changes);
  const exporting = usePermission('gatehouse.allow_export');
  const hasEntries = page !== null && page.entries.length > 0;
  const unreadable = page?.unreadable ?? null;
  const isEmpty = page !== null && !hasEntries && unreadable === null;
  const state = unreadable !== null ? 'unreadable' : isEmpty ? 'empty' : 'entries';
  return (
    <section
      className="stack stack--cards"
      aria-label={sectionTexts.activity()}
      data-testid="activity"
      data-state={page === null ? 'reading' : state}
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

/** So many are shown at first, and more of them with each click. */
const pageSize = 50;

function Entries({ page }: { page: ActivityPage }) {
  const commands = useCommands();
  const filter = useMirror((mirror) => mirror.activityFilter);
  const { accounts } = useApp().accounts;
  const fitting = eventsOf(filterActivity(page.entries, filter, accounts));
  const all = eventsOf(page.entries).length;
  return (
    <>
      <div className="activity__filter">
        <ActivityFilterFields filter={filter} onChange={commands.filterActivity} />
        <p className="muted" role="status">
          {countText(fitting.length, all)}
        </p>
      </div>
      <Events key={`${filter.actor} ${filter.text}`} events={fitting} />
    </>
  );
}

function Events({ events }: { events: readonly ActivityEvent[] }) {
  const [most, setMost] = useState(pageSize);
  const shown = events.slice(0, most);
  // Days are told from today.
  const now = useNow([], 'clock');
  return (
    <>
      {byDay(shown).map(({ at, events: ofDay }) => (
        <section key={at} className="card activity__day" aria-label={dayName(at, now, locale)}>
          <h2>{dayName(at, now, locale)}</h2>
          <ol className="activity__list">
            {ofDay.map((event, index) => (
              <ActivityRow key={`${event.entry.at}-${ofDay.length - index}`} event={event} />
            ))}
          </ol>
        </section>
      ))}
      {events.length > most && (
        <div className="activity__more">
          <p className="muted" role="status">
            {texts.more.shown({ shown: most, all: events.length })}
          </p>
          <Button testId="activity-more" onClick={() => setMost(most + pageSize)}>
            {texts.more.show()}
          </Button>
        </div>
      )}
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
    <>
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
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
    </>
  );
}

const toneIcons = { good: 'check', attention: 'warning', bad: 'error' } as const;

/** One event: when, what, how it ended, who did it, with which account, and what led to it. */
function ActivityRow({ event }: { event: ActivityEvent }) {
  const { entry, before } = event;
  const { accounts } = useApp().accounts;
  const tone = toneOf(entry);
  const outcome = outcomeText(entry);
  const whose = whoseName(entry, accounts);
  return (
    <li className="activity__row" data-testid="activity-row" data-state={entry.outcome}>
      <Time of={entry} />
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
          <span>{activityEntryTexts.actors[entry.actor]()}</span>
          {whose !== null && (
            <span>
              {'· '}
              <bdi>{whose}</bdi>
            </span>
          )}
        </p>
        {before.length > 0 && (
          <ol className="activity__before" aria-label={texts.before()} reversed>
            {before.map((step) => (
              <li key={`${step.at} ${step.outcome}`}>
                <Time of={step} />
                <span>{outcomeText(step)}</span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </li>
  );
}

function Time({ of: { at } }: { of: ActivityEntry }) {
  const time = Date.parse(at);
  return (
    <time className="activity__time" dateTime={at} title={exactTime(time, locale)}>
      {timeOfDay(time, locale)}
    </time>
  );
}
