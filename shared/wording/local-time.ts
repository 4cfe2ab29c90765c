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
