import { useEffect, useId } from 'react';

import { accountPageTexts } from '../../shared/texts/account-page.ts';
import type { ShownUsage, ShownUsageWindow } from '../../shared/usage.ts';
import {
  creditsText,
  usageAmount,
  usagePercents,
  usageProblemText,
  usageWindowName,
} from '../../shared/wording/usage.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { clockTime, relativeTime, timeSince } from '../wording/time-phrases.ts';
import { locale } from './locale.ts';
import { Note } from './note.tsx';
import { useNow } from './use-now.ts';

const texts = accountPageTexts.usage;

/** How often it is said that somebody looks; its owner decides whether anything is asked. */
const lookMs = 60_000;

/** What is left of the usage limits of the account in use; nothing where nobody wants to see it. */
export function UsageCard() {
  const { usage } = useApp();
  useLooking(usage !== null);
  const resets = usage?.reading?.windows.map(({ resetsAt }) => resetsAt) ?? [];
  const now = useNow([usage?.reading?.readAt, ...resets], 'distance');
  if (usage === null) return null;
  const { reading, problem, isAsking } = usage;
  const timeText = (at: number): string => clockTime(at, now, locale);
  return (
    <section
      className="card"
      aria-label={texts.title()}
      data-testid="usage"
      data-state={problem?.code ?? (isAsking ? 'asking' : 'known')}
    >
      <h2>{texts.title()}</h2>
      {reading !== null && <Reading reading={reading} now={now} />}
      <div role="status">
        {isAsking && reading === null && <p className="muted">{texts.asking()}</p>}
        {problem !== null && <Note>{usageProblemText(problem, timeText)}</Note>}
      </div>
    </section>
  );
}

/** Says that somebody looks, for as long as the window is in view. */
function useLooking(isShown: boolean): void {
  const { lookAtUsage } = useCommands();
  useEffect(() => {
    if (!isShown) return;
    const look = (): void => {
      if (document.visibilityState === 'visible') void lookAtUsage();
    };
    look();
    const timer = setInterval(look, lookMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [isShown, lookAtUsage]);
}

function Reading({ reading, now }: { reading: NonNullable<ShownUsage['reading']>; now: number }) {
  const { windows, credits, readAt } = reading;
  return (
    <>
      {windows.length === 0 ? (
        <p>{texts.noLimits()}</p>
      ) : (
        <ul className="usage">
          {windows.map((window) => (
            <Window key={usageWindowName(window)} window={window} now={now} />
          ))}
        </ul>
      )}
      {credits !== null && <p>{texts.credits({ credits: creditsText(credits) })}</p>}
      <p className="muted">{texts.read({ when: timeSince(readAt, now, locale) })}</p>
    </>
  );
}

function Window({ window, now }: { window: ShownUsageWindow; now: number }) {
  const nameId = useId();
  const { resetsAt, isPast } = window;
  const { used } = usagePercents(window);
  const amount = usageAmount(window);
  return (
    <li
      className="usage__window"
      data-testid="usage-limit"
      data-state={isPast ? 'past' : 'current'}
    >
      <div className="usage__head">
        <span id={nameId}>{usageWindowName(window)}</span>
        <span className={isPast ? 'muted' : 'usage__amount'}>
          {isPast ? texts.isReset() : amount}
        </span>
      </div>
      {!isPast && (
        <div
          role="meter"
          className="usage__bar"
          aria-labelledby={nameId}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={used}
          aria-valuetext={amount}
        >
          <span className="usage__used" style={{ inlineSize: `${used}%` }} />
        </div>
      )}
      {resetsAt !== null && !isPast && (
        <p className="muted">
          {texts.resets({
            time: clockTime(resetsAt, now, locale),
            distance: relativeTime(resetsAt, now, locale),
          })}
        </p>
      )}
    </li>
  );
}
