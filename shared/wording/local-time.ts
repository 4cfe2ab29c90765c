/**
 * The locale to format with: English words with the conventions (24-hour clock, order of day and
 * month) of the person's region. `language` is a BCP 47 tag such as `navigator.language`.
 */
export function formattingLocale(language: string): string {
  try {
    const region = new Intl.Locale(language).maximize().region;
    return region === undefined ? 'en' : `en-${region}`;
  } catch {
    return 'en';
  }
}

/** A time of day to the minute: "14:32" or "2:32 PM". */
export function timeOfDay(at: number, locale: string): string {
  const hour = hasHalfDays(locale) ? 'numeric' : '2-digit';
  return new Intl.DateTimeFormat(locale, { hour, minute: '2-digit' }).format(at);
}

/** Whether the clock of the locale says "2:32 PM" rather than "14:32". */
export function hasHalfDays(locale: string): boolean {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}
