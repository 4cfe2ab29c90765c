import { formattingLocale } from '../../shared/wording/local-time.ts';

export const locale = formattingLocale(navigator.language);
