import { hasHalfDays, timeOfDay } from '../../shared/wording/local-time.ts';
import { timeTexts as texts } from '../../shared/texts/times.ts';

// Times are milliseconds since the Unix epoch.

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A time of day, with the date where it is not today and the year where it is not this one. */
export function clockTime(at: number, now: number, locale: string): string {
  const [date, today] = [new Date(at), new Date(now)];
  const sameYear = date.getFullYear() === today.getFullYear();
  const sameDay = date.toDateString() === today.toDateString();
  const time: Intl.DateTimeFormatOptions = {
    hour: hasHalfDays(locale) ? 'numeric' : '2-digit',
    minute: '2-digit',
  };
  const day: Intl.DateTimeFormatOptions = sameDay ? {} : { day: 'numeric', month: 'short' };
  const year: Intl.DateTimeFormatOptions = sameYear ? {} : { year: 'numeric' };
  return new Intl.DateTimeFormat(locale, { ...time, ...day, ...year }).format(date);
}

/** A time within a sentence: "at 14:32", "on 9 Dec at 12:12", "on 9 Jan 2027 at 12:12". */
export function atTime(at: number, now: number, locale: string): string {
  const [date, today] = [new Date(at), new Date(now)];
  const time = timeOfDay(at, locale);
  if (date.toDateString() === today.toDateString()) return texts.at({ time });
  const sameYear = date.getFullYear() === today.getFullYear();
  const year: Intl.DateTimeFormatOptions = sameYear ? {} : { year: 'numeric' };
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...year });
  return texts.on({ day: day.format(date), time });
}

/** Date and time to the second. */
export function exactTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium' }).format(at);
}

/** "Today", "Yesterday" or the date, with the year where it is not this one. */
export function dayName(at: number, now: number, locale: string): string {
  const [date, today] = [new Date(at), new Date(now)];
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return texts.today();
  if (date.toDateString() === yesterday.toDateString()) return texts.yesterday();
  const sameYear = date.getFullYear() === today.getFullYear();
  const year: Intl.DateTimeFormatOptions = sameYear ? {} : { year: 'numeric' };
  const day: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' };
  return new Intl.DateTimeFormat(locale, { ...day, ...year }).format(date);
}

/** How far away a time is: "in 50 minutes", "3 days ago". Never claims more than is left. */
export function relativeTime(at: number, now: number, locale: string): string {
  const distanceMs = Math.abs(at - now);
  if (distanceMs < minuteMs) {
    return at >= now ? texts.inUnderAMinute() : texts.underAMinuteAgo();
  }
  const [unitMs, unit]: [number, Intl.RelativeTimeFormatUnit] =
    distanceMs < hourMs
      ? [minuteMs, 'minute']
      : distanceMs < dayMs
        ? [hourMs, 'hour']
        : [dayMs, 'day'];
  const count = Math.floor(distanceMs / unitMs);
  return new Intl.RelativeTimeFormat(locale).format(at >= now ? count : -count, unit);
}

/** The same of what has happened, which is never to come, whatever the clocks of two programs say. */
export function timeSince(at: number, now: number, locale: string): string {
  return relativeTime(Math.min(at, now - 1), now, locale);
}

/** What a count-down shows: "9:41", "1:02:03"; never below "0:00". */
export function countdownText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const padded = (part: number): string => String(part).padStart(2, '0');
  return h > 0 ? `${h}:${padded(m)}:${padded(s)}` : `${m}:${padded(s)}`;
}

/** The same for a screen reader: changes once a minute, so that it may be announced. */
export function timeLeftSentence(leftMs: number): string {
  if (leftMs <= 0) return texts.left.over();
  if (leftMs < minuteMs) return texts.left.underAMinute();
  return texts.left.minutes({ minutes: Math.floor(leftMs / minuteMs) });
}
