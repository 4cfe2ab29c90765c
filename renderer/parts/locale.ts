import { formattingLocale } from '../../shared/wording/local-time.ts';

/**
 * How dates and times are written here. The language of the page is no sign of it: a packed app has
 * English alone. That of the system comes with each snapshot.
 */
export let locale = formattingLocale('en');

/** @param language of the system, in BCP 47 */
export function writeTimesAsIn(language: string): void {
  locale = formattingLocale(language);
}
