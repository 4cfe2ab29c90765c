import { formattingLocale } from '../../shared/wording/local-time.ts';
import { americanTime, americanZone, isAmerican } from './american-time.ts';

let chosen: string | undefined;

/** For a program that knows better than `Intl` what the system's regional format is: a BCP 47 tag. */
export function formatTimesAs(language: string): void {
  chosen = language;
}

/**
 * Date and time on the clock of this computer, to the minute; `at` is milliseconds since the epoch.
 * `language` is a BCP 47 tag, and that of the system where it is left out.
 */
export function localTime(at: number, language: string | undefined = chosen): string {
  return plainTime(new Date(at), language) ?? timeIn(at, language ?? systemLanguage());
}

/**
 * The same with the name of the time zone, for texts that are read elsewhere than where they were
 * written, such as in a script's log. It takes the times of an output too, which are in ISO form.
 */
export function zonedTime(at: number | string, language: string | undefined = chosen): string {
  const date = new Date(at);
  const zone = plainZone(date, language) ?? zoneIn(date, language ?? systemLanguage());
  return `${localTime(date.getTime(), language)} ${zone}`.trimEnd();
}

function timeIn(at: number, language: string): string {
  const format = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const text = new Intl.DateTimeFormat(formattingLocale(language), format).format(at);
  // A terminal need not know the narrow space in front of AM and PM.
  return text.replaceAll(/\s/g, ' ');
}

function zoneIn(date: Date, language: string): string {
  const zone = new Intl.DateTimeFormat(formattingLocale(language), { timeZoneName: 'short' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName');
  return zone?.value ?? '';
}

const systemLanguage = (): string => Intl.DateTimeFormat().resolvedOptions().locale;

function plainTime(date: Date, language: string | undefined): string | null {
  return isPlain(language) ? americanTime(date) : null;
}

function plainZone(date: Date, language: string | undefined): string | null {
  if (!isPlain(language)) return null;
  const [, name = ''] = /\((.*)\)$/.exec(date.toString()) ?? [];
  return americanZone(name, -date.getTimezoneOffset());
}

const isPlain = (language: string | undefined): boolean =>
  language === undefined && isAmerican(process.env, process.platform);
