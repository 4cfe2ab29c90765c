import type { ActivityEntry } from '../../shared/activity.ts';
import { actorNames, outcomeText, toneOf, whatText } from '../wording/activity-phrases.ts';
import { exactTime, relativeTime, timeOfDay } from '../wording/time-phrases.ts';
import { Icon } from './icon.tsx';
import { locale } from './locale.ts';

const tones = {
  good: { icon: 'check', word: null },
  attention: { icon: 'warning', word: 'Attention: ' },
  bad: { icon: 'error', word: 'Problem: ' },
} as const;

/** One entry: when, what, how it ended, who did it, and with which account. */
export function ActivityRow({ entry, now }: { entry: ActivityEntry; now: number }) {
  const at = Date.parse(entry.at);
  const tone = toneOf(entry);
  const { icon, word } = tones[tone];
  const outcome = outcomeText(entry);
  return (
    <li className="activity__row">
      <time className="activity__time" dateTime={entry.at} title={exactTime(at, locale)}>
        {timeOfDay(at, locale)}
      </time>
      <span className={`activity__tone activity__tone--${tone}`}>
        <Icon name={icon} />
      </span>
      <div className="activity__body">
        <p className="activity__what">
          {word !== null && <span className="visually-hidden">{word}</span>}
          {whatText(entry)}
        </p>
        {outcome !== null && <p className={`activity__outcome--${tone}`}>{outcome}</p>}
        <p className="muted activity__facts">
          <span>{`${actorNames[entry.actor]} ·`}</span>
          {entry.account !== null && (
            <span>
              account <bdi className="activity__account">{entry.account}</bdi> ·
            </span>
          )}
          <span>{relativeTime(Math.min(at, now - 1), now, locale)}</span>
        </p>
      </div>
    </li>
  );
}
