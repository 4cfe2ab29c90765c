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

/** Date and time on the clock of this computer, to the minute; `at` is milliseconds since the epoch. */
export function localTime(
  at: number,
  language = Intl.DateTimeFormat().resolvedOptions().locale,
): string {
  const format = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const text = new Intl.DateTimeFormat(formattingLocale(language), format).format(at);
  // A terminal need not know the narrow space in front of AM and PM.
  return text.replaceAll(/\s/g, ' ');
}

/**
 * The same with the name of the time zone, for texts that are read elsewhere than where they were
 * written, such as in a script's log. It takes the times of an output too, which are in ISO form.
 */
export function zonedTime(
  at: number | string,
  language = Intl.DateTimeFormat().resolvedOptions().locale,
): string {
  const date = new Date(at);
  const zone = new Intl.DateTimeFormat(formattingLocale(language), { timeZoneName: 'short' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName');
  return `${localTime(date.getTime(), language)} ${zone?.value ?? ''}`.trimEnd();
}
