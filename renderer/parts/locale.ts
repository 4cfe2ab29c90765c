import { formattingLocale } from '../wording/time-phrases.ts';

/** The locale that times are written in here. */
export const locale = formattingLocale(navigator.language);
