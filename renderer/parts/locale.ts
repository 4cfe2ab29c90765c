import { formattingLocale } from '../../shared/wording/local-time.ts';

/** The locale that times are written in here. */
export const locale = formattingLocale(navigator.language);
