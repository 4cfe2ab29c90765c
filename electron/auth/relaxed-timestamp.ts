import { whiteSpace } from '../base/unseen-characters.ts';

// The relaxed RFC 3339 of `last_refresh`: `parse_rfc3339_relaxed` of chrono 0.4 (format/parse.rs),
// tried with Codex CLI 0.171.0.
const blank = `[${whiteSpace}]*`;
const relaxedRfc3339 = new RegExp(
  [
    `^${blank}(?<year>[+-]\\d+|\\d{1,4})`,
    `${blank}-${blank}(?<month>\\d{1,2})`,
    `${blank}-${blank}(?<day>\\d{1,2})`,
    `[Tt ]${blank}(?<hour>\\d{1,2})`,
    `${blank}:${blank}(?<minute>\\d{1,2})`,
    `${blank}:${blank}(?<second>\\d{1,2})(?:\\.(?<fraction>\\d+))?`,
    `${blank}(?:[Uu][Tt][Cc]|[Zz]|(?<sign>[+\\-\\u2212])(?<offset>\\d{2}[:${whiteSpace}]*[0-5]\\d))`,
    `${blank}$`,
  ].join(''),
  'u',
);

// The range of chrono, which a Date covers.
const firstYear = -262_143;
const lastYear = 262_142;
const firstInstant = startOfDay(firstYear, 1, 1);
const endOfTime = startOfDay(lastYear + 1, 1, 1);

const minuteMs = 60_000;

/** Milliseconds since the epoch; null for a text that Codex refuses. */
export function parseRelaxedTimestamp(text: string): number | null {
  const parts = relaxedRfc3339.exec(text)?.groups;
  if (parts === undefined) return null;
  const part = (name: string): number => Number(parts[name] ?? 0);
  const [year, month, day] = [part('year'), part('month'), part('day')];
  const [hour, minute, second] = [part('hour'), part('minute'), part('second')];
  if (year < firstYear || year > lastYear || !isDayOfMonth(year, month, day)) return null;
  if (hour > 23 || minute > 59 || second > 60) return null;
  const offsetMs = offsetMsOf(parts['sign'], parts['offset']);
  if (offsetMs === null) return null;
  const thousandths = Number((parts['fraction'] ?? '').slice(0, 3).padEnd(3, '0'));
  // A leap second may be the very last one.
  const minuteStart = startOfDay(year, month, day) + (hour * 60 + minute) * minuteMs - offsetMs;
  if (minuteStart < firstInstant || minuteStart >= endOfTime) return null;
  return minuteStart + second * 1000 + thousandths;
}

function offsetMsOf(sign: string | undefined, offset: string | undefined): number | null {
  if (sign === undefined || offset === undefined) return 0;
  const hours = Number(offset.slice(0, 2));
  if (hours > 23) return null;
  const sizeMs = (hours * 60 + Number(offset.slice(-2))) * minuteMs;
  return sign === '+' ? sizeMs : -sizeMs;
}

function isDayOfMonth(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(startOfDay(year, month + 1, 0)).getUTCDate();
}

/** Unlike `Date.UTC`, takes the years 0 to 99 literally. */
function startOfDay(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
