import { defineTexts } from './define-texts.ts';

/** Why a person cannot change a setting. `whose` is the name of an organisation, or `yours`. */
export const settingLockTexts = defineTexts({
  yours: 'your organisation',
  alwaysOn: 'Set by {whose} ({source}): always on.',
  alwaysOff: 'Set by {whose} ({source}): always off.',
  alwaysValue: 'Set by {whose} ({source}): always “{value}”.',
  unreadable: '{source} has an error: {message}. You can’t change this until it is fixed.',
});
