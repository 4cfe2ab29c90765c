import { IntlMessageFormat } from 'intl-messageformat';

import { speakEnglish } from '../texts/language.ts';

// What each program does where it starts, for tests and for what is not bundled.
speakEnglish(() => IntlMessageFormat);
